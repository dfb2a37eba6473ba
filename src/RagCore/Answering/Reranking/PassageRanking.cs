using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Lexical.Searching;

namespace ChatOpsBot.RagCore.Answering.Reranking;

/// <summary>Puts passages in an order that came from outside. What comes out is what went in, whatever the order says.</summary>
internal static class PassageRanking
{
    /// <summary>
    /// Returns the passages in the order given; those it does not name follow in the order they had. The scores stay and are given out anew,
    /// because answers weigh passages by them. A replaced document still stands behind the one that replaced it.
    /// </summary>
    public static IReadOnlyList<Passage> Apply(IReadOnlyList<Passage> passages, IReadOnlyList<int> order)
    {
        var numbers = order.Where(number => number >= 0 && number < passages.Count).Concat(Enumerable.Range(0, passages.Count)).Distinct();
        var scores = passages.Select(passage => passage.Score).OrderDescending();
        var ordered = Supersession.KeepBehind([.. numbers.Zip(scores, (number, score) => passages[number] with { Score = score })]);
        return [.. ordered.OrderByDescending(passage => passage.Score)];
    }
}
