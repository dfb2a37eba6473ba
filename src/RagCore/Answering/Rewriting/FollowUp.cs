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

    /// <summary>It is a question word alone: "why?", "since when?", "after how many days?"</summary>
    BareQuestion,

    /// <summary>It measures something by what was said: "is Lisbon faster?"</summary>
    Comparison,
}

/// <summary>A message as a follow-up.</summary>
/// <param name="Kind">How it leans on what was said.</param>
/// <param name="Words">Its words without "and", "what about", "please" and the like.</param>
internal sealed record FollowUp(FollowUpKind Kind, IReadOnlyList<string> Words)
{
    private const int LongestFragment = 8;
    private const int LongestPronounQuestion = 12;
    private const int MostOwnTopic = 3;
    private const int LongestBareQuestion = 4;
    private const int LongestComparison = 8;
    private const int LongestAskedFragment = 3;

    private static readonly string[][] Openers =
    [
        ["and", "what", "about"], ["and", "how", "about"], ["what", "about"], ["how", "about"], ["same", "for"], ["and", "also"], ["and"], ["or"], ["but"], ["also"], ["then"],
    ];

    private static readonly string[][] Closers = [["as", "well"], ["too"], ["please"], ["thanks"], ["then"]];

    public static FollowUp Read(string text)
    {
        var words = Wording.Words(text);
        if (OtherTongues.QuestionOf(words) is { } question)
        {
            return new FollowUp(FollowUpKind.BareQuestion, question.Split(' '));
        }

        if (words.Count is > 1 and <= LongestFragment && OtherTongues.IsOpener(words[0]))
        {
            var named = OtherTongues.English(words.Skip(1));
            return OtherTongues.QuestionOf(named) is { } asked
                ? new FollowUp(FollowUpKind.BareQuestion, asked.Split(' '))
                : new FollowUp(named.Count == 0 ? FollowUpKind.StandsAlone : FollowUpKind.Fragment, named);
        }

        if (NamesItsOwn(text))
        {
            return new FollowUp(FollowUpKind.StandsAlone, words);
        }

        var opener = Openers.FirstOrDefault(candidate => StartsWith(words, candidate)) ?? [];
        var closer = Closers.FirstOrDefault(candidate =>
            words.Count > opener.Length + candidate.Length && words.TakeLast(candidate.Length).SequenceEqual(candidate, StringComparer.OrdinalIgnoreCase)) ?? [];
        var rest = words.Skip(opener.Length).SkipLast(closer.Length).ToList();
        var leans = opener.Length > 0 || closer is ["too"] or ["as", _] || (rest.Count <= LongestAskedFragment && text.TrimEnd().EndsWith('?'));
        return new FollowUp(KindOf(rest, leans), rest);
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
        return words.Count > 0 && (points || !asks || Correction.Read(text) is not null || words.Count(Wording.IsTelling) < MostOwnTopic);
    }

    private static FollowUpKind KindOf(List<string> words, bool leans)
    {
        if (words.Count == 0)
        {
            return FollowUpKind.StandsAlone;
        }

        var asks = words.Take(3).Any(Wording.Questions.Is) || Wording.Auxiliaries.Is(words[0]);
        if (asks && IsBare(words))
        {
            return FollowUpKind.BareQuestion;
        }

        if (asks && HasPronoun(words))
        {
            return FollowUpKind.Pronoun;
        }

        if (Compares(words))
        {
            return FollowUpKind.Comparison;
        }

        return !asks && (leans || Wording.Prepositions.Is(words[0])) && words.Count <= LongestFragment ? FollowUpKind.Fragment : FollowUpKind.StandsAlone;
    }

    // A question word, with a word to count or a preposition at most: "when exactly", "after how many hours".
    private static bool IsBare(List<string> words)
        => words.Count <= LongestBareQuestion && !HasPronoun(words) && words.Any(Wording.Questions.Is) && !words.Exists(Wording.Auxiliaries.Is)
            && words.Count(word => Wording.IsTelling(word) && !Wording.Prepositions.Is(word)) <= (words.Exists(Wording.Comparing.Is) ? 0 : 1);

    // Long questions name both sides themselves.
    private static bool Compares(List<string> words)
        => words.Count <= LongestComparison && words.Exists(Wording.Comparing.Is) && words.Count(word => Wording.IsTelling(word) && !Wording.Comparing.Is(word)) <= MostOwnTopic;

    // "How long does it take to get a laptop?" names its own topic: its "it" points forward.
    private static bool HasPronoun(List<string> words)
        => words.Count <= LongestPronounQuestion && words.Skip(1).Any(Wording.Pronouns.Is) && words.Count(Wording.IsTelling) <= MostOwnTopic && !PointsForward(words);

    // "What about contractor timesheets, when are they due?" says itself who "they" are.
    private static bool NamesItsOwn(string text)
        => text.LastIndexOf(',') is > 0 and var comma && Wording.Words(text[..comma]).Count(Wording.IsTelling) > 1 && Wording.Words(text[comma..]).Exists(Wording.Pronouns.Is);

    private static bool PointsForward(List<string> words)
    {
        var pronoun = words.FindIndex(word => word is "it" or "there");
        return pronoun >= 0 && words.Skip(pronoun + 1).Any(Wording.IsTelling) && words.Skip(pronoun + 1).Any(word => word is "to" or "that");
    }

    private static bool StartsWith(List<string> words, string[] opener)
        => words.Count > opener.Length && opener.Zip(words).All(pair => string.Equals(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase));
}
