using System.Collections.Frozen;

namespace ChatOpsBot.RagCore.Conversations;

/// <summary>
/// Tells a question to the bot from a remark between colleagues, for messages in the bot's threads that do not mention it. A remark that
/// is taken for a question gets an answer nobody asked for, so only what reads as a question counts.
/// </summary>
public static class FollowUpTalk
{
    private const int LongestWithoutQuestionMark = 300;

    private static readonly FrozenSet<string> Openers = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "who", "what", "what's", "when", "where", "which", "whose", "why", "how", "is", "are", "does", "did", "could", "should", "would", "may", "must",
        "wer", "wie", "wann", "wo", "warum", "welche", "welcher", "welches", "gilt", "darf", "muss",
        "qui", "quand", "où", "pourquoi", "comment", "combien", "quel", "quelle",
        "quién", "cuándo", "dónde", "cómo", "cuánto", "cuántos", "cuál");

    // A colleague who says one of these words alone says it to the bot; a test compares them with the commands there are.
    private static readonly FrozenSet<string> Commands = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "help", "sources", "forget");

    private static readonly string[] FollowUpPhrases = ["and for ", "and in ", "and what ", "and how ", "and when ", "and who ", "and if ", "what about ", "how about ", "und für ", "und in ", "et pour ", "y para "];

    /// <summary>Says whether a message that does not mention the bot reads as a question, a follow-up to one, or a command.</summary>
    public static bool ReadsAsQuestion(string text)
    {
        var said = text.AsSpan().Trim();
        if (EndsWithQuestionMark(said) || Commands.Contains(said.TrimEnd(".!").ToString()))
        {
            return true;
        }

        if (said.IsEmpty || said.Length > LongestWithoutQuestionMark)
        {
            return false;
        }

        var end = said.IndexOfAny(' ', ',', '\n');
        return (end > 0 && Openers.Contains(said[..end].ToString()))
            || FollowUpPhrases.Any(phrase => text.TrimStart().StartsWith(phrase, StringComparison.OrdinalIgnoreCase));
    }

    // Of a sentence, not of an address: nothing of a word follows.
    private static bool EndsWithQuestionMark(ReadOnlySpan<char> said)
    {
        for (var at = 0; at < said.Length; at++)
        {
            if (said[at] is '?' or '？' or '؟' && (at + 1 == said.Length || !char.IsLetterOrDigit(said[at + 1])))
            {
                return true;
            }
        }

        return false;
    }
}
