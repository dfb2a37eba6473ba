namespace ChatOpsBot.RagCore.Conversations.Records;

/// <summary>
/// Keeps the few things a channel must know on every replica and after every restart: installations, settings of conversations, references to write to.
/// Small records under a kind and a key, each changed only by who has seen its newest version. Who keeps a secret here encrypts it first.
/// </summary>
/// <remarks>Every member throws <see cref="StoreUnavailableException"/> when the store cannot be used now; nothing has changed then.</remarks>
public interface IRecordStore
{
    /// <summary>Returns a record; null when there is none or it has expired.</summary>
    Task<KeptRecord?> FindAsync(RecordKey key, CancellationToken cancellationToken);

    /// <summary>Returns the records of a kind whose key begins with a prefix, in the order of their keys, expired ones left out.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="prefix">What the keys begin with; empty for all.</param>
    /// <param name="after">The last key of the page before; null for the first page.</param>
    /// <param name="limit">How many at most, 1 to 1,000.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    Task<IReadOnlyList<KeptRecord>> ListAsync(RecordKind kind, string prefix, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a record if its version is the expected one, and says whether it did. Of several who write at once with the same version one succeeds. Durable
    /// when the task completes.
    /// </summary>
    /// <param name="key">The record.</param>
    /// <param name="value">At most <see cref="RecordKey.MaxValueLength"/> characters, most often JSON.</param>
    /// <param name="expectedVersion">The version that was read; 0 when there must be none, which an expired one counts as.</param>
    /// <param name="lifetime">After how long it expires, by the store's clock; null for never.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    Task<bool> TryWriteAsync(RecordKey key, string value, long expectedVersion, TimeSpan? lifetime, CancellationToken cancellationToken);

    /// <summary>Removes a record if its version is the expected one, or whatever its version is when none is given, and says whether it is gone now.</summary>
    Task<bool> TryRemoveAsync(RecordKey key, long? expectedVersion, CancellationToken cancellationToken);
}

/// <summary>What a record is. Stored as its name, so values may be added but never renamed.</summary>
public enum RecordKind
{
    /// <summary>Where a platform's app is installed, with its encrypted tokens.</summary>
    Installation,

    /// <summary>A right that one replica has for a moment, such as to refresh a token.</summary>
    Lock,

    /// <summary>An installation that was begun in a browser.</summary>
    InstallState,

    /// <summary>How the bot behaves in one conversation.</summary>
    PlaceSettings,

    /// <summary>How to write into a conversation without being asked.</summary>
    ConversationReference,

    /// <summary>What a person was told, so that it is said once.</summary>
    Person,

    /// <summary>A question that was handed to people.</summary>
    HandOver,
}

/// <summary>The name of a record.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Key">1 to <see cref="MaxLength"/> characters, unique within the kind; begins with the tenant where a tenant's data is kept.</param>
public readonly record struct RecordKey(RecordKind Kind, string Key)
{
    /// <summary>The longest key.</summary>
    public const int MaxLength = 512;

    /// <summary>The longest value, in characters.</summary>
    public const int MaxValueLength = 65_536;
}

/// <summary>A record as it is kept.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Version">From 1, larger for every write.</param>
public sealed record KeptRecord(RecordKey Key, string Value, long Version);
