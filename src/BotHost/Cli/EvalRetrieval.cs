using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ChatOpsBot.RagCore.Evaluation;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Dense;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using Spectre.Console;

namespace ChatOpsBot.BotHost.Cli;

/// <summary><c>eval retrieval</c>: measures rankings over one set by its files, or over several by their folders.</summary>
internal static class EvalRetrieval
{
    // The same files give the same significance.
    private const int ComparisonSeed = 1;

    private static readonly Option<FileInfo> Corpus = new Option<FileInfo>("--corpus") { Description = "corpus.jsonl of a BEIR set." }.AcceptExistingOnly();
    private static readonly Option<FileInfo> Queries = new Option<FileInfo>("--queries") { Description = "queries.jsonl of the set." }.AcceptExistingOnly();
    private static readonly Option<FileInfo> Qrels = new Option<FileInfo>("--qrels") { Description = "qrels.tsv of the set." }.AcceptExistingOnly();
    private static readonly Option<DirectoryInfo[]> Sets = new Option<DirectoryInfo[]>("--set")
    {
        Description = "A folder with corpus.jsonl, queries.jsonl and qrels.tsv, in place of naming the files; can be given several times.",
    }.AcceptExistingOnly();

    private static readonly Option<bool> Hybrid = new("--hybrid") { Description = "Searches by words and meaning, with the embedding model that is configured." };
    private static readonly Option<FileInfo> PerQuery = new("--per-query") { Description = "Writes what was measured for each question to this file, a line of JSON each." };
    private static readonly Option<FileInfo> Against = new Option<FileInfo>("--against")
    {
        Description = "Compares with an earlier file of --per-query: mean difference and its significance.",
    }.AcceptExistingOnly();

    private static readonly Option<FileInfo> History = EvalCommand.History();
    private static readonly Option<string> Split = EvalCommand.Split();
    private static readonly Option<bool> Json = EvalCommand.Json();

    public static Command Create()
    {
        var command = new Command("retrieval", "nDCG@10, recall@100, MRR@10, build time and latency over BEIR sets.")
        {
            Corpus, Queries, Qrels, Sets, Split, Hybrid, PerQuery, Against, History, Json,
        };
        command.Validators.Add(RequireOneForm);
        command.SetAction((parsed, cancellationToken) => EvalCommand.GuardAsync(
            () => parsed.GetValue(Sets) is { Length: > 0 } sets ? RunSetsAsync(parsed, sets, cancellationToken) : RunOneAsync(parsed, cancellationToken)));
        return command;
    }

    private static void RequireOneForm(CommandResult result)
    {
        Option[] files = [Corpus, Queries, Qrels];
        if (result.GetResult(Sets) is null)
        {
            if (files.Where(file => result.GetResult(file) is null).Select(file => file.Name).ToArray() is { Length: > 0 } missing)
            {
                result.AddError($"Name the set with --set FOLDER, or its files; missing: {string.Join(", ", missing)}.");
            }
        }
        else if (files.Append(PerQuery).Append(Against).FirstOrDefault(option => result.GetResult(option) is not null) is { } one)
        {
            result.AddError($"{one.Name} is about one set that is named by its files; leave it out, or --set.");
        }
    }

    private static async Task RunOneAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var data = await BeirReader.ReadAsync(
            parsed.GetValue(Corpus)!.FullName, parsed.GetValue(Queries)!.FullName, parsed.GetValue(Qrels)!.FullName, cancellationToken);
        var report = await MeasureAsync(parsed, data, "Asking", cancellationToken);
        if (parsed.GetValue(Against) is { } earlier)
        {
            report = report with { Against = PairedComparison.Of(await QueryResultFile.ReadAsync(earlier.FullName, cancellationToken), report.Results, new Random(ComparisonSeed)) };
        }

        if (parsed.GetValue(PerQuery) is { } results)
        {
            await QueryResultFile.WriteAsync(results.FullName, report.Results, cancellationToken);
        }

        await EvalCommand.KeepAsync(parsed.GetValue(History), parsed.GetValue(Corpus)!.Directory!.Name, report, cancellationToken);
        EvalCommand.Print(report, parsed.GetValue(Json));
    }

    private static async Task RunSetsAsync(ParseResult parsed, DirectoryInfo[] folders, CancellationToken cancellationToken)
    {
        var reports = new OrderedDictionary<string, RetrievalReport>(StringComparer.Ordinal);
        foreach (var folder in folders)
        {
            var data = await BeirReader.ReadAsync(folder.FullName, cancellationToken);
            var report = await MeasureAsync(parsed, data, folder.Name, cancellationToken);
            if (!reports.TryAdd(folder.Name, report))
            {
                throw new DataSetException($"Two sets are called {folder.Name}; their folders need different names.");
            }

            await EvalCommand.KeepAsync(parsed.GetValue(History), folder.Name, report, cancellationToken);
        }

        var all = SetsReport.Of(reports);
        if (parsed.GetValue(Json))
        {
            ConsoleJson.Write(all);
            return;
        }

        AnsiConsole.Write(Table(all));
    }

    private static async Task<RetrievalReport> MeasureAsync(ParseResult parsed, BeirDataSet data, string title, CancellationToken cancellationToken)
    {
        var evaluation = new RetrievalEvaluation(TimeProvider.System);
        var asked = data.Only(EvalCommand.PartOf(parsed, Split));
        if (!parsed.GetValue(Hybrid))
        {
            return await EvalCommand.WithProgressAsync(title, parsed.GetValue(Json), progress => evaluation.RunAsync(asked, progress, cancellationToken));
        }

        // An index of its own: the corpus is the set, whatever knowledge is configured.
        await using var services = ConsoleServices.Build();
        if (services.GetService<HybridIndex>() is not { } hybrid)
        {
            throw new DataSetException("--hybrid needs an embedding model: set Models:Embedding:Provider and what belongs to it.");
        }

        var whole = new WholeHybridIndex(hybrid, services.GetRequiredService<VectorBackfill>(), services.GetRequiredService<EmbeddingHealth>());
        return await EvalCommand.WithProgressAsync(
            title,
            parsed.GetValue(Json),
            progress => evaluation.RunAsync(asked, whole, services.GetRequiredService<LexicalIndex>(), progress, cancellationToken));
    }

    private static Table Table(SetsReport all)
    {
        var table = new Table().AddColumns("set", "questions", "nDCG@10", "dev", "test", "recall@100", "MRR@10", "p50 ms", "p99 ms").Border(TableBorder.Simple);
        foreach (var (name, set) in all.Sets)
        {
            table.AddRow(
                Markup.Escape(name),
                set.Queries.ToString(CultureInfo.InvariantCulture),
                Text(set.NdcgAt10),
                Text(set.Dev?.NdcgAt10),
                Text(set.Test?.NdcgAt10),
                Text(set.RecallAt100),
                Text(set.MrrAt10),
                Text(set.LatencyMs.P50),
                Text(set.LatencyMs.P99));
        }

        var mean = all.Mean;
        return table.AddRow("mean", "", Text(mean.NdcgAt10), Text(mean.DevNdcgAt10), Text(mean.TestNdcgAt10), Text(mean.RecallAt100), Text(mean.MrrAt10), "", "");
    }

    private static string Text(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "-";
}
