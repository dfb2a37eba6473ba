using ChatOpsBot.Channels.Teams;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Teams.Connector;

namespace ChatOpsBot.Channels.UnitTests.Teams.Outbound;

/// <summary>A refusal that concerns one person is said to that person, wherever that can be done.</summary>
public sealed class TeamsPrivateNoticeTests
{
    private static readonly OutboundReply Notice = new(ReplySamples.Refusal with { IsForAsker = true }, default);

    private static readonly string Chat = FakeTeamsPlatform.ChatOf("aad-alice");

    [Fact]
    public async Task It_is_said_in_the_persons_chat_and_not_in_the_group()
    {
        using var teams = new TeamsInProcess();
        var target = teams.Ask(1, "1");

        var receipt = await SayAsync(teams, target, null);
        var again = await SayAsync(teams, target, receipt);

        Assert.Equal(receipt, again);
        var message = Assert.Single(teams.Platform.Messages);
        Assert.Equal(Chat, message.Conversation);
        Assert.Contains(ReplySamples.Refusal.Text, message.Seen, StringComparison.Ordinal);
        Assert.Single(teams.Platform.Calls, call => call.Operation == "open");
    }

    [Fact]
    public async Task It_can_be_taken_back_there()
    {
        using var teams = new TeamsInProcess();
        var target = teams.Ask(1, "1");
        var receipt = await SayAsync(teams, target, null);

        await teams.RunAsync(teams.Delivery.WithdrawAsync(target, receipt, default));

        Assert.Empty(teams.Platform.Messages);
    }

    [Fact]
    public async Task Where_Teams_can_it_is_seen_by_one_among_the_others()
    {
        using var teams = new TeamsInProcess(change: options => options.PrivateNotices = TeamsPrivateNotices.Targeted);
        var target = WithPerson(teams.Ask(1, "1"));

        var receipt = await SayAsync(teams, target, null);

        var message = Assert.Single(teams.Platform.Messages);
        Assert.Equal(("19:ops@thread.tacv2;messageid=1", "29:alice"), (message.Conversation, message.SeenBy));
        await teams.RunAsync(teams.Delivery.RemoveAsync(target, receipt, default));
        Assert.Empty(teams.Platform.Messages);
    }

    [Theory]
    [InlineData(TeamsPrivateNotices.Chat, "open")]
    [InlineData(TeamsPrivateNotices.Targeted, "post")]
    public async Task Who_cannot_be_told_alone_is_told_where_they_asked(TeamsPrivateNotices kind, string refused)
    {
        using var teams = new TeamsInProcess(change: options => options.PrivateNotices = kind);
        teams.Platform.Fail(refused, TeamsFault.Answer(403, "ForbiddenOperationException"));

        await SayAsync(teams, WithPerson(teams.Ask(1, "1")), null);

        var message = Assert.Single(teams.Platform.Messages);
        Assert.Equal(("19:ops@thread.tacv2;messageid=1", null), (message.Conversation, message.SeenBy));
    }

    [Fact]
    public async Task An_outage_is_waited_out_and_not_made_public()
    {
        using var teams = new TeamsInProcess();
        teams.Platform.Fail("open", TeamsFault.Answer(500));

        var fault = await Assert.ThrowsAsync<DeliveryException>(() => SayAsync(teams, teams.Ask(1, "1"), null));

        Assert.Equal(DeliveryFailure.Transient, fault.Failure);
        Assert.Empty(teams.Platform.Messages);
    }

    [Fact]
    public async Task What_stands_in_the_group_already_is_changed_there()
    {
        using var teams = new TeamsInProcess();
        var target = teams.Ask(1, "1");
        var placeholder = await teams.RunAsync(teams.Delivery.PostPlaceholderAsync(target, default));

        await SayAsync(teams, target, placeholder);

        Assert.Equal("19:ops@thread.tacv2;messageid=1", Assert.Single(teams.Platform.Messages).Conversation);
    }

    [Fact]
    public async Task Other_replies_and_installations_that_want_it_so_stay_in_the_group()
    {
        using var teams = new TeamsInProcess();
        await SayAsync(teams, teams.Ask(1, "1"), null, new OutboundReply(ReplySamples.Refusal, default));
        using var open = new TeamsInProcess(change: options => options.PrivateNotices = TeamsPrivateNotices.Group);
        await SayAsync(open, open.Ask(1, "1"), null);

        Assert.All([teams, open], world => Assert.Equal("19:ops@thread.tacv2;messageid=1", Assert.Single(world.Platform.Messages).Conversation));
    }

    private static ReplyTarget WithPerson(ReplyTarget target)
        => target with { Address = (TeamsAddress.Read(target.Address) with { Person = "29:alice" }).ToReplyAddress() };

    private static async Task<DeliveryReceipt> SayAsync(TeamsInProcess teams, ReplyTarget target, DeliveryReceipt? known, OutboundReply? reply = null)
    {
        var receipt = (await teams.RunAsync(teams.Delivery.ReserveAsync(target, known, reply ?? Notice, default)))!;
        await teams.RunAsync(teams.Delivery.UpdateAsync(target, receipt, reply ?? Notice, default));
        return receipt;
    }
}
