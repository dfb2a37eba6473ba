using System.Text;

namespace ChatOpsBot.Benchmarks.Retrieval;

/// <summary>
/// Makes passages with the shape of English text: word frequencies by Zipf and Mandelbrot, a vocabulary that goes on growing, and words of
/// its own that a passage repeats. The same seed makes the same text.
/// </summary>
internal sealed class PassageGenerator
{
    private const int Vocabulary = 600_000;
    private const int Words = 68;
    private const int OwnWords = 10;
    private const double OwnShare = 0.3;
    private const double IdentifierShare = 0.003;
    private const double Exponent = 1.05;
    private const double Shift = 2.7;

    private static readonly string[] Function =
    [
        "the", "of", "and", "to", "a", "in", "is", "that", "for", "it", "was", "on", "with", "as", "be", "by", "at", "this", "are", "from",
        "or", "an", "have", "which", "not", "they", "has", "can", "will", "their", "when", "if", "more", "you", "all", "may", "been", "other",
    ];

    private static readonly string[] Syllables =
    [
        "ba", "con", "der", "fi", "gra", "hol", "in", "jo", "ka", "lem", "mi", "nor", "ob", "per", "qua", "re", "sto", "tan", "ul", "ver",
        "wal", "xe", "yor", "zin", "che", "dra", "est", "fol", "gen", "hy", "ic", "lo", "mar", "net", "or", "pla", "ri", "sub", "ten", "vo",
    ];

    private readonly double[] _cumulative = new double[Vocabulary];
    private readonly Random _random;

    public PassageGenerator(int seed)
    {
        _random = new Random(seed);
        var sum = 0d;
        for (var rank = 0; rank < Vocabulary; rank++)
        {
            sum += 1 / Math.Pow(rank + Shift, Exponent);
            _cumulative[rank] = sum;
        }
    }

    public string NextPassage()
    {
        var own = Enumerable.Range(0, OwnWords).Select(_ => NextContentRank()).ToArray();
        var text = new StringBuilder(512);
        for (var word = 0; word < Words; word++)
        {
            text.Append(word == 0 ? string.Empty : word % 14 == 0 ? ". " : " ").Append(NextWord(own));
        }

        return text.Append('.').ToString();
    }

    /// <summary>Returns a question of twelve words: half of them from the passage, half of them such as stand in every text.</summary>
    public string QuestionAbout(string passage)
    {
        var words = passage.Split([' ', '.'], StringSplitOptions.RemoveEmptyEntries).Where(word => !Function.Contains(word)).ToArray();
        var at = _random.Next(Math.Max(1, words.Length - 6));
        return string.Join(' ', words.Skip(at).Take(6).SelectMany(word => new[] { Function[_random.Next(Function.Length)], word }));
    }

    private static string WordOf(int rank)
    {
        if (rank < Function.Length)
        {
            return Function[rank];
        }

        var word = new StringBuilder();
        for (var rest = rank; rest > 0; rest /= Syllables.Length)
        {
            word.Append(Syllables[rest % Syllables.Length]);
        }

        return word.ToString();
    }

    private string NextWord(int[] own)
    {
        var share = _random.NextDouble();
        return share < IdentifierShare ? $"ERR_{_random.Next(100_000)}"
            : share < IdentifierShare + OwnShare ? WordOf(own[_random.Next(own.Length)])
            : WordOf(NextRank());
    }

    private int NextContentRank()
    {
        while (true)
        {
            if (NextRank() is var rank && rank >= Function.Length)
            {
                return rank;
            }
        }
    }

    private int NextRank()
    {
        var at = Array.BinarySearch(_cumulative, _random.NextDouble() * _cumulative[^1]);
        return Math.Min(at < 0 ? ~at : at, Vocabulary - 1);
    }
}
