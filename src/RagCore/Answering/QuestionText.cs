using System.Text;
using ChatOpsBot.RagCore.Answering.Sentences;

namespace ChatOpsBot.RagCore.Answering;

/// <summary>A question as it can be worked on: bounded, without what cannot be seen, without mentions and line breaks.</summary>
internal static class QuestionText
{
    /// <summary>Returns the clean text and whether something was cut off.</summary>
    public static (string Text, bool IsCut) Clean(string raw, int limit)
    {
        // Bounded before anything else reads it; a pair of surrogates is not taken apart.
        var isCut = raw.Length > limit;
        var end = isCut && char.IsHighSurrogate(raw[limit - 1]) ? limit - 1 : Math.Min(limit, raw.Length);
        var words = InvisibleCharacters.Remove(raw[..end])
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Where(word => !IsMention(word));
        return (WithoutControls(string.Join(' ', words)), isCut);
    }

    // Platforms write mentions as <@U123>, <!channel> or <at>Name</at>; people type @channel.
    private static bool IsMention(string word)
    {
        var bare = word.TrimEnd(',', '.', ':', ';', '?', '!');
        return (bare.Length > 1 && bare[0] == '@' && bare.AsSpan(1).IndexOf('@') < 0)
            || ((bare.StartsWith("<@", StringComparison.Ordinal) || bare.StartsWith("<!", StringComparison.Ordinal)) && bare.EndsWith('>'));
    }

    private static string WithoutControls(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var character in text.Where(character => !char.IsControl(character)))
        {
            kept.Append(character);
        }

        return kept.ToString();
    }
}
