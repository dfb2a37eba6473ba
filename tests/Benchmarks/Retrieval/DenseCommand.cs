using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using ChatOpsBot.RagCore.Knowledge.Dense;
using ChatOpsBot.TestKit.Vectors;
using Spectre.Console;

namespace ChatOpsBot.Benchmarks.Retrieval;

/// <summary><c>dense</c>: the exact search over vectors, beside the memory bandwidth it could have at most.</summary>
internal static class DenseCommand
{
    private const int Found = 10;
    private const int Clusters = 1_000;
    private const int AdmittedOneIn = 10;

    public static Command Create()
    {
        var vectors = new Option<int>("--vectors") { Description = "How many vectors.", DefaultValueFactory = _ => 100_000 };
        var dimensions = new Option<int>("--dimensions") { Description = "Their dimensions.", DefaultValueFactory = _ => 384 };
        var queries = new Option<int>("--queries") { Description = "How many queries.", DefaultValueFactory = _ => 100 };
        var command = new Command("dense", "Latency and recall of the search over vectors, with and without a filter, on one thread.") { vectors, dimensions, queries };
        command.SetAction(parsed => Run(parsed.GetValue(vectors), parsed.GetValue(dimensions), parsed.GetValue(queries)));
        return command;
    }

    private static int Run(int count, int dimensions, int queries)
    {
        var vectors = ClusteredVectors.Make(count, dimensions, Clusters, seed: 1);
        var asked = ClusteredVectors.Make(queries, dimensions, Clusters, seed: 1, noiseSeed: 2);
        var set = new VectorSet(vectors, dimensions);
        var admitted = new ulong[(count + 63) / 64];
        for (var number = 0; number < count; number += AdmittedOneIn)
        {
            admitted[number / 64] |= 1UL << (number % 64);
        }

        var table = new Table().AddColumns("what", "value");
        var (all, recall) = Measure(set, vectors, asked, [], _ => true);
        var (filtered, filteredRecall) = Measure(set, vectors, asked, admitted, number => number % AdmittedOneIn == 0);
        table.AddRow("exact over bytes, all: p50 / p99 ms, recall@10", Describe(all, recall));
        table.AddRow("exact over bytes, one in ten admitted: p50 / p99 ms, recall@10", Describe(filtered, filteredRecall));

        var bandwidth = Bandwidth(vectors);
        var read = (double)count * dimensions / (all[all.Length / 2] / 1_000);
        table.AddRow("memory read by one thread, GB/s", Number(bandwidth / 1e9));
        table.AddRow("read by the search, GB/s (share of it)", $"{Number(read / 1e9)} ({Number(100 * read / bandwidth)} %)");
        AnsiConsole.Write(table);
        return 0;
    }

    private static (double[] Sorted, double Recall) Measure(VectorSet set, float[] vectors, float[] asked, ulong[] admitted, Func<int, bool> isAdmitted)
    {
        var (scratch, found) = (new VectorScratch(), new VectorMatch[Found]);
        var latencies = new double[asked.Length / set.Dimensions];
        var hits = 0;
        for (var round = 0; round < 2; round++)
        {
            for (var number = 0; number < latencies.Length; number++)
            {
                var query = asked.AsSpan(number * set.Dimensions, set.Dimensions);
                var started = Stopwatch.GetTimestamp();
                var count = set.Search(query, admitted, scratch, found);
                latencies[number] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                if (round == 1)
                {
                    var expected = ClusteredVectors.Exact(vectors, query, set.Count).Where(isAdmitted).Take(Found);
                    hits += expected.Intersect(found[..count].Select(match => match.Number)).Count();
                }
            }
        }

        Array.Sort(latencies);
        return (latencies, (double)hits / (latencies.Length * Found));
    }

    /// <summary>Adds up all values three times and takes the fastest: the most that one thread can read.</summary>
    private static double Bandwidth(float[] vectors)
    {
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < 3; round++)
        {
            var started = Stopwatch.GetTimestamp();
            _ = TensorPrimitives.Sum<float>(vectors);
            best = TimeSpan.FromTicks(Math.Min(best.Ticks, Stopwatch.GetElapsedTime(started).Ticks));
        }

        return vectors.Length * sizeof(float) / best.TotalSeconds;
    }

    private static string Describe(double[] sorted, double recall)
        => string.Create(CultureInfo.InvariantCulture, $"{sorted[sorted.Length / 2]:F2} / {sorted[sorted.Length * 99 / 100]:F2}, {recall:F3}");

    private static string Number(double value) => value.ToString("F1", CultureInfo.InvariantCulture);
}
