using ChatOpsBot.RagCore.Answering.Reranking;

namespace ChatOpsBot.RagCore.UnitTests.Answering;

/// <summary>Keeps the search's order.</summary>
internal static class NoReranking
{
    public static PassageReranking Create() => new(reranker: null, new MeasuredStep().Step, candidates: 24);
}
