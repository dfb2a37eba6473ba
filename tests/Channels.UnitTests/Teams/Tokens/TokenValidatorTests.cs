using ChatOpsBot.Channels.Teams;
using ChatOpsBot.TestKit.Teams.Tokens;

namespace ChatOpsBot.Channels.UnitTests.Teams.Tokens;

public sealed class TokenValidatorTests : IDisposable
{
    private static readonly HashSet<string?> Refusals =
    [
        TeamsResults.MissingToken, TeamsResults.MalformedToken, TeamsResults.WrongAlgorithm, TeamsResults.UnknownKey, TeamsResults.BadSignature, TeamsResults.WrongIssuer,
        TeamsResults.WrongAudience, TeamsResults.Expired, TeamsResults.NotYetValid, TeamsResults.NoServiceUrlClaim,
    ];

    private readonly TokenBench _bench = new();

    public static TheoryData<string> Forgeries => [.. TokenForgeries.All.Select(forgery => forgery.Name)];

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("RS256")]
    [InlineData("RS384")]
    [InlineData("RS512")]
    public async Task A_genuine_token_passes(string algorithm)
    {
        var check = await _bench.Validator.CheckAsync(_bench.Issuer.Bearer(header: header => header["alg"] = algorithm), CancellationToken.None);

        Assert.Null(check.Refusal);
        Assert.Equal(TokenIssuer.ServiceUrl, check.Token!.ServiceUrl);
        Assert.True(check.Token.Endorses("msteams"));
        Assert.False(check.Token.Endorses("emulator"));
    }

    [Theory]
    [InlineData("bearer")]
    [InlineData("BEARER")]
    [InlineData("bEaReR")]
    public async Task The_scheme_may_be_spelled_in_any_case(string scheme)
        => Assert.Null(await _bench.RefusalAsync($"{scheme} {_bench.Issuer.Token()}"));

    [Fact]
    public async Task What_a_genuine_token_may_look_like_otherwise_passes()
    {
        Assert.Null(await _bench.RefusalAsync(_bench.Issuer.Bearer(header: header => header.Remove("typ"))));
        Assert.Null(await _bench.RefusalAsync(_bench.Issuer.Bearer(header: header => header["x5t"] = "abc")));
        Assert.Null(await _bench.RefusalAsync(_bench.Issuer.Bearer(claims => claims.Remove("nbf"))));
        Assert.Null(await _bench.RefusalAsync(_bench.Issuer.Bearer(claims => claims["aud"] = TokenIssuer.AppId.ToUpperInvariant())));
        Assert.Null(await _bench.RefusalAsync(_bench.Issuer.Bearer(claims => claims["other"] = "\ud83d\ude00")));
    }

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task A_forgery_is_refused(string name)
    {
        var forgery = TokenForgeries.All.Single(candidate => candidate.Name == name);

        Assert.Contains(await _bench.RefusalAsync(forgery.Authorization(_bench.Issuer)), Refusals);
    }

    [Fact]
    public async Task A_forgery_is_refused_when_the_genuine_token_was_seen_before()
    {
        await _bench.RefusalAsync(_bench.Issuer.Bearer());

        foreach (var forgery in TokenForgeries.All)
        {
            Assert.True(await _bench.RefusalAsync(forgery.Authorization(_bench.Issuer)) is { } refusal && Refusals.Contains(refusal), forgery.Name);
        }

        Assert.Equal(1, _bench.Tokens.Count);
    }

    [Fact]
    public void There_are_many_forgeries_and_no_two_share_a_name()
    {
        Assert.True(TokenForgeries.All.Count >= 150, $"{TokenForgeries.All.Count}");
        Assert.Equal(TokenForgeries.All.Count, TokenForgeries.All.Select(forgery => forgery.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(TokenForgeries.All
            .GroupBy(forgery => string.Join('|', forgery.Authorization(_bench.Issuer).Prepend("Authorization")), StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .Select(group => string.Join(" = ", group)));
    }

    [Theory]
    [InlineData("alg 'none' with the genuine signature", TeamsResults.WrongAlgorithm)]
    [InlineData("HS256 keyed with the public PEM", TeamsResults.WrongAlgorithm)]
    [InlineData("kid 'bf-2'", TeamsResults.UnknownKey)]
    [InlineData("a foreign key under the genuine id", TeamsResults.BadSignature)]
    [InlineData("two parts", TeamsResults.MalformedToken)]
    [InlineData("crit empty", TeamsResults.MalformedToken)]
    [InlineData("expired 5:01 ago", TeamsResults.Expired)]
    [InlineData("valid in 5:01", TeamsResults.NotYetValid)]
    [InlineData("iss 'https://api.botframework.com/'", TeamsResults.WrongIssuer)]
    [InlineData("aud a list with others", TeamsResults.WrongAudience)]
    [InlineData("no serviceurl", TeamsResults.NoServiceUrlClaim)]
    [InlineData("no header", TeamsResults.MissingToken)]
    [InlineData("Basic with a password", TeamsResults.MalformedToken)]
    public async Task A_refusal_says_why(string name, string reason)
        => Assert.Equal(reason, await _bench.RefusalAsync(TokenForgeries.All.Single(candidate => candidate.Name == name).Authorization(_bench.Issuer)));

    [Theory]
    [InlineData("exp", -300, null)]
    [InlineData("exp", -301, TeamsResults.Expired)]
    [InlineData("nbf", 300, null)]
    [InlineData("nbf", 301, TeamsResults.NotYetValid)]
    public async Task Clocks_may_differ_by_five_minutes(string claim, int seconds, string? refusal)
        => Assert.Equal(refusal, await _bench.RefusalAsync(_bench.Issuer.Bearer(claims =>
        {
            claims["nbf"] = 0;
            claims[claim] = _bench.Time.GetUtcNow().ToUnixTimeSeconds() + seconds;
        })));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task A_bot_without_an_id_takes_no_token(string? appId)
    {
        using var bench = new TokenBench(new TeamsOptions { Enabled = true, AppId = appId });

        Assert.Equal(TeamsResults.WrongAudience, await bench.RefusalAsync(bench.Issuer.Bearer()));
        Assert.Equal(TeamsResults.WrongAudience, await bench.RefusalAsync(bench.Issuer.Bearer(claims => claims["aud"] = "")));
        Assert.Equal(TeamsResults.WrongAudience, await bench.RefusalAsync(bench.Issuer.Bearer(claims => claims.Remove("aud"))));
    }

    [Theory]
    [InlineData("no header")]
    [InlineData("two parts")]
    [InlineData("crit empty")]
    [InlineData("alg 'none' with the genuine signature")]
    [InlineData("HS256 keyed with the public PEM")]
    [InlineData("a token of 16 KB")]
    public async Task What_can_be_refused_without_keys_asks_nobody_for_them(string name)
    {
        Assert.NotNull(await _bench.RefusalAsync(TokenForgeries.All.Single(candidate => candidate.Name == name).Authorization(_bench.Issuer)));

        Assert.Equal(0, _bench.Issuer.MetadataReads);
    }

    [Fact]
    public async Task However_a_token_is_bent_it_is_refused_and_nothing_throws()
    {
        const string Alphabet = "ABCxyz019-_.=+/ \t\n\0{}\"\u00e9\ud83d\u200b";
        var random = new Random(8725);
        var token = _bench.Issuer.Token();
        for (var i = 0; i < 2_000; i++)
        {
            var at = random.Next(token.Length);
            var character = Alphabet[random.Next(Alphabet.Length)];
            var bent = random.Next(3) switch
            {
                0 => token.Remove(at, random.Next(1, Math.Min(5, token.Length - at + 1))),
                1 => token.Insert(at, $"{character}"),
                _ => $"{token[..at]}{character}{token[(at + 1)..]}",
            };

            Assert.True(bent == token || await _bench.RefusalAsync($"Bearer {bent}") is not null, bent);
        }
    }

    [Fact]
    public async Task However_signed_JSON_is_bent_nothing_throws()
    {
        const string Pieces = "{}[]\",:\\ux0e9.-+tfn\0\u00e9\ufffd ";
        var random = new Random(7519);
        var (header, payload) = (_bench.Issuer.Header().ToJsonString(), _bench.Issuer.Claims().ToJsonString());
        var refused = 0;
        for (var i = 0; i < 250; i++)
        {
            refused += await _bench.RefusalAsync($"Bearer {_bench.Issuer.Sign(Bend(header), payload)}") is null ? 0 : 1;
            refused += await _bench.RefusalAsync($"Bearer {_bench.Issuer.Sign(header, Bend(payload))}") is null ? 0 : 1;
        }

        Assert.InRange(refused, 250, 499);

        string Bend(string json)
        {
            var at = random.Next(json.Length);
            return $"{json[..at]}{Pieces[random.Next(Pieces.Length)]}{json[(at + random.Next(2))..]}";
        }
    }

    [Fact]
    public async Task Many_threads_may_check_at_once()
    {
        var tokens = Enumerable.Range(0, 200).Select(number => _bench.Issuer.Bearer(claims => claims["n"] = number)).ToList();

        var results = await Task.WhenAll(tokens.SelectMany(token => new[] { token, token[..^4] + "AAAA" }).Select(token => Task.Run(() => _bench.RefusalAsync(token))));

        Assert.Equal(200, results.Count(result => result is null));
        Assert.Equal(200, results.Count(result => result is TeamsResults.BadSignature or TeamsResults.MalformedToken));
    }
}
