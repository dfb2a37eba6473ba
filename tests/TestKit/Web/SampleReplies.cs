using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.TestKit.Web;

/// <summary>Replies to show, one of each kind.</summary>
public static class SampleReplies
{
    /// <summary>Gets the text the citations of <see cref="Answer"/> quote.</summary>
    public const string DocumentText = "# Leave\n\n## Carry-over\n\nYou may carry over five days. They lapse on 31 March.\n";

    public static Citation Citation { get; } = new(
        1, "hr/leave.md", "0123456789abcdef", "Leave", ["Carry-over"], new Uri("hr/leave.md#carry-over", UriKind.Relative), "You may carry over five days.", 24, 53,
        new DateOnly(2026, 1, 1));

    public static AnswerReply Answer { get; } = new(
        [new("You may carry over five days.", [1]), new("They lapse on 31 March.", [2])],
        [Citation, Citation with { Number = 2, Quote = "They lapse on 31 March.", Start = 54, End = 77 }],
        AnswerMode.Extractive,
        Confidence.High,
        ["One source is newer than the other."]);

    public static NoEvidenceReply NoEvidence { get; } = new("Who won?", "44 documents in Handbook", "Name the document, or ask a person.");

    public static ClarificationReply Clarification { get; } = new("Which office?", ["Berlin", "Lisbon"]);

    public static NoticeReply Notice { get; } = new("I forgot this conversation.", NoticeKind.Command);
}
