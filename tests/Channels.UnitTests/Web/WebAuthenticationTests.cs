using ChatOpsBot.Channels.Web;
using ChatOpsBot.Channels.Web.Inbound;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.TestKit.Web;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.UnitTests.Web;

public sealed class WebAuthenticationTests
{
    [Fact]
    public async Task A_key_decides_tenant_sender_and_rights()
    {
        await using var host = await WebTestHost.StartAsync(new Dictionary<string, string?>().WithKey(out var key, "acme", ["finance"]), "Production");

        var received = await host.Client.AskAsync(key: key);

        Assert.Equal(200, received.Status);
        var message = host.Turns.Accepted.Single();
        Assert.Equal(("acme", Audience.Private), (message.Conversation.Tenant.Value, message.Audience));
        Assert.Matches("^key:[0-9a-f]{8}$", message.Sender.Id);
        Assert.Equal(["finance"], message.Sender.Principals);
    }

    [Fact]
    public async Task A_key_without_rights_has_an_unknown_audience_so_that_nothing_is_found()
    {
        await using var host = await WebTestHost.StartAsync(new Dictionary<string, string?>().WithKey(out var key), "Production");

        await host.Client.AskAsync(key: key);

        Assert.Equal(Audience.Unknown, host.Turns.Accepted.Single().Audience);
    }

    [Fact]
    public async Task Two_keys_are_valid_at_once()
    {
        var settings = new Dictionary<string, string?>().WithKey(out var first, principals: ["a"]).WithKey(out var second, principals: ["b"]);
        await using var host = await WebTestHost.StartAsync(settings, "Production");

        Assert.Equal(200, (await host.Client.AskAsync(key: first)).Status);
        Assert.Equal(200, (await host.Client.AskAsync(key: second)).Status);
        Assert.Equal(["a", "b"], host.Turns.Accepted.Select(message => message.Sender.Principals.Single()));
    }

    public static TheoryData<string> ForgedKeys => new()
    {
        "", "x", "cob_", "sha256:", new string('k', 513), new string('k', 20_000),
    };

