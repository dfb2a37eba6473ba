namespace ChatOpsBot.RagCore.Answering.Rewriting;

/// <summary>A question taken apart: "How many days / do / employees in Leeds / get".</summary>
/// <param name="Words">All its words.</param>
/// <param name="Auxiliary">Where its auxiliary stands; -1 when it has none near the start.</param>
internal sealed record QuestionShape(IReadOnlyList<string> Words, int Auxiliary)
{
    private const int FurthestAuxiliary = 9;

    public static QuestionShape Read(string question)
    {
        var words = Wording.Words(question);
        var starts = words.Count > 0 && (Wording.Questions.Is(words[0]) || Wording.Auxiliaries.Is(words[0]) || (words.Count > 1 && Wording.Questions.Is(words[1])));
        return new QuestionShape(words, starts ? words.Take(FurthestAuxiliary).ToList().FindIndex(Wording.Auxiliaries.Is) : -1);
    }

    /// <summary>Gets what stands before the auxiliary: "How many days".</summary>
    public IReadOnlyList<string> Head => Auxiliary < 0 ? [] : [.. Words.Take(Auxiliary)];

    /// <summary>Returns the range of the subject: between the auxiliary and the last word, which is the verb, or up to a preposition.</summary>
    public (int From, int To)? Subject()
    {
        var from = Auxiliary + 1;
        if (Auxiliary < 0 || from >= Words.Count)
        {
            return null;
        }

        var preposition = Words.Skip(from + 1).TakeWhile(word => !Wording.Prepositions.Is(word) && !Wording.Auxiliaries.Is(word) && word != "be").Count() + from + 1;
        var isCopula = Words[Auxiliary] is "is" or "are" or "was" or "were" && Head.Count == 1;
        var to = preposition < Words.Count || isCopula ? preposition : Words.Count - 1;
        return to > from ? (from, to) : null;
    }

    /// <summary>Gets a value indicating whether another question word can take the place of what stands before the auxiliary.</summary>
    public bool HasPlainHead => Head.Count == 1 || (Head.Count == 2 && Head[0].Equals("how", StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns what the person wants to do, when the question asks whether they may: "park in Lisbon" for "Can I park in Lisbon?"</summary>
    public string? Action()
        => Auxiliary >= 0 && Auxiliary + 2 < Words.Count && Words[Auxiliary + 1].ToUpperInvariant() is "I" or "WE" or "YOU" or "ONE"
            ? string.Join(' ', Words.Skip(Auxiliary + 2))
            : null;

    /// <summary>Returns what the question is about, as a noun phrase; null when it has none that can be told.</summary>
    public string? Topic()
    {
        if (Auxiliary < 0 || Subject() is not var (from, to) || Action() is not null)
        {
            return null;
        }

        var isDefinition = Head.Count == 1 && Head[0].ToUpperInvariant() is "WHAT" or "WHICH" && Words[Auxiliary] is "is" or "are" or "was" or "were";
        return string.Join(' ', Words.Skip(from).Take((isDefinition ? Words.Count : to) - from));
    }

    /// <summary>Returns the words that carry the meaning, for when nothing better is known.</summary>
    public string Gist() => string.Join(' ', Words.Where(Wording.IsTelling));
}
