using System.CommandLine;
using ChatOpsBot.BotHost.Hosting;
using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Evaluation;
using ChatOpsBot.RagCore.Evaluation.Answers;
using ChatOpsBot.RagCore.Knowledge;
using Spectre.Console;

namespace ChatOpsBot.BotHost.Cli;

/// <summary><c>eval</c>: measures retrieval and answers over data sets.</summary>
internal static class EvalCommand
{
    // The same files give the same significance.
    private const int ComparisonSeed = 1;

    public static Command Create() => new("eval", "Measures retrieval and answers over data sets.") { Retrieval(), Answers() };

    private static Command Retrieval()
    {
        var corpus = new Option<FileInfo>("--corpus") { Description = "corpus.jsonl of a BEIR set.", Required = true }.AcceptExistingOnly();
        var queries = new Option<FileInfo>("--queries") { Description = "queries.jsonl of the set.", Required = true }.AcceptExistingOnly();
        var qrels = new Option<FileInfo>("--qrels") { Description = "qrels.tsv of the set.", Required = true }.AcceptExistingOnly();
        var perQuery = new Option<FileInfo>("--per-query") { Description = "Writes what was measured for each question to this file, a line of JSON each." };
        var against = new Option<FileInfo>("--against") { Description = "Compares with an earlier file of --per-query: mean difference and its significance." }.AcceptExistingOnly();
        var history = new Option<FileInfo>("--history") { Description = "Adds the report to this file as a line of JSON, with its time." };
        var json = Json();
        var command = new Command("retrieval", "nDCG@10, recall@100, MRR@10, build time and latency over a BEIR set.") { corpus, queries, qrels, perQuery, against, history, json };
        command.SetAction((parsed, cancellationToken) => GuardAsync(async () =>
        {
            var data = await BeirReader.ReadAsync(
                parsed.GetValue(corpus)!.FullName, parsed.GetValue(queries)!.FullName, parsed.GetValue(qrels)!.FullName, cancellationToken);
            var report = await WithProgressAsync(
                "Asking", parsed.GetValue(json), progress => new RetrievalEvaluation(TimeProvider.System).RunAsync(data, progress, cancellationToken));
            if (parsed.GetValue(against) is { } earlier)
            {
                report = report with { Against = PairedComparison.Of(await QueryResultFile.ReadAsync(earlier.FullName, cancellationToken), report.Results, new Random(ComparisonSeed)) };
            }

            if (parsed.GetValue(perQuery) is { } results)
            {
                await QueryResultFile.WriteAsync(results.FullName, report.Results, cancellationToken);
            }

            await KeepAsync(parsed.GetValue(history), parsed.GetValue(corpus)!.Directory!.Name, report, cancellationToken);
            Print(report, parsed.GetValue(json));
        }));
        return command;
    }

    private static Command Answers()
    {
        var squad = new Option<FileInfo>("--squad") { Description = "A SQuAD v2 file.", Required = true }.AcceptExistingOnly();
        var history = new Option<FileInfo>("--history") { Description = "Adds the report to this file as a line of JSON, with its time." };
        var json = Json();
        var command = new Command("answers", "Hit rate, abstention and citation validity over a SQuAD v2 file.") { squad, history, json };
        command.SetAction((parsed, cancellationToken) => GuardAsync(async () =>
        {
            var report = await WithProgressAsync(
                "Answering", parsed.GetValue(json), progress => AnswersAsync(parsed.GetValue(squad)!, progress, cancellationToken));
            await KeepAsync(parsed.GetValue(history), parsed.GetValue(squad)!.Name, report, cancellationToken);
            Print(report, parsed.GetValue(json));
        }));
        return command;
    }

    // An index of its own: the corpus is the file, whatever knowledge is configured.
    private static async Task<AnswerReport> AnswersAsync(FileInfo squad, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var file = await SquadReader.ReadAsync(squad.FullName, cancellationToken);
        await using var services = ConsoleServices.Build();
        var evaluation = new AnswerEvaluation(
            services.GetRequiredService<IKnowledgeIndex>(), services.GetRequiredService<IQuestionAnswerer>(), services.GetRequiredService<IAnswerThreshold>(), TimeProvider.System);
        return await evaluation.RunAsync(file, progress, cancellationToken);
    }

    private static Task KeepAsync<T>(FileInfo? history, string set, T report, CancellationToken cancellationToken)
        => history is null ? Task.CompletedTask : EvaluationHistory.AppendAsync(history.FullName, set, report, TimeProvider.System.GetUtcNow(), cancellationToken);

    private static Option<bool> Json() => new("--json") { Description = "Prints one JSON object." };

    private static async Task<int> GuardAsync(Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (DataSetException fault)
        {
            return ConsoleServices.Refuse([fault.Message]);
        }
        catch (Exception exception) when (StartFaults.Of(exception) is { } faults)
        {
            return ConsoleServices.Refuse(faults);
        }
    }

    private static async Task<T> WithProgressAsync<T>(string title, bool quiet, Func<IProgress<double>?, Task<T>> run)
    {
        if (quiet)
        {
            return await run(null);
        }

        return await ConsoleServices.ErrorConsole().Progress().StartAsync(async progress =>
        {
            var task = progress.AddTask(title, maxValue: 1);
            var result = await run(new Progress<double>(share => task.Value = share));
            task.Value = 1;
            return result;
        });
    }

    private static void Print<T>(T report, bool json)
    {
        if (json)
        {
            ConsoleJson.Write(report);
            return;
        }

        var table = new Table().AddColumns("measure", "value").Border(TableBorder.Simple);
        foreach (var (name, value) in Measures.Of(report))
        {
            table.AddRow(name, value);
        }

        AnsiConsole.Write(table);
    }
}
