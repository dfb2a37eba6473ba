using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.RagCore.Answering.Citations;

/// <summary>Two documents that say different things of the same.</summary>
/// <param name="Said">The citation the answer stands on.</param>
/// <param name="Other">The citation that says otherwise, numbered after those of the answer unless it is one of them.</param>
/// <param name="Values">What the one and the other say, when it is a number; null when one denies what the other says.</param>
internal sealed record Contradiction(Citation Said, Citation Other, (string Said, string Other)? Values)
{
    /// <summary>Returns what the person is told, with both sources and their dates.</summary>
    public string Note(Phrases words)
    {
        var (one, another) = (Describe(Said, words), Describe(Other, words));
        return Values is var (said, other)
            ? words.Say(Phrase.SourcesDisagreeOn, ("one", one), ("other", another), ("value", said), ("otherValue", other))
            : words.Say(Phrase.SourcesDisagree, ("one", one), ("other", another));
    }

    private static string Describe(Citation citation, Phrases words)
    {
        var date = citation.Effective is { } effective ? words.InForceSince(effective) : words[Phrase.WithoutDate];
        return $"{words.Quoted(citation.Title)} [{citation.Number}] ({date})";
    }
}
