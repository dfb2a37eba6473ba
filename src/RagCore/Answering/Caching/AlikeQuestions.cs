using System.Collections.Frozen;
using System.Numerics.Tensors;
using ChatOpsBot.RagCore.Answering.Citations;
using ChatOpsBot.RagCore.Answering.Citations.Claims;
using ChatOpsBot.RagCore.Answering.Rewriting;
using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.Answering.Caching;

/// <summary>
/// The questions answered last, by meaning. Two are alike only if besides they say the same in the same order, but for words that only ask, inflection and
/// synonyms: "salary of peter" and "salary of paula" are close in meaning and worlds apart, and nothing tells that these are names (L-15). Bounded.
/// Thread-safe.
/// </summary>
internal sealed class AlikeQuestions
{
    private const int MostQuestions = 512;

    // A longer one is a story, and is told twice by nobody.
    private const int LongestQuestion = 500;

    private static readonly FrozenSet<string> Asking = FrozenSet.Create(
        StringComparer.Ordinal,
        "a", "an", "the", "of", "do", "does", "did", "is", "are", "be", "get", "gets", "got", "have", "has", "there", "what", "which", "please", "number", "amount", "total");

    private readonly Lock _gate = new();
    private readonly LinkedList<Known> _byAge = new();

    public void Add(string partition, string question, ReadOnlyMemory<float> vector, string key)
    {
        if (question.Length > LongestQuestion)
        {
            return;
        }

        var known = new Known(partition, Told.By(question), vector, key);
        lock (_gate)
        {
            if (_byAge.Count >= MostQuestions)
            {
                _byAge.RemoveLast();
            }

            _byAge.AddFirst(known);
        }
    }

    /// <summary>Returns the keys of the answers to questions that are alike, the closest first.</summary>
    public IReadOnlyList<string> Find(string partition, string question, ReadOnlyMemory<float> vector, double least)
    {
        if (question.Length > LongestQuestion)
        {
            return [];
        }

        List<Known> candidates;
        lock (_gate)
        {
            candidates = [.. _byAge.Where(known => known.Partition == partition && known.Vector.Length == vector.Length)];
        }

        var told = Told.By(question);
        return
        [
            .. from known in candidates
               let similarity = TensorPrimitives.CosineSimilarity(known.Vector.Span, vector.Span)
               where similarity >= least && known.Told.IsSame(told)
               orderby similarity descending
               select known.Key,
        ];
    }

    /// <summary>Says whether two questions say the same, and state the same numbers, names, conditions and denials.</summary>
    internal static bool AreTold(string left, string right) => Told.By(left).IsSame(Told.By(right));

    /// <summary>What a question tells.</summary>
    /// <param name="Words">What it is about, in order.</param>
    /// <param name="Details">Its numbers, names, conditions and denials.</param>
    private sealed record Told(IReadOnlyList<string> Words, HashSet<string> Details)
    {
        public static Told By(string question) => new(WordsOf(question), DetailsOf(question));

        public bool IsSame(Told other) => Words.SequenceEqual(other.Words, StringComparer.Ordinal) && Details.SetEquals(other.Details);

        private static List<string> WordsOf(string question)
        {
            var words = Wording.Words(question).ConvertAll(FoldedText.Fold);
            var told = new List<string>();
            for (var at = 0; at < words.Count; at++)
            {
                if (words[at] is "how" && at + 1 < words.Count && words[at + 1] is "many" or "much")
                {
                    // "How many days of leave" and "how much leave" ask the same.
                    at += at + 2 < words.Count && UnitWords.Of(words[at + 2]) is not null ? 2 : 1;
                }
                else if (!Asking.Contains(words[at]))
                {
                    told.Add(words[at].All(char.IsLetter) ? SameMeaning.TermOf(words[at], TextLanguage.English) : words[at]);
                }
            }

            return told;
        }

        private static HashSet<string> DetailsOf(string question)
        {
            var read = Reading.Of(question, TextLanguage.English);
            return
            [
                .. read.Quantities.Select(quantity => $"number {quantity.Key} {quantity.Bound}"),
                .. read.Denied.Select((_, index) => $"denial {index}"),
                .. read.Marks.Select(mark => $"mark {mark.Mark}"),
                .. NamesOf(question),
            ];
        }

        // The first word of a question has a capital letter for no other reason than that.
        private static IEnumerable<string> NamesOf(string question)
            => from token in TextAnalyzer.Analyze(question).Skip(1)
               where char.IsUpper(question[token.Start]) || question.AsSpan(token.Start, token.End - token.Start).IndexOfAnyInRange('0', '9') >= 0
               select $"name {token.Term}";
    }

    private sealed record Known(string Partition, Told Told, ReadOnlyMemory<float> Vector, string Key);
}
