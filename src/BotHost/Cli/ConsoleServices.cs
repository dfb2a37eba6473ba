using ChatOpsBot.BotHost.Hosting;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Dense;
using ChatOpsBot.RagCore.Knowledge.Loading;
using ChatOpsBot.RagCore.Knowledge.Watching;
using Spectre.Console;

namespace ChatOpsBot.BotHost.Cli;

/// <summary>What commands work with: the configured knowledge, read once, or the storage of turns. No port is listened on.</summary>
internal static class ConsoleServices
{
    // What is cached comes at once; whoever waits at a console is not kept longer for the rest.
    private static readonly TimeSpan VectorPatience = TimeSpan.FromSeconds(30);

    /// <summary>Runs a command over the configured knowledge and turns what is wrong with the configuration into one line per fault.</summary>
    public static Task<int> RunAsync(Func<IServiceProvider, CancellationToken, Task<int>> run, CancellationToken cancellationToken)
        => RunAsync(Build, run, cancellationToken);

    /// <summary>Runs a command over the configured storage of turns.</summary>
    public static Task<int> RunOnStorageAsync(Func<IServiceProvider, CancellationToken, Task<int>> run, CancellationToken cancellationToken)
        => RunAsync(BuildStorage, run, cancellationToken);

    /// <summary>Runs a command over the index that replicas share, when there is one.</summary>
    public static Task<int> RunOnIndexAsync(Func<IServiceProvider, CancellationToken, Task<int>> run, CancellationToken cancellationToken)
        => RunAsync(BuildUpkeep, run, cancellationToken);

    /// <summary>
    /// Reads the configured sources into the index and waits a while for their vectors, when there is a model. Files that cannot be read, and documents
    /// whose vectors did not come, are told on the error stream.
    /// </summary>
    public static async Task LoadAsync(IServiceProvider services, bool quiet, CancellationToken cancellationToken)
    {
        var loader = services.GetRequiredService<KnowledgeLoader>();
        var index = services.GetRequiredService<IKnowledgeIndex>();
        var results = await loader.LoadAsync(index, progress: null, cancellationToken);
        if (!quiet)
        {
            TellSkipped(results);
        }

        if (services.GetService<VectorBackfill>() is { } vectors && await vectors.SettleAsync(VectorPatience, cancellationToken) is > 0 and var waiting)
        {
            ErrorConsole().MarkupLineInterpolated($"[yellow]by words alone[/]: {waiting} documents have no vectors yet.");
        }
    }

    /// <summary>Tells on the error stream which files were skipped, and why.</summary>
    public static void TellSkipped(IEnumerable<LoadResult> results)
    {
        var errors = ErrorConsole();
        foreach (var skipped in results.Where(result => result.Outcome is not LoadOutcome.Loaded))
        {
            errors.MarkupLineInterpolated($"[yellow]skipped[/] {skipped.Path}: {skipped.Reason}");
        }
    }

    /// <summary>Returns a console on the error stream, so that progress never mixes with a command's result.</summary>
    public static IAnsiConsole ErrorConsole() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    public static int Refuse(IEnumerable<string> faults)
    {
        foreach (var fault in faults)
        {
            Console.Error.WriteLine(fault);
        }

        return 1;
    }

    /// <summary>Composes what commands answer with. The caller disposes it.</summary>
    public static ServiceProvider Build() => Build((services, configuration) => services.AddQuestionAnswering(configuration));

    /// <summary>Composes what a command works with. The caller disposes it.</summary>
    public static ServiceProvider Build(Action<IServiceCollection, IConfiguration> add)
    {
        var configuration = new ConfigurationBuilder()
            .SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json", optional: true)
            .AddEnvironmentVariables()
            .Build();
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging()
            .AddMetrics()
            .AddSingleton(new ContentRoot(HostFolders.Root));
        add(services, configuration);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
    }

    private static ServiceProvider BuildStorage() => Build((services, configuration) => services.AddTurnStorage(configuration));

    private static ServiceProvider BuildUpkeep() => Build((services, configuration) => services.AddKnowledgeUpkeep(configuration));

    private static async Task<int> RunAsync(
        Func<ServiceProvider> build, Func<IServiceProvider, CancellationToken, Task<int>> run, CancellationToken cancellationToken)
    {
        try
        {
            await using var services = build();
            return await run(services, cancellationToken);
        }
        catch (Exception exception) when (StartFaults.Of(exception) is { } faults)
        {
            return Refuse(faults);
        }
    }
}
