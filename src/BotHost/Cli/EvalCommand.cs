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
    public static Command Create() => new("eval", "Measures retrieval and answers over data sets.") { EvalRetrieval.Create(), Answers(), EvalCases.Create(), EvalFollowUps.Create() };

    private static Command Answers()
    {
        var squad = new Option<FileInfo>("--squad") { Description = "A SQuAD v2 file.", Required = true }.AcceptExistingOnly();
        var split = Split();
        var history = History();
        var json = Json();
        var command = new Command("answers", "Hit rate, abstention and citation validity over a SQuAD v2 file.") { squad, split, history, json };
        command.SetAction((parsed, cancellationToken) => GuardAsync(async () =>
        {
            var report = await WithProgressAsync(
                "Answering", parsed.GetValue(json), progress => AnswersAsync(parsed.GetValue(squad)!, PartOf(parsed, split), progress, cancellationToken));
            await KeepAsync(parsed.GetValue(history), parsed.GetValue(squad)!.Name, report, cancellationToken);
            Print(report, parsed.GetValue(json));
        }));
        return command;
    }

    // An index of its own: the corpus is the file, whatever knowledge is configured.
    private static async Task<AnswerReport> AnswersAsync(FileInfo squad, QuestionPart part, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var file = await SquadReader.ReadAsync(squad.FullName, cancellationToken);
        await using var services = ConsoleServices.Build();
        var evaluation = new AnswerEvaluation(
            services.GetRequiredService<IKnowledgeIndex>(), services.GetRequiredService<IQuestionAnswerer>(), services.GetRequiredService<IAnswerThreshold>(), TimeProvider.System);
        return await evaluation.RunAsync(file.Only(part), progress, cancellationToken);
    }

    internal static Task KeepAsync<T>(FileInfo? history, string set, T report, CancellationToken cancellationToken)
        => history is null ? Task.CompletedTask : EvaluationHistory.AppendAsync(history.FullName, set, report, TimeProvider.System.GetUtcNow(), cancellationToken);

    internal static Option<bool> Json() => new("--json") { Description = "Prints one JSON object." };

    internal static Option<FileInfo> History() => new("--history") { Description = "Adds the report to this file as a line of JSON, with its time." };

    internal static Option<string> Split() => new Option<string>("--split")
    {
        Description = "Asks only one half of the questions, parted by their ids: dev is for tuning, test for showing.",
        DefaultValueFactory = _ => "all",
    }.AcceptOnlyFromAmong("dev", "test", "all");

    internal static QuestionPart PartOf(ParseResult parsed, Option<string> split) => Enum.Parse<QuestionPart>(parsed.GetValue(split)!, ignoreCase: true);

    internal static async Task<int> GuardAsync(Func<Task> run)
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

    internal static async Task<T> WithProgressAsync<T>(string title, bool quiet, Func<IProgress<double>?, Task<T>> run)
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

    internal static void Print<T>(T report, bool json)
    {
        if (json)
        {
            ConsoleJson.Write(report);
            return;
        }

        var table = new Table().AddColumns("measure", "value").Border(TableBorder.Simple);
        foreach (var (name, value) in Measures.Of(report))
        {
            table.AddRow(new Text(name), new Text(value));
        }

        AnsiConsole.Write(table);
    }
}
