using System.Runtime.CompilerServices;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage.Serialization;

namespace ChatOpsBot.RagCore.Storage.Embedded;

/// <summary>Looks turns up in the log of this process.</summary>
internal sealed class EmbeddedTurnJournal(EmbeddedStore store) : ITurnJournal
{
    private readonly EmbeddedState _state = store.State;
    private readonly TurnReader _reader = new(store.Log);

    public Task<TurnRecord?> FindAsync(TenantId tenant, string turnId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var id = KeyHash.Of(turnId);
        TurnSnapshot snapshot;
        lock (_state.Gate)
        {
            if (_state.Turns.Find(id) is not { } turn)
            {
                return Task.FromResult<TurnRecord?>(null);
            }

            snapshot = TurnSnapshot.Of(turn);
        }

        return Task.FromResult(_reader.Read(snapshot) is { } record && record.Message.Conversation.Tenant == tenant ? record : null);
    }

    public Task<bool> KnowsThreadAsync(ConversationKey conversation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var thread = Keys.OfThread(conversation);
        lock (_state.Gate)
        {
            return Task.FromResult(_state.Turns.FindThread(thread) is { Turns: > 0 });
        }
    }

    public Task<IReadOnlyList<TurnRecord>> ListThreadAsync(
        ConversationKey conversation, DateTimeOffset since, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var turns = Latest(Keys.OfThread(conversation), since.UtcTicks, limit);
        turns.Reverse();
        return Task.FromResult<IReadOnlyList<TurnRecord>>([.. turns.Select(_reader.Read).OfType<TurnRecord>()]);
    }

    public Task<IReadOnlyList<TurnRecord>> ListOfPersonAsync(
        TenantId tenant, ChannelKind channel, string senderId, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var turns = senderId.Length == 0 ? [] : LatestOf(Keys.OfPerson(tenant, channel, senderId), limit);
        return Task.FromResult<IReadOnlyList<TurnRecord>>([.. turns.Select(_reader.Read).OfType<TurnRecord>()]);
    }

    public Task<TurnRecord?> FindReplyAsync(ConversationKey conversation, string messageId, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var turn = Posted(Keys.OfThread(conversation), limit).FirstOrDefault(turn => _reader.ReadReceipt(turn.Receipt)?.Holds(messageId) is true);
        return Task.FromResult(turn.Receipt.IsSomewhere && _reader.Read(turn) is { } record && record.Message.Conversation == conversation ? record : null);
    }

    public Task<IReadOnlyList<TurnRecord>> ListMessageAsync(ConversationKey conversation, string messageId, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var turns = Started(Keys.OfThread(conversation), Keys.ChecksumOf(messageId)).Select(_reader.Read).OfType<TurnRecord>();
        return Task.FromResult<IReadOnlyList<TurnRecord>>(
            [.. turns.Where(turn => turn.Message.MessageId == messageId && turn.Message.Conversation == conversation).Take(limit)]);
    }

    public async IAsyncEnumerable<TurnRecord> ListPlaceAsync(Place place, DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<TurnSnapshot> all;
        lock (_state.Gate)
        {
            all = _state.Turns.ListBefore(before.UtcTicks);
        }

        foreach (var snapshot in all)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_reader.Read(snapshot) is { } turn && place.Holds(turn.Message.Conversation))
            {
                yield return turn;
                await Task.Yield();
            }
        }
    }

    public async Task<bool> WithdrawAsync(TenantId tenant, string turnId, CancellationToken cancellationToken)
    {
        if (await FindAsync(tenant, turnId, cancellationToken) is not { } turn)
        {
            return false;
        }

        if (turn is not { IsWithdrawn: true, Answer: null })
        {
            var ticket = store.Log.Rent();
            store.Writer.Withdrawn(ticket, TurnRecord.Emptied(turn.Message));
            await store.CommitAsync(ticket);
        }

        return true;
    }

    public async Task ForgetThreadAsync(ConversationKey conversation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var ticket = store.Log.Rent();
        store.Writer.Plain(ticket, RecordType.Forgotten, Keys.OfThread(conversation));
        await store.CommitAsync(ticket);
    }

    private List<TurnSnapshot> Started(KeyHash threadId, uint messageIdChecksum)
    {
        var found = new List<TurnSnapshot>();
        lock (_state.Gate)
        {
            for (var turn = _state.Turns.FindThread(threadId)?.Latest; turn is not null; turn = turn.Earlier)
            {
                if (turn.MessageIdChecksum == messageIdChecksum)
                {
                    found.Add(TurnSnapshot.Of(turn));
                }
            }
        }

        return found;
    }

    private List<TurnSnapshot> Posted(KeyHash threadId, int limit)
    {
        var found = new List<TurnSnapshot>();
        lock (_state.Gate)
        {
            for (var turn = _state.Turns.FindThread(threadId)?.Latest; turn is not null && found.Count < limit; turn = turn.Earlier)
            {
                if (turn.Receipt.IsSomewhere)
                {
                    found.Add(TurnSnapshot.Of(turn));
                }
            }
        }

        return found;
    }

    private List<TurnSnapshot> LatestOf(KeyHash person, int limit)
    {
        var found = new List<TurnSnapshot>();
        lock (_state.Gate)
        {
            for (var turn = _state.Turns.FindLatestOf(person); turn is not null && found.Count < limit; turn = turn.EarlierOfPerson)
            {
                if (IsTold(turn))
                {
                    found.Add(TurnSnapshot.Of(turn));
                }
            }
        }

        return found;
    }

    private List<TurnSnapshot> Latest(KeyHash threadId, long since, int limit)
    {
        var found = new List<TurnSnapshot>();
        lock (_state.Gate)
        {
            for (var turn = _state.Turns.FindThread(threadId)?.Latest; turn is not null && found.Count < limit; turn = turn.Earlier)
            {
                if (IsTold(turn) && turn.ReceivedAt >= since)
                {
                    found.Add(TurnSnapshot.Of(turn));
                }
            }
        }

        return found;
    }

    private static bool IsTold(TurnEntry turn) => turn.State is TurnState.Answered or TurnState.Delivered && turn.Answer > turn.Thread.Forgotten;
}
