using ChatOpsBot.TestKit.Faults;

namespace ChatOpsBot.IntegrationTests.Faults;

/// <summary>The oracle sees each fault: it is fed with histories that nobody wants to happen.</summary>
public sealed class LedgerTests
{
    private static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch;

    private readonly Ledger _ledger = new();

    [Fact]
    public void One_answer_to_each_question_is_as_promised()
    {
        Ask("q1", "a");
        Ask("q2", "b");

        var verdict = _ledger.Judge([Answer("a"), Answer("b")], new StoreState(OpenTurns: 0, Leases: 0));
        Assert.True(verdict.IsComplete, verdict.ToString());
        Assert.Equal((2, 2, 2), (verdict.Asked, verdict.Acknowledged, verdict.Answered));
        Assert.Empty(verdict.Findings);
    }

    [Fact]
    public void Nothing_to_see_is_lost()
    {
        Ask("q1", "a");

        var verdict = _ledger.Judge([]);
        Assert.False(verdict.IsKept);
        Assert.Equal((1, 0, 0), (verdict.Lost, verdict.Silent, verdict.Doubled));
        Assert.Contains("q1", Assert.Single(verdict.Findings).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_placeholder_alone_is_silent()
    {
        Ask("q1", "a");

        var verdict = _ledger.Judge([Placeholder("a")]);
        Assert.False(verdict.IsKept);
        Assert.Equal((0, 1, 0, 0), (verdict.Lost, verdict.Silent, verdict.Doubled, verdict.Orphans));
    }

    [Theory]
    [InlineData(ShownKind.Answer)]
    [InlineData(ShownKind.Apology)]
    public void A_second_final_message_is_doubled(ShownKind second)
    {
        Ask("q1", "a");

        var verdict = _ledger.Judge([Answer("a"), new ShownMessage("a", second)]);
        Assert.False(verdict.IsKept);
        Assert.Equal((1, 1), (verdict.Answered, verdict.Doubled));
    }

    [Fact]
    public void An_answer_where_nobody_asked_is_doubled()
        => Assert.Equal(1, _ledger.Judge([Answer("elsewhere")]).Doubled);

    [Fact]
    public void A_placeholder_beside_the_answer_is_an_orphan_and_counted_apart()
    {
        Ask("q1", "a");

        var verdict = _ledger.Judge([Placeholder("a"), Answer("a")]);
        Assert.True(verdict.IsKept);
        Assert.Equal(1, verdict.Orphans);
        Assert.Equal(["a"], verdict.OrphanPlaces);
    }

    [Fact]
    public void An_apology_is_an_end_and_is_told()
    {
        Ask("q1", "a");

        var verdict = _ledger.Judge([new ShownMessage("a", ShownKind.Apology)]);
        Assert.True(verdict.IsKept);
        Assert.Equal((1, 1), (verdict.Answered, verdict.Apologised));
    }

    [Fact]
    public void Several_questions_in_one_place_are_owed_as_many_answers()
    {
        Ask("q1", "a");
        Ask("q2", "a");
        Ask("q3", "a");

        var verdict = _ledger.Judge([Answer("a"), Placeholder("a")]);
        Assert.Equal((1, 1, 1), (verdict.Answered, verdict.Silent, verdict.Lost));
    }

    [Fact]
    public void What_was_never_acknowledged_is_not_owed_and_may_be_answered()
    {
        _ledger.Asked("q1", "a", At);
        _ledger.Asked("q2", "b", At);

        var verdict = _ledger.Judge([Answer("a")]);
        Assert.True(verdict.IsKept);
        Assert.False(verdict.IsComplete);
        Assert.Equal((2, 0, 1, 0), (verdict.Asked, verdict.Acknowledged, verdict.Answered, verdict.Lost));
    }

    [Fact]
    public void The_first_acknowledgement_counts()
    {
        _ledger.Asked("q1", "a", At);
        _ledger.Acknowledged("q1", At.AddSeconds(1));
        _ledger.Acknowledged("q1", At.AddSeconds(9));

        Assert.Equal(At.AddSeconds(1), Assert.Single(_ledger.Questions).AcknowledgedAt);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    public void Turns_that_are_open_and_leases_that_are_held_in_the_end_are_seen(int open, int leases)
    {
        Ask("q1", "a");

        Assert.False(_ledger.Judge([Answer("a")], new StoreState(open, leases)).IsKept);
    }

    private static ShownMessage Answer(string place) => new(place, ShownKind.Answer);

    private static ShownMessage Placeholder(string place) => new(place, ShownKind.Placeholder);

    private void Ask(string marker, string place)
    {
        _ledger.Asked(marker, place, At);
        _ledger.Acknowledged(marker, At);
    }
}
