using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.TestKit.Turns;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Access;

public sealed class ConfiguredAccessResolverTests
{
    private static readonly string[] Hr = ["hr"];

    [Fact]
    public async Task A_private_conversation_has_the_asker_s_rights()
    {
        var filter = await ResolveAsync(Audience.Private, ChannelKind.Slack, "U0ALICE", groups: ("hr", "slack:U0ALICE"));

        Assert.Equal(["everyone", "hr"], filter.Principals);
    }

    [Fact]
    public async Task A_conversation_of_several_people_has_what_everybody_may_read_even_when_the_asker_may_read_more()
    {
        var filter = await ResolveAsync(Audience.Shared, ChannelKind.Slack, "U0ALICE", groups: ("hr", "slack:U0ALICE"));

        Assert.Equal(["everyone"], filter.Principals);
    }

    [Theory]
    [InlineData(Audience.Unknown)]
    [InlineData(Audience.External)]
    [InlineData((Audience)42)]
    public async Task An_unknown_or_external_audience_has_no_rights(Audience audience)
    {
        var filter = await ResolveAsync(audience, ChannelKind.Slack, "U0ALICE", groups: ("hr", "slack:U0ALICE"));

        Assert.True(filter.IsEmpty);
        Assert.False(filter.Admits(TenantId.Default, "handbook", ["everyone"]));
    }

    [Fact]
    public async Task A_person_listed_without_a_channel_is_in_the_group_on_every_channel()
    {
        var filter = await ResolveAsync(Audience.Private, ChannelKind.Web, "ann", groups: ("hr", "ann"));

        Assert.Contains("hr", filter.Principals);
    }

    [Theory]
    [InlineData(ChannelKind.Web, "U0ALICE")]
    [InlineData(ChannelKind.Web, "slack:U0ALICE")]
    [InlineData(ChannelKind.Slack, "slack:U0ALICE")]
    [InlineData(ChannelKind.Slack, "u0alice")]
    public async Task A_user_id_that_looks_like_somebody_s_entry_gains_nothing(ChannelKind channel, string userId)
    {
        var filter = await ResolveAsync(Audience.Private, channel, userId, groups: ("hr", "slack:U0ALICE"));

        Assert.Equal(["everyone"], filter.Principals);
    }

    [Fact]
    public async Task Rights_the_door_vouches_for_count_in_private_only()
    {
        var message = Messages.Of("1") with { Sender = new Sender("key:1", Hr) };
        var resolver = Resolver();

        var inPrivate = await resolver.ResolveAsync(message, CancellationToken.None);
        var shared = await resolver.ResolveAsync(message with { Audience = Audience.Shared }, CancellationToken.None);

        Assert.Contains("hr", inPrivate.Principals);
        Assert.DoesNotContain("hr", shared.Principals);
    }

    [Fact]
    public void A_document_of_another_tenant_is_never_admitted()
    {
        var filter = AccessFilter.For(new TenantId("a"), ["everyone"]);

        Assert.False(filter.Admits(new TenantId("b"), "handbook", ["everyone"]));
    }

    [Fact]
    public void A_document_without_readers_is_never_admitted()
    {
        var filter = AccessFilter.For(TenantId.Default, ["everyone", "hr"]);

        Assert.False(filter.Admits(TenantId.Default, "handbook", []));
    }

    [Fact]
    public void Blank_principals_are_no_rights()
    {
        var filter = AccessFilter.For(TenantId.Default, [" ", string.Empty]);

        Assert.True(filter.IsEmpty);
        Assert.False(filter.Admits(TenantId.Default, "handbook", [" ", string.Empty]));
    }

    private static Task<AccessFilter> ResolveAsync(
        Audience audience, ChannelKind channel, string userId, params (string Group, string Person)[] groups)
        => Resolver(groups).ResolveAsync(
            Messages.Of("1") with
            {
                Audience = audience,
                Sender = new Sender(userId, []),
                Conversation = new ConversationKey(TenantId.Default, channel, "C1", "1"),
            },
            CancellationToken.None);

    private static ConfiguredAccessResolver Resolver(params (string Group, string Person)[] groups)
    {
        var options = new AccessOptions();
        foreach (var (group, person) in groups)
        {
            options.Groups[group] = [person];
        }

        return new ConfiguredAccessResolver(Options.Create(options));
    }
}
