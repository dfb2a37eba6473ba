using System.Threading.Channels;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Records;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Teams.Outbound.References;

/// <summary>
/// Keeps how to write into each conversation, so that a reply after a restart and a message nobody asked for find their way (T-36). The door notes what
/// changed and waits for nothing; it is written behind it. Without a store only this process knows.
/// </summary>
internal sealed partial class TeamsReferences(
    TeamsReferenceCache cache, IOptions<TeamsOptions> options, TimeProvider time, ILogger<TeamsReferences> logger, IRecordStore? records = null) : BackgroundService
{
    private const int MaxWaiting = 1_000;
    private const int MaxAttempts = 3;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Channel<string> _changed = Channel.CreateBounded<string>(
        new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>Notes where an activity came from, when that is news.</summary>
    /// <param name="address">The address.</param>
    /// <param name="personId">The person's id in Microsoft Entra.</param>
    public void Note(TeamsAddress address, string personId)
    {
        var reference = TeamsReference.Of(address);
        Note(OfRoom(address.Tenant, reference.Conversation), reference);
        if (address.IsPersonal)
        {
            Note(OfPerson(address.Tenant, personId), reference);
        }
    }

    /// <summary>Remembers the chat with a person that was opened for a message.</summary>
    public void NotePerson(TeamsReference reference, string personId) => Note(OfPerson(reference.Tenant, personId), reference);

    /// <summary>Forgets a conversation that the bot was removed from.</summary>
    /// <exception cref="StoreUnavailableException">It could not be forgotten now.</exception>
    public async Task ForgetAsync(string tenant, string room, string? personId, CancellationToken cancellationToken)
    {
        string[] keys = personId is null ? [OfRoom(tenant, room)] : [OfRoom(tenant, room), OfPerson(tenant, personId)];
        Array.ForEach(keys, key => cache.Add(key, null));

        // What was about to be written is not written any more once this has its turn.
        await _writing.WaitAsync(cancellationToken);
        try
        {
            foreach (var key in keys.Where(IsKept))
            {
                await records!.TryRemoveAsync(new RecordKey(RecordKind.ConversationReference, key), expectedVersion: null, cancellationToken);
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Returns an address with the newest service URL of its conversation; as it is when none is known.</summary>
    public async Task<TeamsAddress> NewestAsync(TeamsAddress address, CancellationToken cancellationToken)
        => await FindAsync(OfRoom(address.Tenant, TeamsId.RoomOf(address.Conversation)), cancellationToken) is { } known
            ? address with { ServiceUrl = known.ServiceUrl }
            : address;

    /// <summary>Returns the chat between a person and the bot; null when none is known.</summary>
    public Task<TeamsReference?> FindPersonAsync(string tenant, string personId, CancellationToken cancellationToken)
        => FindAsync(OfPerson(tenant, personId), cancellationToken);

    /// <summary>Returns a conversation; null when it is not known.</summary>
    public Task<TeamsReference?> FindRoomAsync(string tenant, string room, CancellationToken cancellationToken)
        => FindAsync(OfRoom(tenant, room), cancellationToken);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _writing.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var key in _changed.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await WriteAsync(key, stoppingToken);
            }
            catch (StoreUnavailableException)
            {
                // It is noted again with an activity after it has left the cache; until then replies use the address they came with.
                TeamsReferenceNotKept();
            }
        }
    }

    private void Note(string key, TeamsReference reference)
    {
        if (cache.Add(key, reference) && IsKept(key))
        {
            _changed.Writer.TryWrite(key);
        }
    }

    private async Task WriteAsync(string key, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            var name = new RecordKey(RecordKind.ConversationReference, key);
            for (var attempt = 0; attempt < MaxAttempts && cache.TryFind(key, out var reference) && reference is not null; attempt++)
            {
                var kept = await records!.FindAsync(name, cancellationToken);
                var value = reference.Write();
                if (kept?.Value == value || await records.TryWriteAsync(name, value, kept?.Version ?? 0, lifetime: null, cancellationToken))
                {
                    return;
                }
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task<TeamsReference?> FindAsync(string key, CancellationToken cancellationToken)
    {
        if (cache.TryFind(key, out var known) || !IsKept(key))
        {
            return known;
        }

        using var limit = new CancellationTokenSource(Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var kept = await records!.FindAsync(new RecordKey(RecordKind.ConversationReference, key), both.Token);
            var found = kept is null ? null : TeamsReference.Read(kept.Value);
            cache.Add(key, found);
            return found;
        }
        catch (Exception fault) when (fault is StoreUnavailableException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    // Teams' ids are far shorter than a key may be.
    private bool IsKept(string key) => records is not null && key.Length <= RecordKey.MaxLength;

    private string OfRoom(string tenant, string room) => $"{options.Value.Tenant}/teams/{tenant}/in/{room}";

    private string OfPerson(string tenant, string personId) => $"{options.Value.Tenant}/teams/{tenant}/with/{personId}";

    [LoggerMessage(LogEvents.TeamsReferenceNotKept, LogLevel.Warning, "How to write into a conversation could not be stored; it is noted again later")]
    private partial void TeamsReferenceNotKept();
}
