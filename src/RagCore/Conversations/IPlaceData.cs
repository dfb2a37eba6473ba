namespace ChatOpsBot.RagCore.Conversations;

/// <summary>Something that is kept of conversations besides their turns, such as settings and references. Whoever keeps it registers one.</summary>
public interface IPlaceData
{
    /// <summary>Removes what is kept of a place the bot was removed from. May be repeated.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be used now; it is done again.</exception>
    Task RemoveAsync(Place place, CancellationToken cancellationToken);
}
