using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using ChatOpsBot.RagCore.Knowledge.Lexical.Searching;
using Spectre.Console;

namespace ChatOpsBot.Benchmarks.Retrieval;

/// <summary><c>retrieval</c>: builds the index at several sizes and measures it, in the configuration whose quality is reported.</summary>
internal static class RetrievalCommand
{
    private const int Batch = 65_536;
    private const int Limit = 10;

    public static Command Create()
    {
        var passages = new Option<int[]>("--passages") { Description = "The sizes.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [10_000, 100_000] };
        var queries = new Option<int>("--queries") { Description = "How many different questions.", DefaultValueFactory = _ => 500 };
        var seed = new Option<int>("--seed") { Description = "Makes the text.", DefaultValueFactory = _ => 1 };
        var postgres = new Option<int>("--postgres") { Description = "How many of the questions PostgreSQL's full text search is asked too; 0 for none." };
        var command = new Command("retrieval", "Build rate, size, and latency of the index with and without a reader filter.") { passages, queries, seed, postgres };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(passages)!, parsed.GetValue(queries), parsed.GetValue(seed), parsed.GetValue(postgres), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int[] sizes, int queries, int seed, int postgres, CancellationToken cancellationToken)
    {
        var table = new Table().AddColumns("passages", "what", "value");
        var medians = new List<(double Size, double Milliseconds)>();
        foreach (var size in sizes)
        {
            var world = new ScaleWorld(size, queries, seed);
            using var index = new LexicalIndex();
            var started = Stopwatch.GetTimestamp();
            foreach (var batch in world.Documents.Chunk(Batch))
            {
                await index.UpsertAsync(batch, cancellationToken);
            }

            var build = Stopwatch.GetElapsedTime(started);
            Add(table, size, "build, passages/s", $"{size / build.TotalSeconds:N0}");
            Add(table, size, "index, bytes/passage (text)", $"{(double)index.Bytes / size:F0} ({(double)world.TextBytes / size:F0})");
            foreach (var (share, filter) in ScaleWorld.Filters)
            {
                var latencies = Measure(index, world, filter);
                Add(table, size, $"one thread, {share}: p50 / p99 ms", Describe(latencies));
                if (share == ScaleWorld.Filters[0].Share)
                {
                    medians.Add((size, latencies[latencies.Length / 2]));
                }
            }

            var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => Measure(index, world, ScaleWorld.Filters[0].Filter))));
            Add(table, size, "two threads, 100 %: p50 / p99 ms", Describe([.. both.SelectMany(each => each).Order()]));
            Add(table, size, "bytes allocated/query", $"{Allocated(index, world):F1}");
            foreach (var (what, value) in await RestartMeasure.RunAsync(index, world, cancellationToken))
            {
                Add(table, size, what, value);
            }

            if (postgres > 0)
            {
                await using var peer = await PostgresSearch.StartAsync(world, cancellationToken);
                Add(table, size, "PostgreSQL full text: p50 / p99 ms", Describe(await peer.MeasureAsync(world, postgres, cancellationToken)));
            }
        }

        if (medians.Count > 1)
        {
            var (first, last) = (medians[0], medians[^1]);
            Add(table, 0, "growth exponent of p50", $"{Math.Log(last.Milliseconds / first.Milliseconds) / Math.Log(last.Size / first.Size):F2}");
        }

        AnsiConsole.Write(table);
        return 0;
    }

    /// <summary>Asks every question once to warm up, then once for the record; returns milliseconds, ascending.</summary>
    private static double[] Measure(LexicalIndex index, ScaleWorld world, AccessFilter filter)
    {
        var snapshot = index.SnapshotOf(TenantId.Default)!;
        var latencies = new double[world.Questions.Length];
        for (var round = 0; round < 2; round++)
        {
            for (var number = 0; number < latencies.Length; number++)
            {
                var started = Stopwatch.GetTimestamp();
                PassageSearch.Rank(world.Questions[number], snapshot, filter, Limit);
                latencies[number] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            }
        }

        Array.Sort(latencies);
        return latencies;
    }

    private static double Allocated(LexicalIndex index, ScaleWorld world)
    {
        var snapshot = index.SnapshotOf(TenantId.Default)!;
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var question in world.Questions)
        {
            PassageSearch.Rank(question, snapshot, ScaleWorld.Filters[0].Filter, Limit);
        }

        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / world.Questions.Length;
    }

    private static string Describe(double[] sorted) => string.Create(CultureInfo.InvariantCulture, $"{sorted[sorted.Length / 2]:F2} / {sorted[sorted.Length * 99 / 100]:F2}");

    private static void Add(Table table, int size, string what, FormattableString value)
        => table.AddRow(size == 0 ? string.Empty : size.ToString("N0", CultureInfo.InvariantCulture), what, FormattableString.Invariant(value));

    private static void Add(Table table, int size, string what, string value) => table.AddRow(size.ToString("N0", CultureInfo.InvariantCulture), what, value);
}
