using System.Collections.Frozen;
using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.Answering.Citations;

/// <summary>The names a text states: words with a capital letter inside a sentence, abbreviations and identifiers.</summary>
internal static class StatedNames
{
    private static readonly FrozenSet<string> Openers = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "yes", "no", "according", "both", "i");

    /// <summary>Returns the terms that must stand in the evidence.</summary>
    public static IEnumerable<string> In(string statement)
        => from token in TextAnalyzer.Analyze(statement)
           where IsName(statement, token) && !TextAnalyzer.IsStopWord(token.Term) && !Openers.Contains(statement[token.Start..token.End])
           select token.Term;

    private static bool IsName(string text, Token token)
    {
        var word = text.AsSpan(token.Start, token.End - token.Start);
        return char.IsUpper(word[0]) || (word.IndexOfAnyInRange('0', '9') >= 0 && word.IndexOfAnyInRange('a', 'z') >= 0);
    }
}
