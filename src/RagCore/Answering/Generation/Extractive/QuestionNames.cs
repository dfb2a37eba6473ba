namespace ChatOpsBot.RagCore.Answering.Generation.Extractive;

/// <summary>What a question picks one of several like documents by.</summary>
internal sealed class QuestionNames
{
    private readonly HashSet<string> _asked;
    private readonly IReadOnlySet<string> _names;

    private QuestionNames(IReadOnlyList<QuestionTerm> qualifiers, HashSet<string> asked, IReadOnlySet<string> names)
    {
        (Qualifiers, _asked, _names) = (qualifiers, asked, names);
    }

    /// <summary>Gets the words that stand in some of the titles found and not in all.</summary>
    public IReadOnlyList<QuestionTerm> Qualifiers { get; }

    public static QuestionNames Read(QuestionProfile profile, IReadOnlyList<ReadPassage> passages)
    {
        var qualifiers = profile.Terms.Where(term => passages.Any(Bears(term)) && !passages.All(Bears(term)));
        return new QuestionNames([.. qualifiers], profile.Words, ProperNames.In(passages));
    }

    /// <summary>Says whether the title bears another name in place of one that the question picks a document by: Rotterdam for Leeds.</summary>
    public bool IsRivalled(ReadPassage passage, int index)
        => Qualifiers.Any(term => _names.Contains(term.Whole) && !term.StandsIn(passage, index))
            && passage.Title.Terms.Any(term => _names.Contains(term) && !_asked.Contains(term));

    private static Func<ReadPassage, bool> Bears(QuestionTerm term) => passage => passage.Title.Contains(term.Whole);
}
