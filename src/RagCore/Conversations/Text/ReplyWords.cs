namespace ChatOpsBot.RagCore.Conversations.Text;

/// <summary>What the bot says around replies in its own words, the same on every platform.</summary>
public static class ReplyWords
{
    /// <summary>Shown while the turn runs.</summary>
    public const string Searching = "Searching the documents…";

    /// <summary>Heads the list of sources.</summary>
    public const string Sources = "Sources";

    /// <summary>Stands before a note of an answer.</summary>
    public const string Note = "Note:";

    /// <summary>Heads a reply without evidence.</summary>
    public const string NothingFound = "I found nothing in the documents that answers this.";

    /// <summary>Stands before the question as it was understood.</summary>
    public const string QuestionAsUnderstood = "Your question as I understood it:";

    /// <summary>Stands before what was searched.</summary>
    public const string Searched = "Searched:";

    /// <summary>Asks for one of several readings.</summary>
    public const string ChooseReading = "Reply here with the one you mean.";

    /// <summary>Says how well the sources support an answer.</summary>
    public static string Support(Confidence confidence) => confidence switch
    {
        Confidence.High => "Well supported by the sources",
        Confidence.Medium => "Partly supported: check the sources",
        _ => "Weakly supported: please read the sources",
    };

    /// <summary>Says how the sentences of an answer came about.</summary>
    public static string Origin(AnswerMode mode) => mode is AnswerMode.Model
        ? "Written by AI, each statement checked against a quote"
        : "Quoted from the sources";

    /// <summary>Says how people voted; null when nobody has.</summary>
    public static string? Tally(VoteTally votes) => votes.Up + votes.Down == 0 ? null : $"👍 {votes.Up}  👎 {votes.Down}";

    /// <summary>Says since when a source is in force.</summary>
    public static string InForceSince(DateOnly date) => $"in force since {date.ToString("d MMMM yyyy", System.Globalization.CultureInfo.InvariantCulture)}";

    /// <summary>Says which part of several this is.</summary>
    public static string Part(int number, int count) => $"Part {number} of {count}";
}
