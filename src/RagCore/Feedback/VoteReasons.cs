using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.RagCore.Feedback;

/// <summary>Why a person votes down: a closed list, so that reasons can be counted.</summary>
public static class VoteReasons
{
    /// <summary>How many characters of a comment are kept.</summary>
    public const int MaxCommentLength = 2_000;

    /// <summary>Gets the reasons, key and what a person reads, in the order they are offered.</summary>
    public static IReadOnlyList<VoteReason> All { get; } =
    [
        new("wrong", Phrase.ReasonWrong),
        new("wrong_source", Phrase.ReasonWrongSource),
        new("outdated", Phrase.ReasonOutdated),
        new("incomplete", Phrase.ReasonIncomplete),
        new("off_topic", Phrase.ReasonOffTopic),
        new("other", Phrase.ReasonOther),
    ];

    /// <summary>The reason of an answer that a person reported as harmful or out of place (T-38). Not offered with the others: a report is no vote.</summary>
    public const string Report = "report";

    /// <summary>Says whether a key is in the list.</summary>
    public static bool IsKnown(string key) => All.Any(reason => string.Equals(reason.Key, key, StringComparison.Ordinal));
}

/// <summary>One reason.</summary>
/// <param name="Key">The stable key that is stored.</param>
/// <param name="Text">What a person reads.</param>
public sealed record VoteReason(string Key, Phrase Text);
