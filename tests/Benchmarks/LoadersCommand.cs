using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge.Loading;
using ChatOpsBot.TestKit.Files;
using Spectre.Console;

namespace ChatOpsBot.Benchmarks;

/// <summary><c>loaders</c>: reads every hostile file in a process of its own and prints the outcome, the time and the memory.</summary>
internal static class LoadersCommand
{
    private const double Megabyte = 1 << 20;

    private static readonly KnowledgeSource Source = new("/tmp", "Hostile", TenantId.Default, ["everyone"], BaseUrl: null, IdPrefix: string.Empty);

    public static Command Create()
    {
        var file = new Option<FileInfo?>("--file") { Description = "Reads only this file, in this process." };
        var command = new Command("loaders", "Exits with 0 when every hostile file has an outcome that is right for it.") { file };
        command.SetAction((parsed, cancellation) => parsed.GetValue(file) is { } one ? ReadAsync(one.FullName, cancellation) : RunAsync(cancellation));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("hostile").FullName;
        var table = new Table().Border(TableBorder.Ascii).AddColumns("file", "what", "outcome", "ms", "MB above the start");
        var isRight = true;
        try
        {
            foreach (var hostile in HostileCases.All)
            {
                var path = Path.Combine(folder, hostile.Name);
                await File.WriteAllBytesAsync(path, hostile.Bytes(), cancellationToken);
                var found = await OtherProcessAsync(path, cancellationToken);
                isRight &= found.Length == 3 && hostile.Outcomes.Contains(found[0]);
                table.AddRow([hostile.Name, hostile.Attack, .. found.Length == 3 ? found : ["the process ended", "–", "–"]]);
                File.Delete(path);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        AnsiConsole.Write(table);
        return isRight ? 0 : 1;
    }

    private static async Task<int> ReadAsync(string path, CancellationToken cancellationToken)
    {
        // What the first file of a process costs is the process's, not the file's.
        DocumentLoader.Load(Source, "warm" + Path.GetExtension(path), "x"u8.ToArray());
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        var before = Peak();
        var started = Stopwatch.GetTimestamp();
        var outcome = DocumentLoader.Load(Source, Path.GetFileName(path), bytes).Outcome;
        var took = Stopwatch.GetElapsedTime(started);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{outcome}\n{took.TotalMilliseconds:F0}\n{Peak() - before:F0}"));
        return 0;
    }

    private static double Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / Megabyte;
    }

    private static async Task<string[]> OtherProcessAsync(string path, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["loaders", "--file", path]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
