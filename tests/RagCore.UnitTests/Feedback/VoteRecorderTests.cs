using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Feedback;
using ChatOpsBot.TestKit.Inbox;

namespace ChatOpsBot.RagCore.UnitTests.Feedback;

public sealed class VoteRecorderTests
{
    private readonly VoteRecorder _recorder;

    public VoteRecorderTests()
    {
        var journal = new FakeInbox();
        journal.Add(new TurnRecord(SampleTurns.Message(1), TurnState.Delivered, SampleTurns.Answer(), null));
        _recorder = new VoteRecorder(journal, new RecordedVotes());
    }

    [Fact]
    public async Task A_second_thumbs_down_keeps_the_reasons_of_the_first()
    {
        await VoteAsync(VoteValue.Down, 1, ["outdated"], "see the new page");

        var again = await VoteAsync(VoteValue.Down, 2, [], null);

        Assert.Equal(["outdated"], again.Reasons);
        Assert.Equal("see the new page", again.Comment);
    }

    [Fact]
    public async Task New_reasons_take_the_place_of_old_ones_and_a_thumbs_up_of_all()
    {
        await VoteAsync(VoteValue.Down, 1, ["outdated"], "old");

        Assert.Equal(["wrong"], (await VoteAsync(VoteValue.Down, 2, ["wrong", "made_up_key"], null)).Reasons);
        Assert.Empty((await VoteAsync(VoteValue.Up, 3, ["wrong"], null)).Reasons);
        Assert.Empty((await VoteAsync(VoteValue.Down, 4, [], null)).Reasons);
    }

    [Fact]
    public async Task A_turn_nobody_knows_takes_no_vote()
        => Assert.Null(await _recorder.RecordAsync(SampleTurns.Vote(VoteValue.Up, turn: "turn-99").Vote, CancellationToken.None));

    private async Task<InboundVote> VoteAsync(VoteValue value, int second, IReadOnlyList<string> reasons, string? comment)
    {
        var vote = SampleTurns.Vote(value, second).Vote with { Reasons = reasons, Comment = comment };
        return (await _recorder.RecordAsync(vote, CancellationToken.None))!.Vote;
    }
}
