using System.CommandLine;
using System.Text.Json.Serialization;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Watching;

namespace ChatOpsBot.BotHost.Cli;

/// <summary><c>knowledge check</c> and <c>knowledge rebuild</c>: whether an index that replicas share holds the documents, and a new one in its place.</summary>
internal static class KnowledgeCommand
{
    private const string NothingShared =
        "Every process keeps its index in its own memory, because Storage:Mode is not Server or Storage:Qdrant:Endpoint is not set: there is nothing to look after, each start reads the documents.";

    public static Command Create() => new("knowledge", "The index that replicas share.") { Check(), Rebuild() };

    private static Command Check()
    {
        var repair = new Option<bool>("--repair") { Description = "Writes what is missing or different and removes what should not be there, then compares again." };
        var json = new Option<bool>("--json") { Description = "Prints one JSON object." };
        var command = new Command("check", "Compares the index with the documents; ends with 1 when they differ. Changes that are being made meanwhile differ too.") { repair, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            (upkeep, services, token) => CheckAsync(upkeep, services, parsed.GetValue(repair), parsed.GetValue(json), token), cancellationToken));
        return command;
    }

    private static Command Rebuild()
    {
        var command = new Command("rebuild", "Fills a new index from the documents, searched once it is whole, and deletes all others of the same name.");
        command.SetAction((_, cancellationToken) => RunAsync(RebuildAsync, cancellationToken));
        return command;
    }

    private static Task<int> RunAsync(Func<IIndexUpkeep, IServiceProvider, CancellationToken, Task<int>> run, CancellationToken cancellationToken)
        => ConsoleServices.RunOnIndexAsync(
            (services, token) => services.GetService<IIndexUpkeep>() is { } upkeep ? run(upkeep, services, token) : Task.FromResult(ConsoleServices.Refuse([NothingShared])),
            cancellationToken);

    private static async Task<int> CheckAsync(IIndexUpkeep upkeep, IServiceProvider services, bool repair, bool json, CancellationToken cancellationToken)
    {
        var reading = await ReadAsync(services, cancellationToken);
        var documents = reading.Documents;
        var check = await upkeep.CheckAsync(documents, cancellationToken);
        if (repair && check.Differences.Count > 0)
        {
            var sure = reading.Sure(check);
            await upkeep.RepairAsync(sure, documents, cancellationToken);
            TellSpared(check.Differences.Count - sure.Differences.Count);
            check = await upkeep.CheckAsync(documents, cancellationToken);
        }

        if (json)
        {
            ConsoleJson.Write(FoundState.Of(check, documents.Count));
        }
        else
        {
            Show(check, documents.Count);
        }

        return check.Differences.Count == 0 ? 0 : 1;
    }

    private static async Task<int> RebuildAsync(IIndexUpkeep upkeep, IServiceProvider services, CancellationToken cancellationToken)
    {
        var reading = await ReadAsync(services, cancellationToken);
        if (reading.NotCrawled is { Count: > 0 } missing)
        {
            return ConsoleServices.Refuse(missing.Select(name => $"The pages of the source {name} were never crawled into Storage:DataPath here, so a new index would be without them. Run this where a replica keeps its data."));
        }

        var documents = reading.Documents;
        await upkeep.RebuildAsync(documents, cancellationToken);
        var check = await upkeep.CheckAsync(documents, cancellationToken);
        Show(check, documents.Count);
        return check.Differences.Count == 0 ? 0 : 1;
    }

    private static async Task<KnowledgeReading> ReadAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var reading = await services.GetRequiredService<KnowledgeLoader>()
            .ReadAsync(services.GetRequiredService<IDocumentStore>(), progress: null, cancellationToken);
        ConsoleServices.TellSkipped(reading.Results);
        return reading;
    }

    private static void TellSpared(int count)
    {
        if (count > 0)
        {
            Console.Error.WriteLine($"{count} documents were left although nothing here holds them: their sources were not read in whole, see above, or their pages were never crawled here.");
        }
    }

    private static void Show(IndexCheck check, int documents)
    {
        foreach (var difference in check.Differences)
        {
            Console.WriteLine($"{NameOf(difference.Kind),-11} {difference.Tenant}  {difference.DocumentId}");
        }

        foreach (var unused in check.Unused)
        {
            Console.WriteLine($"unused      {unused}");
        }

        if (check.WithoutVectors is > 0 and var waiting)
        {
            Console.WriteLine($"{waiting} passages have no vector yet; they are found by words.");
        }

        Console.WriteLine($"{check.Index}: {documents} documents, {check.Differences.Count} differences.");
    }

    private static string NameOf(DifferenceKind kind) => kind.ToString().ToLowerInvariant();

    private sealed record FoundState(
        [property: JsonPropertyName("index")] string Index,
        [property: JsonPropertyName("documents")] int Documents,
        [property: JsonPropertyName("without_vectors")] int? WithoutVectors,
        [property: JsonPropertyName("unused")] IReadOnlyList<string> Unused,
        [property: JsonPropertyName("differences")] IReadOnlyList<FoundDifference> Differences)
    {
        public static FoundState Of(IndexCheck check, int documents)
            => new(check.Index, documents, check.WithoutVectors, check.Unused, [.. check.Differences.Select(FoundDifference.Of)]);
    }

    private sealed record FoundDifference(
        [property: JsonPropertyName("kind")] string Kind,
        [property: JsonPropertyName("tenant")] string Tenant,
        [property: JsonPropertyName("document")] string Document,
        [property: JsonPropertyName("expected")] string? Expected,
        [property: JsonPropertyName("stored")] string? Stored)
    {
        public static FoundDifference Of(IndexDifference difference)
            => new(NameOf(difference.Kind), difference.Tenant.Value, difference.DocumentId, difference.Expected, difference.Stored);
    }
}
