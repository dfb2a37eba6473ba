namespace ChatOpsBot.RagCore.Answering.Rewriting;

/// <summary>How a message leans on what was said before.</summary>
internal enum FollowUpKind
{
    /// <summary>It does not.</summary>
    StandsAlone,

    /// <summary>It names what takes another's place: "and for contractors?", "what about Lisbon?"</summary>
    Fragment,

    /// <summary>It asks about something by a pronoun: "how much is it?"</summary>
    Pronoun,

    /// <summary>It is a question word alone: "why?", "since when?"</summary>
    BareQuestion,
}

/// <summary>A message as a follow-up.</summary>
/// <param name="Kind">How it leans on what was said.</param>
/// <param name="Words">Its words without "and", "what about" and the like.</param>
internal sealed record FollowUp(FollowUpKind Kind, IReadOnlyList<string> Words)
{
    private const int LongestFragment = 8;
    private const int LongestPronounQuestion = 12;
    private const int MostOwnTopic = 2;
    private const int LongestBareQuestion = 3;

    private static readonly string[][] Openers =
    [
        ["and", "what", "about"], ["and", "how", "about"], ["what", "about"], ["how", "about"], ["same", "for"], ["and", "also"], ["and"], ["or"], ["but"], ["also"], ["then"],
    ];

    public static FollowUp Read(string text)
    {
        var words = Wording.Words(text);
        var opener = Openers.FirstOrDefault(candidate => StartsWith(words, candidate)) ?? [];
        var rest = words.Skip(opener.Length).ToList();
        return new FollowUp(KindOf(rest, opener), rest);
    }

    /// <summary>
    /// Says whether a message may lean on what was said before, also in ways the rules cannot read. Only a whole English question that names its own
    /// topic and points at nothing does not.
    /// </summary>
    public static bool MayLean(string text)
    {
        var words = Wording.Words(text);
        var asks = words.Take(3).Any(Wording.Questions.Is) || (words.Count > 0 && Wording.Auxiliaries.Is(words[0]));
        var points = words.Any(word => Wording.Pronouns.Is(word) || Wording.Comparing.Is(word)) || Openers.Any(opener => StartsWith(words, opener));
        return words.Count > 0 && (points || !asks || words.Count(Wording.IsTelling) <= MostOwnTopic);
    }

    private static FollowUpKind KindOf(List<string> words, string[] opener)
    {
        if (words.Count == 0)
        {
            return FollowUpKind.StandsAlone;
        }

        var asks = words.Take(3).Any(Wording.Questions.Is) || Wording.Auxiliaries.Is(words[0]);
        if (asks)
        {
            return IsBare(words) ? FollowUpKind.BareQuestion : HasPronoun(words) ? FollowUpKind.Pronoun : FollowUpKind.StandsAlone;
        }

        var leans = opener.Length > 0 || Wording.Prepositions.Is(words[0]);
        return leans && words.Count <= LongestFragment ? FollowUpKind.Fragment : FollowUpKind.StandsAlone;
    }

    private static bool IsBare(List<string> words) => words.Count <= LongestBareQuestion && words.TrueForAll(word => Wording.Prepositions.Is(word) || !Wording.IsTelling(word)) && !HasPronoun(words);

    // "How long does it take to get a laptop?" names its own topic: its "it" points forward.
    private static bool HasPronoun(List<string> words)
        => words.Count <= LongestPronounQuestion && words.Skip(1).Any(Wording.Pronouns.Is) && words.Count(Wording.IsTelling) <= MostOwnTopic && !PointsForward(words);

    private static bool PointsForward(List<string> words)
    {
        var pronoun = words.FindIndex(word => word is "it" or "there");
        return pronoun >= 0 && words.Skip(pronoun + 1).Any(Wording.IsTelling) && words.Skip(pronoun + 1).Any(word => word is "to" or "that" or "if");
    }

    private static bool StartsWith(List<string> words, string[] opener)
        => words.Count > opener.Length && opener.Zip(words).All(pair => string.Equals(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase));
}
