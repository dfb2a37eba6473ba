using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;

namespace ChatOpsBot.TestKit.Inbox;

/// <summary>An inbox and its journal in memory: what a door needs of them. No worker can take turns out of it.</summary>
public sealed class FakeInbox : IInbox, ITurnJournal
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _claimed = new(StringComparer.Ordinal);
    private readonly List<TurnRecord> _turns = [];
    private readonly HashSet<ConversationKey> _forgotten = [];

    /// <summary>Gets or sets a value indicating whether the store is down.</summary>
    public bool IsDown { get; set; }

    /// <summary>Gets or sets a value indicating whether the inbox is full.</summary>
    public bool IsFull { get; set; }

    /// <summary>Gets or sets what else happens once a message is stored and before its sender knows; a worker may be that fast.</summary>
    public Action? OnAccepted { get; set; }

    /// <summary>Gets or sets what happens to a message before anything is stored.</summary>
    public Action<InboundMessage>? OnOffered { get; set; }

    /// <summary>Gets how often a message was offered.</summary>
    public int Offers { get; private set; }

    public IReadOnlyList<InboundMessage> Accepted
    {
        get
        {
            lock (_gate)
            {
                return [.. _turns.Select(turn => turn.Message)];
            }
        }
    }

    /// <summary>Gets the edits that came for messages whose turn had not started.</summary>
    public IList<InboundEdit> Edits { get; } = [];

    /// <summary>Gets the deletions that came for messages whose turn had not started.</summary>
    public IList<InboundRemoval> Removals { get; } = [];

    /// <summary>Gets or sets what is told instead of what was accepted.</summary>
    public InboxStatistics? Told { get; set; }

    public InboxStatistics Statistics => Told ?? new(Accepted.Count, 0, null);

    public ValueTask<AcceptResult> AcceptAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        OnOffered?.Invoke(message);
        lock (_gate)
        {
            Offers++;
            if (IsFull)
            {
                return new(AcceptResult.Full);
            }

            if (message.DedupeKeys.Any(_claimed.Contains))
            {
                return new(AcceptResult.Duplicate);
            }

            _claimed.UnionWith(message.DedupeKeys);
            _turns.Add(new TurnRecord(message, TurnState.Received, null, null));
            OnAccepted?.Invoke();
            return new(AcceptResult.Accepted);
        }
    }

    /// <summary>Puts a turn that has ended in place, as if it had been accepted and answered.</summary>
    public void Add(TurnRecord turn)
    {
        lock (_gate)
        {
            _turns.RemoveAll(other => other.Message.TurnId == turn.Message.TurnId);
            _turns.Add(turn);
        }
    }

    public Task<bool> TryEditAsync(InboundEdit edit, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        return Task.FromResult(Change(edit.Conversation, edit.MessageId, turn => turn with { Message = turn.Message with { Text = edit.Text } }, () => Edits.Add(edit)));
    }

    public Task<bool> TryCancelAsync(InboundRemoval removal, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        return Task.FromResult(Change(removal.Conversation, removal.MessageId, turn => turn with { State = TurnState.Cancelled }, () => Removals.Add(removal)));
    }

    public Task<TurnRecord?> FindAsync(TenantId tenant, string turnId, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        lock (_gate)
        {
            return Task.FromResult(_turns.Find(turn => turn.Message.TurnId == turnId && turn.Message.Conversation.Tenant == tenant));
        }
    }

    public Task<bool> KnowsThreadAsync(ConversationKey conversation, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        lock (_gate)
        {
            return Task.FromResult(_turns.Exists(turn => turn.Message.Conversation == conversation));
        }
    }

    public Task<IReadOnlyList<TurnRecord>> ListThreadAsync(ConversationKey conversation, DateTimeOffset since, int limit, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<TurnRecord>>(
                [.. _turns.Where(turn => turn.Message.Conversation == conversation && turn.Answer is not null && turn.Message.ReceivedAt >= since).TakeLast(limit)]);
        }
    }

    public Task<IReadOnlyList<TurnRecord>> ListOfPersonAsync(TenantId tenant, ChannelKind channel, string senderId, int limit, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<TurnRecord>>(
            [
                .. Enumerable.Reverse(_turns)
                    .Where(turn => turn.Answer is not null && turn.Message.Sender.Id == senderId && !_forgotten.Contains(turn.Message.Conversation))
                    .Where(turn => turn.Message.Conversation.Tenant == tenant && turn.Message.Conversation.Channel == channel)
                    .Take(limit),
            ]);
        }
    }

    public Task<TurnRecord?> FindReplyAsync(ConversationKey conversation, string messageId, int limit, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        lock (_gate)
        {
            return Task.FromResult(_turns.Where(turn => turn.Message.Conversation == conversation).TakeLast(limit).LastOrDefault(turn => turn.Receipt?.Holds(messageId) is true));
        }
    }

    public Task<IReadOnlyList<TurnRecord>> ListMessageAsync(ConversationKey conversation, string messageId, int limit, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<TurnRecord>>(
                [.. _turns.Where(turn => turn.Message.Conversation == conversation && turn.Message.MessageId == messageId).Reverse().Take(limit)]);
        }
    }

    public IAsyncEnumerable<TurnRecord> ListPlaceAsync(Place place, DateTimeOffset before, CancellationToken cancellationToken) => throw NotHere();

    public Task<bool> WithdrawAsync(TenantId tenant, string turnId, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        lock (_gate)
        {
            var index = _turns.FindIndex(turn => turn.Message.TurnId == turnId && turn.Message.Conversation.Tenant == tenant);
            if (index >= 0)
            {
                _turns[index] = _turns[index] with { Message = TurnRecord.Emptied(_turns[index].Message), Answer = null, IsWithdrawn = true };
            }

            return Task.FromResult(index >= 0);
        }
    }

    public Task ForgetThreadAsync(ConversationKey conversation, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _forgotten.Add(conversation);
            return Task.CompletedTask;
        }
    }

    public Task<LeasedTurn> LeaseAsync(CancellationToken cancellationToken) => throw NotHere();

    public Task ConfirmAsync(TurnLease lease, CancellationToken cancellationToken) => throw NotHere();

    public Task RecordReceiptAsync(TurnLease lease, DeliveryReceipt receipt, CancellationToken cancellationToken) => throw NotHere();

    public Task RecordAnswerAsync(TurnLease lease, StoredAnswer answer, CancellationToken cancellationToken) => throw NotHere();

    public Task CompleteAsync(TurnLease lease, CancellationToken cancellationToken) => throw NotHere();

    public Task RetryAsync(TurnLease lease, TimeSpan delay, string cause, CancellationToken cancellationToken) => throw NotHere();

    public Task ReleaseAsync(TurnLease lease, TimeSpan delay, CancellationToken cancellationToken) => throw NotHere();

    public Task DeadLetterAsync(TurnLease lease, string cause, CancellationToken cancellationToken) => throw NotHere();

    private bool Change(ConversationKey conversation, string messageId, Func<TurnRecord, TurnRecord> change, Action changed)
    {
        lock (_gate)
        {
            var index = _turns.FindIndex(turn => turn.Message.Conversation == conversation && turn.Message.MessageId == messageId && turn.State is TurnState.Received);
            if (index < 0)
            {
                return false;
            }

            _turns[index] = change(_turns[index]);
            changed();
            return true;
        }
    }

    private void ThrowIfDown()
    {
        if (IsDown)
        {
            throw new StoreUnavailableException("down for a test");
        }
    }

    private static NotSupportedException NotHere() => new("This inbox has a door but no workers.");
}
