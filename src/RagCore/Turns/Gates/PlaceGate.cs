using System.Collections.Frozen;
using ChatOpsBot.RagCore.Access.Places;
using ChatOpsBot.RagCore.Commands;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.RagCore.Turns.Gates;

/// <summary>Refuses questions of people whom the managers of a place have not listed. Who may not ask may still get help and be forgotten.</summary>
internal sealed class PlaceGate(PlaceBook places, IEnumerable<ICommand> commands) : IInboundGate
{
    private readonly FrozenSet<string> _commands = commands.Select(command => command.Name).ToFrozenSet(StringComparer.Ordinal);

    public async ValueTask<GateRefusal?> CheckAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        var settings = await places.FindAsync(PlaceKey.Of(message.Conversation), cancellationToken);
        return settings.Admits(message.Sender.Id) || (CommandNames.Parse(message.Text) is { } command && _commands.Contains(command))
            ? null
            : new GateRefusal("place", Phrases.For(message.Locale)[Phrase.NotListedHere]);
    }
}
