using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.Answering.Generation.Extractive;

/// <summary>
/// Tells names in a question by their capital letters. Nothing is told by them where most words have one, as in a headline, where all letters are
/// capital, or in German, which writes every noun so.
/// </summary>
internal sealed class CapitalizedWords
{
    private readonly HashSet<int> _starts;

    private CapitalizedWords(HashSet<int> starts) => _starts = starts;

    public static CapitalizedWords Read(string question, IReadOnlyList<IReadOnlyList<Token>> words)
    {
        var capitals = words.Where((word, index) => index > 0 && IsCapitalized(question, word[0])).Select(word => word[0].Start).ToHashSet();
        return new CapitalizedWords(capitals.Count * 2 > words.Count ? [] : capitals);
    }

    public bool Holds(Token word) => _starts.Contains(word.Start);

    private static bool IsCapitalized(string question, Token word)
        => char.IsUpper(question[word.Start]) && question.AsSpan(word.Start, word.End - word.Start).ContainsAnyInRange('a', 'z') && !IsFirstOfSentence(question.AsSpan(0, word.Start).TrimEnd());

    private static bool IsFirstOfSentence(ReadOnlySpan<char> before) => before.Length == 0 || before[^1] is '.' or '?' or '!' or ':' or '"' or '\u201C';
}
