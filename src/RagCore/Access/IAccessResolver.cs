using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Access;

/// <summary>Turns the audience of a reply into the filter of a search.</summary>
public interface IAccessResolver
{
    /// <summary>Returns what may be used for the reply to this message. An unknown audience or person gives <see cref="AccessFilter.Nothing"/>.</summary>
    /// <exception cref="StoreUnavailableException">The directory cannot be asked; deny rather than guess.</exception>
    Task<AccessFilter> ResolveAsync(InboundMessage message, CancellationToken cancellationToken);
}
