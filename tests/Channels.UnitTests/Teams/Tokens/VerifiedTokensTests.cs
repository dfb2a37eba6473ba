using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Inbound.Tokens;
using ChatOpsBot.TestKit.Teams.Tokens;

namespace ChatOpsBot.Channels.UnitTests.Teams.Tokens;

public sealed class VerifiedTokensTests : IDisposable
{
    private readonly TokenBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_token_seen_again_is_the_same_token()
    {
        var token = _bench.Issuer.Bearer();

        var first = await _bench.Validator.CheckAsync(token, CancellationToken.None);
        var second = await _bench.Validator.CheckAsync(token, CancellationToken.None);

        Assert.NotNull(first.Token);
        Assert.Same(first.Token, second.Token);
    }

    [Fact]
    public async Task A_token_seen_before_still_expires()
    {
        var token = _bench.Issuer.Bearer();
        Assert.Null(await _bench.RefusalAsync(token));

        _bench.Time.Advance(TimeSpan.FromMinutes(65));
        Assert.Null(await _bench.RefusalAsync(token));
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TeamsResults.Expired, await _bench.RefusalAsync(token));
    }

    [Fact]
    public async Task Refusals_are_not_kept()
    {
        Assert.NotNull(await _bench.RefusalAsync(_bench.Issuer.Bearer(claims => claims["aud"] = "other")));
        Assert.NotNull(await _bench.RefusalAsync(_bench.Issuer.Bearer(claims => claims["nbf"] = 4102444800)));

        Assert.Equal(0, _bench.Tokens.Count);
    }

    [Fact]
    public void Never_more_than_allowed_are_kept_and_the_dead_go_first()
    {
        var now = _bench.Time.GetUtcNow().ToUnixTimeSeconds();
        for (var i = 0; i < VerifiedTokens.Capacity - 1; i++)
        {
            _bench.Tokens.Add(Hash(i), Token(now + 60));
        }

        _bench.Tokens.Add(Hash(-1), Token(now + 86_400));
        _bench.Time.Advance(TimeSpan.FromHours(1));
        _bench.Tokens.Add(Hash(-2), Token(now + 86_400));

        Assert.Equal(2, _bench.Tokens.Count);
        Assert.NotNull(_bench.Tokens.Find(Hash(-1)));
    }

    [Fact]
    public void A_flood_of_living_tokens_stays_within_the_bound()
    {
        var now = _bench.Time.GetUtcNow().ToUnixTimeSeconds();
        for (var i = 0; i < 5 * VerifiedTokens.Capacity; i++)
        {
            _bench.Tokens.Add(Hash(i), Token(now + 3_600));
            Assert.True(_bench.Tokens.Count <= VerifiedTokens.Capacity);
            Assert.NotNull(_bench.Tokens.Find(Hash(i)));
        }
    }

    [Fact]
    public async Task A_token_seen_again_costs_next_to_no_memory()
    {
        var token = _bench.Issuer.Bearer();
        await _bench.RefusalAsync(token);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            var check = _bench.Validator.CheckAsync(token, CancellationToken.None);
            Assert.True(check.IsCompletedSuccessfully);
        }

        // Debug builds make an object of each asynchronous call; a copy of the token would be 1,600 bytes.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000 * 500);
    }

    private static TokenHash Hash(int number) => TokenHash.Of($"token {number}");

    private static VerifiedToken Token(long expires) => new(TokenIssuer.ServiceUrl, SampleKey.Value, new TokenLife(0, expires));
}
