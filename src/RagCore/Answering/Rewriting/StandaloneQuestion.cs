using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Answering.Rewriting;

/// <summary>
/// A question made whole. The text holds only what people said, because others may come to read it: it is stored, remembered and
/// quoted when an answer is shared.
/// </summary>
/// <param name="Text">The question.</param>
/// <param name="Topic">The source that helps out a topic too thin to be found by its own words; for the search alone, and only if it may still be read.</param>
internal sealed record StandaloneQuestion(string Text, Citation? Topic)
{
    /// <summary>Gets other wordings of the question, for the search alone.</summary>
    public IReadOnlyList<string> Variants { get; init; } = [];

    public static StandaloneQuestion Of(string text) => new(text, Topic: null);

    /// <summary>Returns what is searched for.</summary>
    public string Searched() => Topic is null ? Text : $"{Text.TrimEnd('?')}, {Topic.Title}?";
}
