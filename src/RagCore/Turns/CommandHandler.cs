using System.Collections.Frozen;
using ChatOpsBot.RagCore.Commands;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;

namespace ChatOpsBot.RagCore.Turns;

/// <summary>Answers messages that are a command and nothing else.</summary>
internal sealed class CommandHandler(IEnumerable<ICommand> commands, TimeProvider time) : ITurnHandler
{
    private static readonly IReadOnlyDictionary<string, double> NoTimings = FrozenDictionary<string, double>.Empty;
    private static readonly IReadOnlyDictionary<string, string> NoVersions = FrozenDictionary<string, string>.Empty;

    private readonly FrozenDictionary<string, ICommand> _commands = commands.ToFrozenDictionary(command => command.Name, StringComparer.Ordinal);

    public bool ShowsPlaceholder => false;

    public bool CanHandle(InboundMessage message) => CommandNames.Parse(message.Text) is { } name && _commands.ContainsKey(name);

    public async Task<StoredAnswer> HandleAsync(InboundMessage message, IProgress<TurnProgress> progress, CancellationToken cancellationToken)
    {
        var command = _commands[CommandNames.Parse(message.Text)!];
        var reply = await command.ExecuteAsync(message, cancellationToken);
        return new StoredAnswer(reply, string.Empty, time.GetUtcNow(), NoTimings, NoVersions, FailureCause: null);
    }
}
