using ChatOpsBot.RagCore.Answering.Rewriting;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Memory;
using ChatOpsBot.RagCore.Turns;
using ChatOpsBot.TestKit.Turns;

namespace ChatOpsBot.RagCore.UnitTests.Turns;

/// <summary>A quote is what a follow-up is about, and nothing to a question that stands alone.</summary>
public sealed class QuotedTalkTests
{
    private const string Quoted = "How many days of leave do employees have?";

    private static readonly Exchange Earlier = new("turn-0", "When are salaries paid?", new NoEvidenceReply("x", "y", "z"), DateTimeOffset.UnixEpoch);

    [Fact]
    public void A_follow_up_is_about_what_is_quoted_and_not_about_what_was_asked_before()
    {
        var rewritten = FollowUpRewriter.Rewrite("and for part-timers?", QuotedTalk.Before(Messages.Of("a", "and for part-timers?") with { Quoted = Quoted }, [Earlier]));

        Assert.Contains("leave", rewritten.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("salaries", rewritten.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_question_is_left_as_it_was_asked()
    {
        const string Question = "Which hotel may I book in Berlin?";

        Assert.Equal(Question, FollowUpRewriter.Rewrite(Question, QuotedTalk.Before(Messages.Of("a", Question) with { Quoted = Quoted }, [])).Text);
    }

    [Fact]
    public void Without_a_quote_the_thread_is_what_it_was()
        => Assert.Equal([Earlier], QuotedTalk.Before(Messages.Of("a", "and for part-timers?"), [Earlier]));
}
