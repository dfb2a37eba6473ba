using System.CommandLine;

namespace ChatOpsBot.BotHost.Cli;

/// <summary>The commands beside serving. Only <c>dead</c> and <c>usage</c> open the log of the embedded store, which nobody can while a process serves from it.</summary>
internal static class CommandLine
{
    /// <summary>Says whether the arguments name a command; without one the process serves, and arguments are configuration.</summary>
    public static bool IsCommand(string[] args)
        => args is [var first, ..] && (!first.StartsWith('-') || first is "--help" or "-h" or "-?" or "--version");

    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Answers questions from your organisation's documents. Without a command it serves.")
        {
            AskCommand.Create(),
            SearchCommand.Create(),
            IngestCommand.Create(),
            EvalCommand.Create(),
            DeadCommand.Create(),
            UsageCommand.Create(),
            KnowledgeCommand.Create(),
            KeyCommand.Create(),
            HealthCommand.Create(),
            ManifestCommand.Create(),
        };
        return root.Parse(args).InvokeAsync();
    }
}
