using System.Globalization;

namespace ChatOpsBot.RagCore.Conversations.Text;

/// <summary>What is said around replies and depends on more than its values: a plural, a date, how sure an answer is.</summary>
public static class ReplyPhrases
{
    /// <summary>Says how well the sources support an answer.</summary>
    public static string Support(this Phrases words, Confidence confidence) => words[confidence switch
    {
        Confidence.High => Phrase.SupportHigh,
        Confidence.Medium => Phrase.SupportMedium,
        _ => Phrase.SupportLow,
    }];

    /// <summary>Says how the sentences of an answer came about.</summary>
    public static string Origin(this Phrases words, AnswerMode mode) => words[mode is AnswerMode.Model ? Phrase.OriginModel : Phrase.OriginQuoted];

    /// <summary>Says how people voted; null when nobody has. The same in every language.</summary>
    public static string? Tally(VoteTally votes) => votes.Up + votes.Down == 0 ? null : $"👍 {votes.Up}  👎 {votes.Down}";

    /// <summary>Says which part of several this is.</summary>
    public static string Part(this Phrases words, int number, int count)
        => words.Say(Phrase.Part, ("number", words.Number(number)), ("count", words.Number(count)));

    /// <summary>Says a text for one or for several, <c>{count}</c> being how many.</summary>
    public static string Count(this Phrases words, int count, Phrase one, Phrase other, params ReadOnlySpan<(string Name, string Value)> values)
        => words.Say(count == 1 ? one : other, [("count", words.Number(count)), .. values]);

    /// <summary>Says since when a source is in force.</summary>
    public static string InForceSince(this Phrases words, DateOnly date) => words.Say(Phrase.InForceSince, ("date", words.Date(date)));

    /// <summary>Writes a date in words.</summary>
    public static string Date(this Phrases words, DateOnly date)
        => words.Say(Phrase.Date, ("day", words.Day(date)), ("month", words.Month(date)), ("year", date.Year.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Writes a date of this year in words.</summary>
    public static string DayAndMonth(this Phrases words, DateOnly date) => words.Say(Phrase.DayAndMonth, ("day", words.Day(date)), ("month", words.Month(date)));

    /// <summary>Writes a number with the language's sign between thousands.</summary>
    public static string Number(this Phrases words, int number)
    {
        var sign = words.Language switch
        {
            "de" or "es" => ".",
            "fr" => "\u00A0",
            _ => ",",
        };
        return number.ToString("N0", CultureInfo.InvariantCulture).Replace(",", sign, StringComparison.Ordinal);
    }

    /// <summary>Puts a text into quotation marks.</summary>
    public static string Quoted(this Phrases words, string text) => words.Say(Phrase.Quoted, ("text", text));

    // The first of a month is counted in French, the other days are not.
    private static string Day(this Phrases words, DateOnly date)
        => date.Day.ToString(CultureInfo.InvariantCulture) + (words.Language == "fr" && date.Day == 1 ? "er" : string.Empty);

    private static string Month(this Phrases words, DateOnly date) => words[Phrase.Months].Split('|')[date.Month - 1];
}
