using System.Collections.Frozen;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.Answering.Generation.Extractive;

/// <summary>Says whether a question asks for what used to hold: by a word such as "old", or by a year that only superseded documents name.</summary>
internal static class FormerRules
{
    private static readonly FrozenSet<string> Words = new[] { "old", "former", "formerly", "previous", "previously", "earlier", "superseded", "outdated", "archived" }
        .Select(word => TextAnalyzer.Analyze(word)[0].Term)
        .ToFrozenSet(StringComparer.Ordinal);

    public static bool AreAskedFor(QuestionProfile profile, IReadOnlyList<Passage> passages)
        => profile.Words.Overlaps(Words) || profile.Words.Any(word => IsYear(word) && IsNamedOnlyByFormer(word, passages));

    private static bool IsYear(string word) => word.Length == 4 && word.All(char.IsAsciiDigit) && (word[0] is '1' or '2');

    private static bool IsNamedOnlyByFormer(string year, IReadOnlyList<Passage> passages)
    {
        var naming = passages.Where(passage => passage.Chunk.Document.Title.Contains(year, StringComparison.Ordinal)).ToList();
        return naming.Count > 0 && naming.All(passage => passage.Chunk.Document.IsSuperseded);
    }
}
