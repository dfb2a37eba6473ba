using System.Diagnostics.Metrics;
using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Answering.Reranking;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOpsBot.TestKit.Models;

/// <summary>Keeps the search's order.</summary>
internal static class NoReranking
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public static PassageReranking Create() => new(
        reranker: null,
        new OptionalStep("rerank", TimeSpan.FromSeconds(3), new OptionalStepMetrics(Services.GetRequiredService<IMeterFactory>()), TimeProvider.System, NullLogger<OptionalStep>.Instance),
        candidates: 24);
}