    [Theory]
    [MemberData(nameof(ForgedKeys))]
    public async Task A_forged_key_is_a_401_that_leaves_nothing(string forged)
    {
        await using var host = await WebTestHost.StartAsync(new Dictionary<string, string?>().WithKey(out _), "Development");

        var received = await host.Client.AskAsync(change: request => request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {forged}"));

        Assert.Equal((401, "unauthorized"), (received.Status, received.Code));
        Assert.Equal("Bearer", received.Headers["WWW-Authenticate"]);
        Assert.Empty(host.Turns.Accepted);
    }

    [Fact]
    public async Task The_hash_itself_half_a_key_or_the_key_in_another_scheme_opens_nothing()
    {
        var settings = new Dictionary<string, string?>().WithKey(out var key);
        await using var host = await WebTestHost.StartAsync(settings, "Production");
        string[] headers = [$"Bearer {settings["Channels:Web:ApiKeys:0:Hash"]}", $"Bearer {key[..20]}", $"Bearer {key}x", $"Basic {key}", key, $"Bearer {key.ToUpperInvariant()}"];

        foreach (var header in headers)
        {
            var received = await host.Client.AskAsync(change: request => request.Headers.TryAddWithoutValidation("Authorization", header));
            Assert.Equal(401, received.Status);
        }
    }

    [Fact]
    public async Task Nobody_without_a_key_is_served_once_keys_are_configured_not_even_here()
    {
        await using var host = await WebTestHost.StartAsync(new Dictionary<string, string?>().WithKey(out _), "Development");

        Assert.Equal(401, (await host.Client.AskAsync()).Status);
    }

    [Fact]
    public async Task Without_keys_nobody_is_served_outside_Development()
    {
        await using var host = await WebTestHost.StartAsync(environment: "Production");

        Assert.Equal(401, (await host.Client.AskAsync()).Status);
        Assert.Equal(401, (await host.Client.FetchAsync("/v1/documents/hr/leave.md")).Status);
        Assert.Equal(401, (await host.Client.VoteAsync("{}")).Status);
    }

    [Theory]
    [InlineData("Host", "attacker.example")]
    [InlineData("Host", "127.0.0.1.attacker.example")]
    [InlineData("Host", "localhost.attacker.example")]
    [InlineData("Host", "10.0.0.1")]
    [InlineData("Host", "0.0.0.0")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("X-Forwarded-Host", "localhost")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("X-Real-IP", "127.0.0.1")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("Origin", "https://attacker.example")]
    [InlineData("Origin", "null")]
    public async Task Without_keys_a_request_that_came_by_way_of_somebody_else_is_refused(string header, string value)
    {
        await using var host = await WebTestHost.StartAsync();

        var received = await host.Client.AskAsync(change: request => request.Headers.TryAddWithoutValidation(header, value));

        Assert.Equal(401, received.Status);
        Assert.Empty(host.Turns.Accepted);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("localhost:5080")]
    [InlineData("127.0.0.1:5080")]
    [InlineData("[::1]:5080")]
    public async Task Without_keys_this_machine_is_served_by_its_own_names(string name)
    {
        await using var host = await WebTestHost.StartAsync();

        Assert.Equal(200, (await host.Client.AskAsync(change: request => request.Headers.Host = name)).Status);
    }

    [Fact]
    public async Task A_developer_may_be_whoever_they_say_and_gets_that_persons_groups()
    {
        await using var host = await WebTestHost.StartAsync(new Dictionary<string, string?> { ["Access:Groups:hr:0"] = "web:hanna" });

        Assert.Equal(404, (await host.Client.FetchAsync("/v1/documents/hr/salaries.md")).Status);
        Assert.Equal(200, (await host.Client.FetchAsync("/v1/documents/hr/salaries.md?user=hanna")).Status);
        await host.Client.AskAsync("""{"text":"Hi","user":"hanna"}""");
        Assert.Equal("hanna", host.Turns.Accepted.Single().Sender.Id);
    }

    [Theory]
    [InlineData("ann", 200)]
    [InlineData("bob", 200)]
    [InlineData("eve", 403)]
    [InlineData("ANN", 403)]
    public async Task A_key_acts_only_for_the_users_it_was_given(string user, int status)
    {
        await using var host = await WebTestHost.StartAsync(
            new Dictionary<string, string?>().WithKey(out var key, principals: ["finance"], mayActFor: ["ann", "bob"]), "Production");

        var received = await host.Client.AskAsync($$"""{"text":"Hi","user":"{{user}}"}""", key);

        Assert.Equal(status, received.Status);
        Assert.Equal(status == 200 ? 1 : 0, host.Turns.Accepted.Count);
    }

    [Fact]
    public async Task Acting_for_a_user_the_rights_of_the_key_do_not_count()
    {
        await using var host = await WebTestHost.StartAsync(
            new Dictionary<string, string?>().WithKey(out var key, principals: ["finance"], mayActFor: ["*"]), "Production");

        await host.Client.AskAsync("""{"text":"Hi","user":"ann"}""", key);

        var message = host.Turns.Accepted.Single();
        Assert.Equal(("ann", Audience.Private), (message.Sender.Id, message.Audience));
        Assert.Empty(message.Sender.Principals);
    }

    [Fact]
    public async Task A_key_is_refused_the_tenant_of_another()
    {
        var settings = new Dictionary<string, string?>().WithKey(out var acme, "acme", ["a"]).WithKey(out _, "other", ["a"]);
        await using var host = await WebTestHost.StartAsync(settings, "Production");

        Assert.Equal(200, (await host.Client.AskAsync("""{"text":"Hi","tenant":"acme"}""", acme)).Status);
        Assert.Equal((403, "wrong_tenant"), await StatusAsync(host.Client.AskAsync("""{"text":"Hi","tenant":"other"}""", acme)));
        Assert.Equal((403, "wrong_tenant"), await StatusAsync(host.Client.VoteAsync("""{"turn_id":"t","vote":"up","tenant":"other"}""", acme)));
    }

    [Fact]
    public void Every_key_of_the_ring_is_found_and_no_other()
    {
        var keys = Enumerable.Range(0, 20).Select(_ => ApiKeyHasher.New()).ToArray();
        var options = new WebChannelOptions();
        Array.ForEach(keys, key => options.ApiKeys.Add(new WebApiKeyOptions { Hash = key.Hash }));
        var ring = new ApiKeyRing(Options.Create(options));

        Assert.Equal(20, keys.Select(key => ring.Find(key.Key)!.Id).Distinct().Count());
        Assert.Null(ring.Find(ApiKeyHasher.New().Key));
        Assert.Null(ring.Find(null));
    }

    [Fact]
    public void A_new_key_is_long_random_and_matches_its_hash()
    {
        var (key, hash) = ApiKeyHasher.New();

        Assert.Matches("^cob_[A-Za-z0-9_-]{43}$", key);
        Assert.Matches("^sha256:[0-9a-f]{64}$", hash);
        Assert.NotEqual(key, ApiKeyHasher.New().Key);
        Assert.True(ApiKeyHasher.TryParse(hash, out var parsed));
        Assert.Equal(ApiKeyHasher.Digest(key), parsed);
    }

    private static async Task<(int, string?)> StatusAsync(Task<Received> sending)
    {
        var received = await sending;
        return (received.Status, received.Code);
    }
}
