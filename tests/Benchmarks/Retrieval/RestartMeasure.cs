using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using ChatOpsBot.RagCore.Knowledge.Lexical.Snapshots;

namespace ChatOpsBot.Benchmarks.Retrieval;

/// <summary>Keeps an index on the disk and opens it in a process of its own, as a restart does.</summary>
internal static class RestartMeasure
{
    private const string Name = "open";
    private const int Limit = 10;
    private const int Rounds = 3;

    /// <summary>The command of the other process: opens a folder, asks one question, prints seconds and what was found.</summary>
    public static Command Create()
    {
        var folder = new Argument<string>("folder");
        var question = new Argument<string>("question");
        var command = new Command(Name, "Opens a kept index and asks it one question.") { folder, question };
        command.SetAction((parsed, cancellation) => OpenAsync(parsed.GetValue(folder)!, parsed.GetValue(question)!, cancellation));
        return command;
    }

    /// <summary>Returns what it took.</summary>
    /// <exception cref="InvalidOperationException">The opened index answers otherwise than the one that was kept.</exception>
    public static async Task<IReadOnlyList<(string What, string Value)>> RunAsync(LexicalIndex index, ScaleWorld world, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("snapshot").FullName;
        try
        {
            var started = Stopwatch.GetTimestamp();
            await Folder(folder).SaveAsync(index.Capture(), ReadOnlyMemory<byte>.Empty, cancellationToken);
            var saved = Stopwatch.GetElapsedTime(started);
            var bytes = Directory.GetFiles(folder).Sum(file => new FileInfo(file).Length);
            var lines = new List<(string, string)>
            {
                ("snapshot: save, s", saved.TotalSeconds.ToString("F2", CultureInfo.InvariantCulture)),
                ("snapshot: bytes/passage", (bytes / world.Documents.Length).ToString(CultureInfo.InvariantCulture)),
            };
            var expected = await FirstAnswerAsync(index, world.Questions[0], cancellationToken);
            for (var round = 1; round <= Rounds; round++)
            {
                var output = await OtherProcessAsync(folder, world.Questions[0], cancellationToken);
                lines.Add(($"restart: open / to the first answer, s ({round})", output[0]));
                if (output[1] != expected)
                {
                    throw new InvalidOperationException("The opened index answers otherwise.");
                }
            }

            return lines;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> OpenAsync(string folder, string question, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var index = new LexicalIndex();
        var kept = await Folder(folder).OpenAsync(cancellationToken) ?? throw new InvalidOperationException("Nothing was kept.");
        await index.RestoreAsync(kept.Tenants.Values, cancellationToken);
        var opened = Stopwatch.GetElapsedTime(started);
        var found = await FirstAnswerAsync(index, question, cancellationToken);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{opened.TotalSeconds:F2} / {Stopwatch.GetElapsedTime(started).TotalSeconds:F2}"));
        await Console.Out.WriteLineAsync(found);
        return 0;
    }

    private static async Task<string> FirstAnswerAsync(LexicalIndex index, string question, CancellationToken cancellationToken)
    {
        var found = await index.SearchAsync(question, ScaleWorld.Filters[0].Filter, Limit, cancellationToken);
        return string.Join(' ', found.Select(passage => string.Create(CultureInfo.InvariantCulture, $"{passage.Chunk.Document.Id}:{passage.Score:R}:{passage.Chunk.Text.Length}")));
    }

    private static async Task<string[]> OtherProcessAsync(string folder, string question, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(RestartMeasure).Assembly.Location);
        }

        foreach (var argument in new[] { Name, folder, question })
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? output.Split('\n') : throw new InvalidOperationException("The other process failed.");
    }

    private static SnapshotFolder Folder(string path) => new(path, Guid.Empty, new TimeOrderedIdGenerator(TimeProvider.System));
}
