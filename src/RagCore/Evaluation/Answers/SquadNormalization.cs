using System.Text;

namespace ChatOpsBot.RagCore.Evaluation.Answers;

/// <summary>The normalisation of the SQuAD evaluation: lower case, no punctuation, no articles, single spaces.</summary>
internal static class SquadNormalization
{
    public static string Normalize(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (!IsAsciiPunctuation(character))
            {
                kept.Append(char.ToLowerInvariant(character));
            }
        }

        var words = kept.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(word => word is not ("a" or "an" or "the"));
        return string.Join(' ', words);
    }

    /// <summary>Says whether a normalised answer stands as whole words in a normalised text.</summary>
    public static bool Holds(string text, string answer)
        => answer.Length > 0 && $" {text} ".Contains($" {answer} ", StringComparison.Ordinal);

    private static bool IsAsciiPunctuation(char character) => char.IsAscii(character) && (char.IsPunctuation(character) || char.IsSymbol(character));
}
