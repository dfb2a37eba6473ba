using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ChatOpsBot.BotHost.Hosting;
using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Evaluation;
using ChatOpsBot.RagCore.Evaluation.FollowUps;
using ChatOpsBot.RagCore.Knowledge;
using Spectre.Console;

namespace ChatOpsBot.BotHost.Cli;

/// <summary><c>eval follow-ups</c>: measures how well questions that lean on their thread are searched.</summary>
internal static class EvalFollowUps
{
    private static readonly Option<FileInfo> Turns = new Option<FileInfo>("--turns")
    {
        Description = "The follow-up questions; those over the sample handbook by default.",
        DefaultValueFactory = _ => Sample("follow-ups.json"),
    }.AcceptExistingOnly();

    private static readonly Option<FileInfo> Rewrites = new Option<FileInfo>("--rewrites")
    {
        Description = "A script of what a model replies to each of them; the sample's by default.",
        DefaultValueFactory = _ => Sample("follow-ups.rewrites.json"),
    }.AcceptExistingOnly();

    private static readonly Option<FileInfo> PerTurn = new("--per-turn") { Description = "Writes what was searched and found for each turn to this file, a line of JSON each." };
    private static readonly Option<FileInfo> History = EvalCommand.History();
    private static readonly Option<string> Split = EvalCommand.Split();
    private static readonly Option<bool> Json = EvalCommand.Json();

    public static Command Create()
    {
        var command = new Command("follow-ups", "Hit rate and MRR of follow-up questions over the configured documents: as typed, rewritten by rules, by a recorded model, by hand.")
        {
            Turns, Rewrites, Split, PerTurn, History, Json,
        };
        command.SetAction((parsed, cancellationToken) => EvalCommand.GuardAsync(() => RunAsync(parsed, cancellationToken)));
        return command;
    }

    /// <summary>Measures over what services hold.</summary>
    internal static Task<FollowUpReport> MeasureAsync(
        IServiceProvider services,
        IReadOnlyList<FollowUpTurn> turns,
        IReadOnlyDictionary<string, IReadOnlyList<string>> rewrites,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
        => new FollowUpEvaluation(
            services.GetRequiredService<IKnowledgeIndex>(), services.GetRequiredService<IQuestionAnswerer>(), services.GetRequiredService<OptionalStepMetrics>(), TimeProvider.System)
            .RunAsync(turns, rewrites, progress, cancellationToken);

    private static FileInfo Sample(string name) => new(Path.Combine(HostFolders.Root, "samples", "evaluation", name));

    private static async Task RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var part = EvalCommand.PartOf(parsed, Split);
        var turns = (await FollowUpFiles.ReadTurnsAsync(parsed.GetValue(Turns)!.FullName, cancellationToken)).Where(turn => part.Holds(turn.Id)).ToArray();
        var rewrites = await FollowUpFiles.ReadRewritesAsync(parsed.GetValue(Rewrites)!.FullName, cancellationToken);
        await using var services = ConsoleServices.Build();
        await ConsoleServices.LoadAsync(services, parsed.GetValue(Json), cancellationToken);
        var report = await EvalCommand.WithProgressAsync("Asking", parsed.GetValue(Json), progress => MeasureAsync(services, turns, rewrites, progress, cancellationToken));

        if (parsed.GetValue(PerTurn) is { } file)
        {
            await WriteAsync(file, report.Results, cancellationToken);
        }

        await EvalCommand.KeepAsync(parsed.GetValue(History), parsed.GetValue(Turns)!.Name, report, cancellationToken);
        Print(report, parsed.GetValue(Json));
    }

    private static async Task WriteAsync(FileInfo file, IEnumerable<FollowUpResult> results, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllLinesAsync(file.FullName, results.Select(result => JsonSerializer.Serialize(result)), cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new DataSetException($"{file.FullName} cannot be written. Name a file in a folder that exists and may be written.");
        }
    }

    private static void Print(FollowUpReport report, bool json)
    {
        if (json)
        {
            ConsoleJson.Write(report);
            return;
        }

        var table = new Table().AddColumns("turns", "number", "way", "hit@1", "hit@5", "MRR@10", "section@5").Border(TableBorder.Simple);
        AddRows(table, "all", report.All);
        AddRows(table, "dev", report.Dev);
        AddRows(table, "test", report.Test);
        foreach (var (kind, measures) in report.Kinds)
        {
            AddRows(table, kind, measures);
        }

        AnsiConsole.Write(table);
    }

    private static void AddRows(Table table, string name, IReadOnlyDictionary<string, FollowUpMeasures> measures)
    {
        foreach (var (way, figures) in measures)
        {
            table.AddRow(
                Markup.Escape(name), figures.Turns.ToString(CultureInfo.InvariantCulture), way, Text(figures.HitAt1), Text(figures.HitAt5), Text(figures.MrrAt10), Text(figures.SectionAt5));
        }
    }

    private static string Text(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
