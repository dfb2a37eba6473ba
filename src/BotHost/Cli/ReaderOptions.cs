using System.CommandLine;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.BotHost.Cli;

/// <summary>In whose name a command reads. Whoever can run it can read the folders, so these narrow what is shown, they guard nothing.</summary>
internal sealed class ReaderOptions
{
    public Option<string> Tenant { get; } = new("--tenant")
    {
        Description = "The organisation whose documents are read.",
        DefaultValueFactory = _ => TenantId.Default.Value,
    };

    public Option<string[]> Principals { get; } = new("--principals")
    {
        Description = "The groups of the person who asks.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [RagCore.Access.Principals.Everyone],
    };

    public void AddTo(Command command)
    {
        command.Add(Tenant);
        command.Add(Principals);
    }

    public AccessFilter Filter(ParseResult parsed)
        => AccessFilter.For(new TenantId(parsed.GetValue(Tenant)!), [RagCore.Access.Principals.Everyone, .. parsed.GetValue(Principals)!]);
}
