using System.CommandLine;
using System.Globalization;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge.Loading;
using Spectre.Console;

namespace ChatOpsBot.BotHost.Cli;

/// <summary><c>ingest</c>: puts originals into the document store, which the serving process watches.</summary>
internal static class IngestCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("path") { Description = "A file, or a folder with everything below it." };
        var tenant = new Option<string>("--tenant") { Description = "The organisation that owns the documents.", DefaultValueFactory = _ => TenantId.Default.Value };
        var readers = new Option<string>("--readers")
        {
            Description = "The groups that may read them, separated by commas.",
            DefaultValueFactory = _ => Principals.Everyone,
        };
        readers.Validators.Add(result =>
        {
            if (Names(result.GetValueOrDefault<string>()).Length == 0)
            {
                result.AddError("--readers names nobody; list groups, or leave it out so that everyone may read.");
            }
        });
        var command = new Command("ingest", "Puts documents into the document store; one result per file.") { path, tenant, readers };
        command.SetAction((parsed, cancellationToken) => ConsoleServices.RunAsync(
            (services, token) => IngestAsync(
                services, parsed.GetValue(path)!, new TenantId(parsed.GetValue(tenant)!), Names(parsed.GetValue(readers)), token),
            cancellationToken));
        return command;
    }

    private static string[] Names(string? list) => list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static async Task<int> IngestAsync(
        IServiceProvider services, string path, TenantId tenant, string[] readers, CancellationToken cancellationToken)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var started = time.GetTimestamp();
        var ingestion = services.GetRequiredService<DocumentIngestion>();
        var plan = ingestion.Plan(path);
        var results = await ConsoleServices.ErrorConsole().Progress().StartAsync(async progress =>
        {
            var task = progress.AddTask("Reading", maxValue: Math.Max(1, plan.Paths.Count));
            return await ingestion.RunAsync(plan, tenant, readers, new Steps(task), cancellationToken);
        });
        var elapsed = time.GetElapsedTime(started).TotalSeconds;
        var documents = results.SelectMany(result => result.Flatten()).ToArray();
        foreach (var result in documents)
        {
            Console.WriteLine($"{result.Outcome,-14} {result.Path}{(result.Outcome is LoadOutcome.Loaded ? string.Empty : $": {result.Reason}")}");
        }

        Summarize(documents);
        var kept = results.Count(result => result.Outcome is LoadOutcome.Loaded);
        Console.WriteLine($"{kept} of {results.Count} files kept for {string.Join(", ", readers)} of {tenant}.");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Read in {elapsed:F1} s, {results.Count / elapsed:F0} files a second."));
        return kept == results.Count ? 0 : 1;
    }

    private static void Summarize(IEnumerable<LoadResult> documents)
    {
        var table = new Table().AddColumns("outcome", "documents").Border(TableBorder.Simple);
        foreach (var (outcome, count) in documents.CountBy(result => result.Outcome).OrderBy(counted => counted.Key))
        {
            table.AddRow(outcome.ToString(), count.ToString(CultureInfo.InvariantCulture));
        }

        AnsiConsole.Write(table);
    }

    private sealed class Steps(ProgressTask task) : IProgress<LoadResult>
    {
        public void Report(LoadResult value) => task.Increment(1);
    }
}
