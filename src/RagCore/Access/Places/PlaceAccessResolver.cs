using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Access.Places;

/// <summary>The rights of the audience, for the sources of the place alone where it names some.</summary>
internal sealed class PlaceAccessResolver(ConfiguredAccessResolver rights, PlaceBook places) : IAccessResolver
{
    public async Task<AccessFilter> ResolveAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        var settings = await places.FindAsync(PlaceKey.Of(message.Conversation), cancellationToken);
        var filter = await rights.ResolveAsync(message, cancellationToken);
        return settings.Sources.Count == 0 ? filter : filter.Within(settings.Sources);
    }
}
