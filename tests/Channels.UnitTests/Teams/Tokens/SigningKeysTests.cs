using ChatOpsBot.Channels.Teams;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.TestKit.Teams.Tokens;

namespace ChatOpsBot.Channels.UnitTests.Teams.Tokens;

public sealed class SigningKeysTests : IDisposable
{
    private readonly TokenBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Keys_are_read_once_when_first_needed()
    {
        Assert.Equal(0, _bench.Issuer.MetadataReads);

        Assert.Null(await RefusalAsync());
        Assert.Null(await RefusalAsync());

        Assert.Equal((1, 1), (_bench.Issuer.MetadataReads, _bench.Issuer.KeyReads));
        Assert.Contains($"[{LogEvents.TeamsKeysLoaded}]", _bench.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_who_come_first_wait_for_one_reading()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => Task.Run(() => RefusalAsync(number))));

        Assert.All(results, Assert.Null);
        Assert.Equal(1, _bench.Issuer.MetadataReads);
    }

    [Fact]
    public async Task A_new_key_is_taken_when_a_token_names_it()
    {
        await RefusalAsync();
        _bench.Issuer.Keys.Insert(0, new IssuerKey("bf-2", 2));
        _bench.Time.Advance(TimeSpan.FromSeconds(61));

        Assert.Null(await RefusalAsync());
        Assert.Equal(2, _bench.Issuer.MetadataReads);
    }

    [Fact]
    public async Task A_flood_of_made_up_keys_asks_once_a_minute_and_leaves_the_genuine_in()
    {
        await RefusalAsync();
        _bench.Time.Advance(TimeSpan.FromSeconds(61));

        var flood = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(
            number => Task.Run(() => _bench.RefusalAsync(_bench.Issuer.Bearer(header: header => header["kid"] = $"made-up-{number}")))));

        Assert.All(flood, refusal => Assert.Equal(TeamsResults.UnknownKey, refusal));
        Assert.Equal(2, _bench.Issuer.MetadataReads);
        Assert.Null(await RefusalAsync());

        _bench.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(TeamsResults.UnknownKey, await _bench.RefusalAsync(_bench.Issuer.Bearer(header: header => header["kid"] = "late")));
        Assert.Equal(2, _bench.Issuer.MetadataReads);
    }

    [Fact]
    public async Task A_key_that_is_withdrawn_is_no_longer_taken_though_its_token_was_seen_before()
    {
        var old = _bench.Issuer.Bearer(claims => claims["exp"] = 4102444800);
        Assert.Null(await _bench.RefusalAsync(old));
        _bench.Issuer.Keys[0] = new IssuerKey("bf-2", 2);
        _bench.Time.Advance(TimeSpan.FromSeconds(61));

        Assert.Null(await RefusalAsync());

        Assert.Equal(TeamsResults.UnknownKey, await _bench.RefusalAsync(old));
    }

    [Fact]
    public async Task A_key_that_stays_keeps_its_tokens_and_one_that_lost_its_endorsement_loses_them()
    {
        var token = _bench.Issuer.Bearer(claims => claims["exp"] = 4102444800);
        var first = (await _bench.Validator.CheckAsync(token, CancellationToken.None)).Token;

        _bench.Time.Advance(TimeSpan.FromDays(6));
        Assert.Same(first, (await _bench.Validator.CheckAsync(token, CancellationToken.None)).Token);
        Assert.Equal(2, _bench.Issuer.MetadataReads);

        _bench.Issuer.Keys[0].Endorsements.Remove("msteams");
        _bench.Time.Advance(TimeSpan.FromDays(6));
        Assert.False((await _bench.Validator.CheckAsync(token, CancellationToken.None)).Token!.Endorses("msteams"));
    }

    [Fact]
    public async Task Keys_are_renewed_daily_while_the_old_ones_serve()
    {
        await RefusalAsync();
        _bench.Time.Advance(TimeSpan.FromHours(23.9));
        await RefusalAsync();
        Assert.Equal(1, _bench.Issuer.MetadataReads);

        _bench.Issuer.Mood = IssuerMood.Hangs;
        _bench.Time.Advance(TimeSpan.FromHours(0.2));

        Assert.Null(await RefusalAsync());
        Assert.Null(await RefusalAsync());
        Assert.Equal(2, _bench.Issuer.MetadataReads);
    }

    [Fact]
    public async Task Keys_older_than_five_days_are_read_anew_before_they_are_used()
    {
        var token = _bench.Issuer.Bearer(claims => claims["exp"] = 4102444800);
        Assert.Null(await _bench.RefusalAsync(token));
        _bench.Issuer.Keys[0] = new IssuerKey("bf-2", 2);
        _bench.Time.Advance(TimeSpan.FromDays(5));

        Assert.Equal(TeamsResults.UnknownKey, await _bench.RefusalAsync(token));
    }

    [Theory]
    [InlineData(IssuerMood.Fails)]
    [InlineData(IssuerMood.Unreachable)]
    [InlineData(IssuerMood.Garbage)]
    [InlineData(IssuerMood.NoKeys)]
    [InlineData(IssuerMood.Endless)]
    [InlineData(IssuerMood.FileAddress)]
    [InlineData(IssuerMood.PlainAddress)]
    [InlineData(IssuerMood.Redirects)]
    public async Task An_outage_leaves_the_last_good_keys(IssuerMood mood)
    {
        await RefusalAsync();
        _bench.Issuer.Mood = mood;

        foreach (var days in new[] { 1.5, 5, 30 })
        {
            _bench.Time.Advance(TimeSpan.FromDays(days));
            Assert.Null(await RefusalAsync());
            Assert.Equal(TeamsResults.UnknownKey, await _bench.RefusalAsync(_bench.Issuer.Bearer(header: header => header["kid"] = "other")));
        }

        Assert.Contains($"[{LogEvents.TeamsKeysFailed}]", _bench.Logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-of-the-error-page", _bench.Logs.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(IssuerMood.Fails)]
    [InlineData(IssuerMood.Unreachable)]
    [InlineData(IssuerMood.Garbage)]
    [InlineData(IssuerMood.NoKeys)]
    [InlineData(IssuerMood.Endless)]
    [InlineData(IssuerMood.FileAddress)]
    [InlineData(IssuerMood.PlainAddress)]
    [InlineData(IssuerMood.Redirects)]
    public async Task Without_any_keys_nothing_passes_until_they_can_be_read(IssuerMood mood)
    {
        _bench.Issuer.Mood = mood;
        Assert.Equal(TeamsResults.KeysUnavailable, await RefusalAsync());
        Assert.Equal(TeamsResults.KeysUnavailable, await RefusalAsync());
        Assert.Equal(1, _bench.Issuer.MetadataReads);

        _bench.Issuer.Mood = IssuerMood.Works;
        _bench.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await RefusalAsync());
    }

    [Fact]
    public async Task A_reading_that_hangs_ends_after_ten_seconds()
    {
        _bench.Issuer.Mood = IssuerMood.Hangs;
        var waiting = Enumerable.Range(0, 20).Select(_ => RefusalAsync()).ToList();
        Assert.All(waiting, task => Assert.False(task.IsCompleted));

        // The request is on its way when the metadata were asked for.
        Assert.True(SpinWait.SpinUntil(() => _bench.Issuer.MetadataReads == 1, TimeSpan.FromSeconds(10)));
        _bench.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.All(await Task.WhenAll(waiting), refusal => Assert.Equal(TeamsResults.KeysUnavailable, refusal));
        Assert.Equal(1, _bench.Issuer.MetadataReads);
    }

    [Fact]
    public async Task Who_gives_up_waiting_does_not_end_the_reading_for_others()
    {
        _bench.Issuer.Mood = IssuerMood.Hangs;
        using var gone = new CancellationTokenSource();
        var impatient = _bench.Validator.CheckAsync(_bench.Issuer.Bearer(), gone.Token).AsTask();
        var patient = RefusalAsync();

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Assert.False(patient.IsCompleted);
        _bench.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(TeamsResults.KeysUnavailable, await patient);
    }

    private Task<string?> RefusalAsync(int number = 0) => _bench.RefusalAsync(_bench.Issuer.Bearer(claims => claims["n"] = number));
}
