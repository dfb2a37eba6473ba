using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.Answering.Generation.Extractive;

/// <summary>One word of a question that a good passage should hold.</summary>
/// <param name="Whole">The term; an identifier such as "err_4012" whole.</param>
/// <param name="Parts">The parts of an identifier with their rarity; one for a plain word.</param>
/// <param name="Weight">How much of the question hangs on it.</param>
internal sealed record QuestionTerm(string Whole, IReadOnlyList<(string Term, double Rarity)> Parts, double Weight)
{
    // "call" for "on-call" is nearly it; "err" for "err_4012" is not.
    private const double WordsOfCompound = 0.95;
    private const double PartsOfIdentifier = 0.4;

    /// <summary>Gets the words that may stand for it, best first, with how far each is trusted.</summary>
    public IReadOnlyList<(string Term, double Trust)> Variants { get; init; } = [];

    /// <summary>Gets a value indicating whether it is written as a name: with a capital letter where a common word has none.</summary>
    public bool IsName { get; init; }

    /// <summary>Gets a value indicating whether nothing else can stand for it: a code such as "err_4012", a year.</summary>
    public bool IsExact => Whole.Any(char.IsAsciiDigit) && (Whole.Any(char.IsLetter) || Whole is ['1' or '2', _, _, _]);

    /// <summary>Says how much of the term stands among the terms, from 0 to 1.</summary>
    public double MatchIn(TermBag bag)
    {
        if (bag.Contains(Whole) || bag.Contains(Joined(Whole)))
        {
            return 1;
        }

        var standIn = Variants.Where(variant => bag.Contains(variant.Term)).Select(variant => variant.Trust).DefaultIfEmpty().Max();
        return Parts.Count == 1 ? standIn : Math.Max(standIn, MatchOfParts(bag));
    }

    /// <summary>Says whether the whole term stands in a sentence or above it.</summary>
    public bool StandsIn(ReadPassage passage, int index)
        => passage.Terms[index].Contains(Whole) || passage.Headings.Contains(Whole) || passage.Title.Contains(Whole);

    public static string Joined(string term) => term.IndexOfAny(['-', '_', '.']) < 0 ? term : string.Concat(term.Split('-', '_', '.'));

    /// <summary>Returns tokens that are one word: an identifier comes with its parts; pairs of characters that overlap are words of their own.</summary>
    public static IEnumerable<IReadOnlyList<Token>> Words(IReadOnlyList<Token> tokens)
    {
        var at = 0;
        while (at < tokens.Count)
        {
            var end = tokens[at].End;
            var word = tokens.Skip(at).TakeWhile(token => token.Start < end && token.End <= end).ToList();
            yield return word;
            at += word.Count;
        }
    }

    private double MatchOfParts(TermBag bag)
    {
        var share = Parts.Sum(part => bag.Contains(part.Term) ? part.Rarity : 0) / Math.Max(double.Epsilon, Parts.Sum(part => part.Rarity));
        return share * (Whole.Any(char.IsAsciiDigit) ? PartsOfIdentifier : WordsOfCompound);
    }
}
