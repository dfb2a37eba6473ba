using System.Numerics.Tensors;
using ChatOpsBot.RagCore.Answering.Citations.Claims;
using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.Answering.Caching;

/// <summary>
/// The questions answered last, by meaning. Two are alike only if besides they state the same numbers, names and denials, and no word of one is a
/// slight change of a word of the other: "salary of Ann" and "salary of Anna" are close in meaning and worlds apart (L-15). Bounded. Thread-safe.
/// </summary>
internal sealed class AlikeQuestions
{
    private const int MostQuestions = 512;
    private const int SlightChange = 2;

    private readonly Lock _gate = new();
    private readonly LinkedList<Known> _byAge = new();

    public void Add(string partition, string question, ReadOnlyMemory<float> vector, string key)
    {
        lock (_gate)
        {
            if (_byAge.Count >= MostQuestions)
            {
                _byAge.RemoveLast();
            }

            _byAge.AddFirst(new Known(partition, question, vector, key));
        }
    }

    /// <summary>Returns the keys of the answers to questions that are alike, the closest first.</summary>
    public IReadOnlyList<string> Find(string partition, string question, ReadOnlyMemory<float> vector, double least)
    {
        List<Known> candidates;
        lock (_gate)
        {
            candidates = [.. _byAge.Where(known => known.Partition == partition && known.Vector.Length == vector.Length)];
        }

        return
        [
            .. from known in candidates
               let similarity = TensorPrimitives.CosineSimilarity(known.Vector.Span, vector.Span)
               where similarity >= least && AreTold(known.Question, question)
               orderby similarity descending
               select known.Key,
        ];
    }

    /// <summary>Says whether two questions state the same numbers, names, conditions and denials.</summary>
    internal static bool AreTold(string left, string right)
    {
        var (leftTerms, rightTerms) = (TermsOf(left), TermsOf(right));
        return DetailsOf(left).SetEquals(DetailsOf(right))
            && !leftTerms.Except(rightTerms).Any(term => rightTerms.Except(leftTerms).Any(other => IsSlightChange(term, other)));
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

    private static HashSet<string> TermsOf(string question)
        => TextAnalyzer.Analyze(question).Select(token => token.Term).Where(term => !TextAnalyzer.IsStopWord(term)).ToHashSet(StringComparer.Ordinal);

    private static bool IsSlightChange(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > SlightChange)
        {
            return false;
        }

        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var current = new int[right.Length + 1];
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var swap = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(swap, Math.Min(previous[j], current[j - 1]) + 1);
            }

            previous = current;
        }

        return previous[^1] <= SlightChange;
    }

    private sealed record Known(string Partition, string Question, ReadOnlyMemory<float> Vector, string Key);
}
