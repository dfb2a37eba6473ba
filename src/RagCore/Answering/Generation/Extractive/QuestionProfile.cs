using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.Answering.Generation.Extractive;

/// <summary>What a question is after: its telling words, their weights and the kind of answer it wants.</summary>
internal sealed class QuestionProfile
{
    // What a question of 4,000 characters asks stands in its first hundred telling words, or nowhere.
    private const int MostTerms = 100;

    // "long" in "how long" and "take" in "how long does it take" ask; they are not asked about.
    private const double ScaffoldShare = 0.3;

    private QuestionProfile(IReadOnlyList<QuestionTerm> terms, AnswerKind kind, HashSet<string> words)
    {
        Terms = terms;
        Kind = kind;
        Words = words;
        TotalWeight = terms.Sum(term => term.Weight);
    }

    public IReadOnlyList<QuestionTerm> Terms { get; }

    public AnswerKind Kind { get; }

    /// <summary>Gets every term of the question, telling or not.</summary>
    public HashSet<string> Words { get; }

    public double TotalWeight { get; }

    /// <summary>Gets a value indicating whether it names anything at all: "what is it?" does not.</summary>
    public bool IsAboutSomething => Terms.Any(term => !TextAnalyzer.IsStopWord(term.Whole));

    public static QuestionProfile Read(string question, Func<string, double> rarity)
    {
        var words = QuestionTerm.Words(TextAnalyzer.Analyze(question)).ToList();
        var language = LanguageOf(words);
        var names = CapitalizedWords.Read(question, words);
        var telling = words.Where(word => !TextAnalyzer.IsStopWord(word[0].Term) && (QuestionLanguages.MaskOf(word[0].Term) & language) == 0).ToList();
        var terms = (telling.Count > 0 ? telling : words)
            .DistinctBy(word => word[0].Term, StringComparer.Ordinal)
            .Take(MostTerms)
            .Select(word => Term(word, rarity, AnswerKinds.IsScaffold(question, word[0]) ? ScaffoldShare : 1) with { IsName = names.Holds(word[0]) });
        return new QuestionProfile(
            [.. terms],
            AnswerKinds.Of(question),
            words.SelectMany(word => word).Select(token => token.Term).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Returns the profile with every term changed.</summary>
    public QuestionProfile With(Func<QuestionTerm, QuestionTerm> change) => new([.. Terms.Select(change)], Kind, Words);

    private static ushort LanguageOf(IReadOnlyList<IReadOnlyList<Token>> words) => QuestionLanguages.Choose(
        [.. words.Select(word => QuestionLanguages.MaskOf(word[0].Term))], words.Count(word => TextAnalyzer.IsStopWord(word[0].Term)));

    private static QuestionTerm Term(IReadOnlyList<Token> word, Func<string, double> rarity, double share)
    {
        var parts = (word.Count == 1 ? word : FileName.WithoutExtension(word))
            .Select(token => (token.Term, rarity(token.Term)))
            .ToList();
        var weight = parts.Where(part => !TextAnalyzer.IsStopWord(part.Term)).Select(part => part.Item2).DefaultIfEmpty(parts[0].Item2).Max();
        return new QuestionTerm(word[0].Term, parts, weight * share);
    }
}
