using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Answering.Reranking;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOpsBot.RagCore.UnitTests.Answering;

/// <summary>Keeps the search's order.</summary>
internal static class NoReranking
{
    public static PassageReranking Create() => new(reranker: null, Step("rerank"), candidates: 24);

    public static OptionalStep Step(string name, TimeProvider? time = null)
        => new(name, TimeSpan.FromSeconds(3), new OptionalStepMetrics(new TestMeters()), time ?? new FixedTimeProvider(), NullLogger<OptionalStep>.Instance);
}
