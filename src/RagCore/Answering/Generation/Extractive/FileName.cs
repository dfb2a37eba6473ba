using System.Collections.Frozen;
using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.Answering.Generation.Extractive;

/// <summary>Knows the endings of file names, which say nothing about what is asked: "according to Travel_Policy.pdf".</summary>
internal static class FileName
{
    // A whole, what it is called, and its ending.
    private const int FewestTokens = 3;

    private static readonly FrozenSet<string> Extensions = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "pdf", "doc", "docx", "ppt", "pptx", "xls", "xlsx", "csv", "md", "txt", "htm", "html");

    /// <summary>Returns the parts of a word that is made of several, without the ending when it is the name of a file. Never none.</summary>
    /// <param name="word">The whole and then its parts.</param>
    public static IEnumerable<Token> WithoutExtension(IReadOnlyList<Token> word)
    {
        var last = word[^1].Term;
        var isFile = word.Count >= FewestTokens && Extensions.Contains(last) && word[0].Term.EndsWith($".{last}", StringComparison.Ordinal);
        return word.Skip(1).Take(word.Count - (isFile ? 2 : 1));
    }
}
