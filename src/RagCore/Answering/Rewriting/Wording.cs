using System.Collections.Frozen;
using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.Answering.Rewriting;

/// <summary>The small words of English that carry the shape of a question.</summary>
internal static class Wording
{
    public static readonly FrozenSet<string> Questions = Set("what", "which", "who", "whom", "whose", "when", "where", "why", "how");

    public static readonly FrozenSet<string> Auxiliaries = Set(
        "is", "are", "was", "were", "do", "does", "did", "can", "could", "may", "might", "must", "should", "shall", "will", "would", "has", "have", "had");

    public static readonly FrozenSet<string> Prepositions = Set(
        "for", "in", "at", "on", "of", "with", "from", "to", "under", "by", "per", "during", "after", "before", "without", "about", "within", "as", "into", "since", "until", "above", "below",
        "outside", "inside", "over", "between");

    public static readonly FrozenSet<string> Places = Set("in", "at", "outside", "inside", "from", "within");

    public static readonly FrozenSet<string> Articles = Set("a", "an", "the", "my", "our", "your");

    public static readonly FrozenSet<string> Pronouns = Set("it", "they", "them", "that", "this", "those", "these", "there", "he", "she", "him", "her", "its", "their", "one");

    /// <summary>Words that measure one thing by another, which may be one that was named before.</summary>
    public static readonly FrozenSet<string> Comparing = Set(
        "more", "less", "fewer", "most", "least", "longer", "shorter", "faster", "slower", "higher", "lower", "better", "worse", "earlier", "later", "same", "other", "another",
        "different", "difference", "differ", "compared", "versus", "vs", "instead", "else", "too", "either");

    /// <summary>Groups of people, one of which takes the place of another: "and for contractors?"</summary>
    private static readonly FrozenSet<string> People = Set(
        "employees", "contractors", "staff", "managers", "interns", "freelancers", "workers", "visitors", "guests", "customers", "partners", "parents", "apprentices", "directors",
        "leads", "engineers", "students", "trainees", "suppliers", "temps", "consultants", "volunteers", "everyone", "people").Select(Term).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Splits into words without the punctuation around them.</summary>
    public static List<string> Words(string text)
        => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim('?', '!', '¿', '¡', '.', ',', ';', ':', '"', '(', ')', '…')).Where(word => word.Length > 0)];

    public static bool Is(this FrozenSet<string> set, string word) => set.Contains(word);

    public static bool IsPerson(string word) => People.Contains(Term(word));

    public static bool IsPersonTerm(string term) => People.Contains(term);

    public static bool IsTelling(string word) => TextAnalyzer.Analyze(word) is { Count: > 0 } tokens && !TextAnalyzer.IsStopWord(tokens[0].Term);

    public static string Term(string word) => TextAnalyzer.Analyze(word) is { Count: > 0 } tokens ? tokens[0].Term : word;

    /// <summary>Says what a word looks like: words of one shape take each other's place, "Leeds" and "Lisbon", "SEV1" and "SEV3".</summary>
    public static WordShape ShapeOf(string word) => word switch
    {
        _ when word.Any(char.IsAsciiDigit) && word.Any(char.IsLetter) => WordShape.Identifier,
        _ when word.All(char.IsAsciiDigit) => WordShape.Number,
        _ when word.Length > 1 && word.All(char.IsUpper) => WordShape.Abbreviation,
        _ when char.IsUpper(word[0]) => WordShape.Name,
        _ => WordShape.Plain,
    };

    private static FrozenSet<string> Set(params string[] words) => FrozenSet.Create(StringComparer.OrdinalIgnoreCase, words);
}

/// <summary>What a word looks like.</summary>
internal enum WordShape
{
    Plain,
    Name,
    Abbreviation,
    Identifier,
    Number,
}
