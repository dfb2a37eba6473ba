using System.Collections.Frozen;
using ChatOpsBot.RagCore.Conversations.Text;

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
        "wer", "wem", "wen", "wie", "wann", "wo", "wohin", "woher", "wofür", "womit", "warum", "wieso", "weshalb", "wieviel", "wieviele",
        "welche", "welcher", "welches", "welchen", "welchem", "gilt", "gibt", "darf", "dürfen", "muss", "müssen",
        "qui", "quand", "où", "pourquoi", "comment", "combien", "quel", "quelle", "quels", "quelles", "lequel", "laquelle", "qu'est-ce", "qu’est-ce",
        "est-ce", "puis-je", "peut-on", "dois-je", "doit-on", "faut-il",
        "qué", "quién", "quiénes", "cuándo", "dónde", "adónde", "cómo", "cuánto", "cuánta", "cuántos", "cuántas", "cuál", "cuáles");

    private static readonly string[] FollowUpPhrases =
    [
        "and for ", "and in ", "and what ", "and how ", "and when ", "and who ", "and if ", "what about ", "how about ",
        "und für ", "und in ", "und bei ", "und was ", "und wie ", "und wann ", "und wer ", "und wenn ", "was ist mit ", "was gilt ", "wie sieht es ", "wie steht es ",
        "et pour ", "et en ", "et dans ", "et quel ", "et comment ", "et quand ", "et qui ", "et si ", "qu'en est-il ", "qu’en est-il ",
        "y para ", "y en ", "y qué ", "y cómo ", "y cuándo ", "y quién ", "y si ", "por qué ", "a quién ", "qué pasa con ", "qué hay de ",
    ];

    // Japanese asks at the end, often without a mark.
    private static readonly string[] QuestionEnds = ["ですか", "ますか", "ませんか", "でしょうか", "だろうか", "の場合は", "教えて", "教えてください"];

    /// <summary>Says whether a message that does not mention the bot reads as a question, a follow-up to one, or a command.</summary>
    public static bool ReadsAsQuestion(string text)
    {
        var said = text.AsSpan().Trim();
        if (EndsWithQuestionMark(said) || CommandWords.NameOf(said) is not null)
        {
            return true;
        }

        if (said.IsEmpty || said.Length > LongestWithoutQuestionMark)
        {
            return false;
        }

        var end = said.IndexOfAny(' ', ',', '\n');
        return (end > 0 && Openers.Contains(said[..end].ToString()))
            || EndsAsQuestion(said.TrimEnd("。"))
            || FollowUpPhrases.Any(phrase => text.TrimStart().StartsWith(phrase, StringComparison.OrdinalIgnoreCase));
    }

    private static bool EndsAsQuestion(ReadOnlySpan<char> said)
    {
        foreach (var end in QuestionEnds)
        {
            if (said.EndsWith(end, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
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
