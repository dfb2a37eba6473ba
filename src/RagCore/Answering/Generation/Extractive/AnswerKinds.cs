using System.Collections.Frozen;
using ChatOpsBot.RagCore.Answering.Sentences;
using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.Answering.Generation.Extractive;

/// <summary>Tells the kind of answer from the words of a question, and whether a sentence holds words of that kind.</summary>
internal static class AnswerKinds
{
    private static readonly FrozenSet<string> Measures = FrozenSet.Create(
        StringComparer.Ordinal, "many", "much", "long", "old", "far", "often", "fast", "quickly", "soon", "early", "late", "high", "large", "big", "tall", "deep", "wide");

    private static readonly FrozenSet<string> AskingVerbs = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "take", "takes", "find", "mean", "means", "happen", "happens", "know", "tell", "explain", "explains", "explained", "describe", "describes",
        "described", "called", "according", "mentioned", "outlined", "stated", "detailed", "provided", "regarding", "concerning", "considering");

    private static readonly FrozenSet<string> AmountNouns = FrozenSet.Create(
        StringComparer.Ordinal, "percentage", "cost", "costs", "price", "limit", "amount", "rate", "maximum", "minimum", "number", "fee", "allowance", "budget");

    private static readonly FrozenSet<string> TimeNouns = FrozenSet.Create(
        StringComparer.Ordinal, "year", "date", "day", "month", "century", "decade", "time", "deadline");

    private static readonly FrozenSet<string> HowVerbs = FrozenSet.Create(
        StringComparer.Ordinal, "do", "can", "to", "should", "would", "must", "could", "does", "did", "is", "are");

    private static readonly FrozenSet<string> Calendar = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december", "monday", "tuesday",
        "wednesday", "thursday", "friday", "saturday", "sunday", "mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "daily", "weekly",
        "monthly", "quarterly", "yearly", "annually", "immediately", "noon", "midnight");

    private static readonly FrozenSet<string> Numerals = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty", "thirty", "forty", "fifty",
        "sixty", "hundred", "thousand", "million", "billion", "half", "once", "twice", "double", "third", "quarter", "dozen", "unlimited");

    public static AnswerKind Of(string question)
    {
        var words = Words(question);
        for (var at = 0; at < words.Length; at++)
        {
            var next = at + 1 < words.Length ? words[at + 1] : string.Empty;
            var kind = Of(words[at], next);
            if (kind != AnswerKind.Any)
            {
                return kind;
            }
        }

        return words.Any(AmountNouns.Contains) ? AnswerKind.Amount : AnswerKind.Any;
    }

    /// <summary>Says whether the sentence holds an answer of this kind that the question does not already hold.</summary>
    public static bool Fits(AnswerKind kind, Sentence sentence, string question) => kind switch
    {
        AnswerKind.Amount => Tokens(sentence.Text).Any(word => (word.Any(char.IsDigit) || Numerals.Contains(word)) && IsNew(word, question)),
        AnswerKind.Time => Tokens(sentence.Text).Any(word => (word.Any(char.IsDigit) || Calendar.Contains(word)) && IsNew(word, question)),
        AnswerKind.Person or AnswerKind.Place => Tokens(sentence.Text).Skip(1).Any(word => char.IsUpper(word[0]) && IsNew(word, question)),
        _ => false,
    };

    /// <summary>Says whether a word belongs to the way of asking and not to what is asked about.</summary>
    public static bool IsScaffold(string question, Token word)
    {
        var text = question.AsSpan(word.Start, word.End - word.Start);
        var before = question.AsSpan(0, word.Start).TrimEnd();
        return AskingVerbs.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text)
            || (Measures.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text) && before.EndsWith("how", StringComparison.OrdinalIgnoreCase));
    }

    private static AnswerKind Of(string word, string next) => word switch
    {
        "how" when Measures.Contains(next) => AnswerKind.Amount,
        "how" when HowVerbs.Contains(next) => AnswerKind.Steps,
        "when" => AnswerKind.Time,
        "who" or "whom" or "whose" => AnswerKind.Person,
        "where" => AnswerKind.Place,
        "what" or "which" when TimeNouns.Contains(next) => AnswerKind.Time,
        "what" or "which" when AmountNouns.Contains(next) => AnswerKind.Amount,
        "steps" or "instructions" => AnswerKind.Steps,
        _ => AnswerKind.Any,
    };

    private static bool IsNew(string word, string question) => !question.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static string[] Words(string text)
        => text.ToLowerInvariant().Split([' ', '\t', '\n', '\r', ',', '?', '!', '.', ';', ':', '-', '(', ')', '"'], StringSplitOptions.RemoveEmptyEntries);

    private static string[] Tokens(string text)
        => text.Split([' ', '\t', '\n', ',', '?', '!', ';', '(', ')', '"', '|', '·'], StringSplitOptions.RemoveEmptyEntries);
}
