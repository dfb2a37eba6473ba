using System.Diagnostics.Metrics;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Dense;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using ChatOpsBot.TestKit.Logging;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Dense;

/// <summary>A hybrid index over a model in process, with its parts at hand.</summary>
internal sealed class HybridFixture : IDisposable
{
    private readonly ServiceProvider _metrics = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ILoggerFactory _loggers;

    public HybridFixture(TimeProvider? time = null)
    {
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(Logs));
        var clock = time ?? TimeProvider.System;
        var metrics = new DenseMetrics(_metrics.GetRequiredService<IMeterFactory>(), Dense);
        Health = new EmbeddingHealth(metrics, clock, _loggers.CreateLogger<EmbeddingHealth>());
        Backfill = new VectorBackfill(Dense, new PassageEmbedder(Model, Health, _loggers.CreateLogger<PassageEmbedder>()), Health, clock);
        Index = new HybridIndex(Lexical, Dense, Backfill, new QuestionEmbedder(Model, Health, metrics, clock));
    }

    public RecordingLogs Logs { get; } = new();

    public WordGenerator Model { get; } = new();

    public LexicalIndex Lexical { get; } = new();

    public DenseIndex Dense { get; } = new();

    public HybridIndex Index { get; }

    public VectorBackfill Backfill { get; }

    public EmbeddingHealth Health { get; }

    /// <summary>Adds documents and waits for their vectors.</summary>
    public async Task AddAsync(params Document[] documents)
    {
        await Index.UpsertAsync(documents, CancellationToken.None);
        await SettleAsync();
    }

    public Task SettleAsync() => Eventually.HoldsAsync(() => Task.FromResult(Dense.WaitingCount == 0));

    public Task<IReadOnlyList<Passage>> FindAsync(string question, int limit = 10, AccessFilter? access = null)
        => Index.SearchAsync(question, access ?? Documents.Everyone, limit, CancellationToken.None);

    public void Dispose()
    {
        Backfill.Dispose();
        Index.Dispose();
        Lexical.Dispose();
        _loggers.Dispose();
        _metrics.Dispose();
    }
}
