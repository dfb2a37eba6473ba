using ChatOpsBot.TestKit.Teams;
using ChatOpsBot.TestKit.Teams.Connector;

namespace ChatOpsBot.EndToEndTests.Teams;

/// <summary>What everybody in the organisation may read is quoted to nobody else who reads along.</summary>
public sealed class RosterTests : IAsyncLifetime
{
    private const string Refusal = "People of other organisations can read this conversation";

    private static readonly TeamsMember Alice = new("alice", FakeTeams.TenantId);
    private static readonly TeamsMember Outsider = new("mallory", "99999999-9999-4999-8999-999999999999");

    private FakeTeamsStage _stage = null!;

    public async Task InitializeAsync() => _stage = await FakeTeamsStage.StartAsync();

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Theory]
    [InlineData(TeamsScope.Group)]
    [InlineData(TeamsScope.Channel)]
    public async Task Before_an_outsider_nothing_is_quoted(TeamsScope scope)
    {
        var question = _stage.Person().Says(FakeTeamsStage.Question, scope);
        var conversation = _stage.Open(question);
        _stage.Teams.SetMembers(conversation, Alice, Outsider);

        await _stage.DeliverAsync(question);

        await _stage.WaitForAnswerAsync(conversation, Refusal);
        Assert.DoesNotContain(_stage.Teams.Messages, message => message.Seen.Contains(FakeTeamsStage.Answer, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Colleagues_are_answered_until_an_outsider_joins()
    {
        var person = _stage.Person();
        var conversation = _stage.Open(person.Says("hello", TeamsScope.Group));
        await _stage.DeliverAsync(person.Says(FakeTeamsStage.Question, TeamsScope.Group));
        await _stage.WaitForAnswerAsync(conversation);
        _stage.Teams.SetMembers(conversation, Alice, Outsider);

        await _stage.DeliverAsync(person.Meets("mallory", TeamsScope.Group));
        await _stage.DeliverAsync(person.Says(FakeTeamsStage.Question, TeamsScope.Group));

        await _stage.WaitForAnswerAsync(conversation, Refusal);
        Assert.Single(_stage.Teams.MessagesIn(conversation), message => message.Seen.Contains(FakeTeamsStage.Answer, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_question_waits_for_a_roster_that_cannot_be_read()
    {
        var question = _stage.Person().Says(FakeTeamsStage.Question, TeamsScope.Group);
        var conversation = _stage.Open(question);
        _stage.Teams.Fail("members", TeamsFault.Answer(500, "Oops"));

        await _stage.DeliverAsync(question);

        await _stage.WaitForCallAsync("members", 500);
        Assert.Empty(_stage.Teams.MessagesIn(conversation));
        await _stage.WaitForAnswerAsync(conversation);
        Assert.Equal("post 201, update 200", _stage.Sent(conversation));
    }

    [Fact]
    public async Task In_a_personal_chat_no_roster_is_read()
    {
        var question = _stage.Person().Says(FakeTeamsStage.Question);
        var conversation = _stage.Open(question);

        await _stage.DeliverAsync(question);

        await _stage.WaitForAnswerAsync(conversation);
        Assert.DoesNotContain(_stage.Teams.Calls, call => call.Operation == "members");
    }
}
