using ChatOpsBot.Channels.Web.Inbound;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.TestKit.Web;
using FsCheck;
using FsCheck.Fluent;

namespace ChatOpsBot.Channels.UnitTests.Web;

public sealed class ConversationOwnershipTests
{
    [Fact]
    public async Task Two_callers_with_one_conversation_id_are_in_two_conversations()
    {
        var settings = new Dictionary<string, string?>()
            .WithKey(out var first, principals: ["a"], mayActFor: ["*"]).WithKey(out var second, principals: ["a"], mayActFor: ["*"]);
        await using var host = await WebTestHost.StartAsync(settings, "Production");

        await host.Client.AskAsync("""{"text":"Hi","conversation_id":"c"}""", first);
        await host.Client.AskAsync("""{"text":"Hi","conversation_id":"c"}""", second);
        await host.Client.AskAsync("""{"text":"Hi","conversation_id":"c","user":"ann"}""", first);
        await host.Client.AskAsync("""{"text":"Hi","conversation_id":"c","user":"bob"}""", first);
        await host.Client.AskAsync("""{"text":"Hi","conversation_id":"c","user":"ann"}""", second);

        Assert.Equal(5, host.Turns.Accepted.Select(message => message.Conversation).Distinct().Count());
    }

    [Fact]
    public void No_two_callers_share_a_conversation_whatever_they_call_themselves_and_it()
    {
        var ids = Gen.Elements("c", "a", "a:b", "ann", "b.c", "-");
        var users = Gen.Elements<string?>(null, "a", "ann", "a/b", "a%2Fb", "a|b", "ann/c", "%", "ü");
        var keys = Gen.Elements("key:00000001", "key:00000002", "local");
        var askers = from key in keys from user in users from id in ids select (key, user, id);

        Prop.ForAll(askers.Two().ToArbitrary(), pair =>
        {
            var (one, other) = (Key(pair.Item1), Key(pair.Item2));
            return (one == other) == (pair.Item1 == pair.Item2);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_caller_owns_its_own_conversations_and_no_others()
    {
        var ann = Caller("key:00000001", "ann");
        string?[] others = [null, "anna", "an", "bob", "ann/c"];

        Assert.True(ann.Owns(ann.Conversation("c"), out var id));
        Assert.Equal("c", id);
        Assert.All(others, user => Assert.False(Caller("key:00000001", user).Owns(ann.Conversation("c"), out _)));
        Assert.All(others, user => Assert.False(ann.Owns(Caller("key:00000001", user).Conversation("c"), out _)));
        Assert.False(Caller("key:00000002", "ann").Owns(ann.Conversation("c"), out _));
        Assert.False((ann with { Tenant = new TenantId("other") }).Owns(ann.Conversation("c"), out _));
        Assert.False(ann.Owns(ann.Conversation("c") with { Channel = ChannelKind.Slack }, out _));
    }

    private static ConversationKey Key((string Key, string? User, string Id) asker) => Caller(asker.Key, asker.User).Conversation(asker.Id);

    private static WebCaller Caller(string key, string? user)
    {
        var credential = new WebCredential(TenantId.Default, key, ["a"], ["*"]);
        Assert.True(credential.TryActFor(user, null, out var caller, out _));
        return caller;
    }
}
