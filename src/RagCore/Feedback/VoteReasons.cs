namespace ChatOpsBot.RagCore.Feedback;

/// <summary>Why a person votes down: a closed list, so that reasons can be counted.</summary>
public static class VoteReasons
{
    /// <summary>How many characters of a comment are kept.</summary>
    public const int MaxCommentLength = 2_000;

    /// <summary>Gets the reasons, key and what a person reads, in the order they are offered.</summary>
    public static IReadOnlyList<VoteReason> All { get; } =
    [
        new("wrong", "The answer is wrong"),
        new("wrong_source", "The source does not say that"),
        new("outdated", "The source is out of date"),
        new("incomplete", "Something is missing"),
        new("off_topic", "Not what I asked"),
        new("other", "Something else"),
    ];

    /// <summary>Says whether a key is in the list.</summary>
    public static bool IsKnown(string key) => All.Any(reason => string.Equals(reason.Key, key, StringComparison.Ordinal));
}

/// <summary>One reason.</summary>
/// <param name="Key">The stable key that is stored.</param>
/// <param name="Text">What a person reads.</param>
public sealed record VoteReason(string Key, string Text);
