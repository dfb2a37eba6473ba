using System.CommandLine;
using ChatOpsBot.BotHost.Hosting;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Answering.Caching;
using ChatOpsBot.RagCore.Answering.Prompts;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Evaluation;
using ChatOpsBot.RagCore.Evaluation.Cases;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Spectre.Console;

namespace ChatOpsBot.BotHost.Cli;

/// <summary><c>eval cases</c>: asks the reviewed cases and ends with 1 when fewer pass than must; compares two versions of a prompt.</summary>
internal static class EvalCases
{
    // The same runs give the same significance.
    private const int ComparisonSeed = 1;

    private static readonly Option<FileInfo> File = new Option<FileInfo>("--file")
    {
        Description = "A file of cases; samples/evaluation/cases.yaml when not said.",
        DefaultValueFactory = _ => new FileInfo(Path.Combine(HostFolders.Root, "samples", "evaluation", "cases.yaml")),
    };

    private static readonly Option<string[]> Prompts = new("--prompt")
    {
        Description = "Uses this version of a prompt, name=version, whatever its status; can be given several times.",
    };

    private static readonly Option<string[]> Against = new("--against")
    {
        Description = "Runs a second time with this version, name=version, and compares; can be given several times.",
    };

    private static readonly Option<FileInfo> Replay = new Option<FileInfo>("--replay")
    {
        Description = "Takes the replies of the model from this file, a line of JSON each: {\"contains\": [\"…\"], \"reply\": \"…\"}.",
    }.AcceptExistingOnly();

    private static readonly Option<FileInfo> History = EvalCommand.History();
    private static readonly Option<bool> Json = EvalCommand.Json();

    public static Command Create()
    {
        var command = new Command("cases", "Asks the reviewed cases; ends with 1 when fewer pass than must.") { File, Prompts, Against, Replay, History, Json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var holds = false;
            var ended = await EvalCommand.GuardAsync(async () => holds = await RunAsync(parsed, cancellationToken));
            return ended is 0 && !holds ? 1 : ended;
        });
        return command;
    }

    private static async Task<bool> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = await CaseFile.ReadAsync(parsed.GetValue(File)!.FullName, cancellationToken);
        var replay = parsed.GetValue(Replay) is { } script ? await ReplayModel.ReadAsync(script.FullName, cancellationToken) : null;
        await using var services = ConsoleServices.Build((added, configuration) => Add(added, configuration, replay));
        var prompts = services.GetRequiredService<PinnedPrompts>();
        string[] named = parsed.GetValue(Prompts) ?? [];
        string[] others = parsed.GetValue(Against) ?? [];
        string[] second = [.. named.Where(pin => !others.Any(other => NameOf(other) == NameOf(pin))), .. others];

        // Both first, so that a wrong name is told before documents are read.
        Pin(prompts, second);
        Pin(prompts, named);
        await ConsoleServices.LoadAsync(services, parsed.GetValue(Json), cancellationToken);
        await services.GetRequiredService<IAnswerThreshold>().CalibrateAsync(AccessFilter.For(TenantId.Default, [Principals.Everyone]), cancellationToken);
        var report = await MeasureAsync(services, file, parsed.GetValue(Json), cancellationToken);
        if (others.Length > 0)
        {
            Pin(prompts, second);
            report = report.ComparedWith(await MeasureAsync(services, file, parsed.GetValue(Json), cancellationToken), new Random(ComparisonSeed));
        }

        RefuseMissed(replay);
        await EvalCommand.KeepAsync(parsed.GetValue(History), parsed.GetValue(File)!.Name, report, cancellationToken);
        Print(report, named.Length + others.Length > 0, parsed.GetValue(Json));
        return report.Holds;
    }

    private static void Add(IServiceCollection services, IConfiguration configuration, ReplayModel? replay)
    {
        if (replay is not null)
        {
            services.AddSingleton<IChatClient>(replay);
        }

        services.AddQuestionAnswering(configuration);

        // An answer that was kept, of an earlier run or of the version that is compared with, says nothing about this one.
        services.PostConfigure<AnswerCacheOptions>(cache => cache.Enabled = false);
        services.AddSingleton<PinnedPrompts>();
        services.Replace(ServiceDescriptor.Singleton<IPromptLibrary>(provider => provider.GetRequiredService<PinnedPrompts>()));
    }

    private static Task<CaseReport> MeasureAsync(ServiceProvider services, CaseFile file, bool quiet, CancellationToken cancellationToken)
    {
        var evaluation = new CaseEvaluation(services.GetRequiredService<IQuestionAnswerer>(), TimeProvider.System);
        return EvalCommand.WithProgressAsync("Asking", quiet, progress => evaluation.RunAsync(file, progress, cancellationToken));
    }

    private static void Pin(PinnedPrompts prompts, IEnumerable<string> versions)
    {
        try
        {
            prompts.Pin(versions);
        }
        catch (ArgumentException fault)
        {
            throw new DataSetException(fault.Message, fault);
        }
    }

    private static string NameOf(string pin) => pin.Split('=')[0];

    private static void RefuseMissed(ReplayModel? replay)
    {
        if (replay is { Missed: > 0 and var missed })
        {
            throw new DataSetException($"The file of --replay has no reply for {missed} calls of the model. Add lines for them, the last with an empty \"contains\" for all others.");
        }
    }

    private static void Print(CaseReport report, bool areVersionsNamed, bool json)
    {
        if (report.ModelAnswers == 0 && areVersionsNamed)
        {
            ConsoleServices.ErrorConsole().MarkupLine("[yellow]no model answered[/]: the versions of prompts made no difference. Configure a model, or name a file with --replay.");
        }

        if (json)
        {
            ConsoleJson.Write(report);
            return;
        }

        foreach (var failed in report.Failed)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]failed[/] {failed.Id}: {string.Join("; ", failed.Reasons)}");
        }

        EvalCommand.Print(report with { Failed = [] }, json: false);
    }
}
