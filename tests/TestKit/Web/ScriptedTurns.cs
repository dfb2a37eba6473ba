using System.Collections.Concurrent;
using System.Threading.Channels;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.RagCore.Inbox;

namespace ChatOpsBot.TestKit.Web;

/// <summary>
/// An inbox, journal and vote store in memory in which a turn ends as a script says: at once, or when a test says so. For tests of a
/// door that waits for its answer; there is no worker.
/// </summary>
public sealed class ScriptedTurns(TimeProvider time) : IInbox, ITurnJournal, IVoteStore
{
    private readonly ConcurrentDictionary<(TenantId, string), TurnRecord> _turns = new();
    private readonly ConcurrentDictionary<(TenantId, string, string), StoredVote> _votes = new();
    private readonly ConcurrentDictionary<string, bool> _dedupeKeys = new();
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<InboundMessage> _stored = System.Threading.Channels.Channel.CreateUnbounded<InboundMessage>();

    /// <summary>Gets the messages that were stored, in order.</summary>
    public ConcurrentQueue<InboundMessage> Accepted { get; } = new();

    /// <summary>Gets or sets what is said to a message as soon as it is stored. Null: nothing yet.</summary>
    public Func<InboundMessage, Reply?> Script { get; set; } = _ => SampleReplies.Answer;

    /// <summary>Gets or sets how answers are delivered.</summary>
    public IReplyChannel? Channel { get; set; }

    /// <summary>Gets or sets a value indicating whether the inbox is full.</summary>
    public bool IsFull { get; set; }

    /// <summary>Gets or sets a value indicating whether the store cannot be reached.</summary>
    public bool IsDown { get; set; }

    public InboxStatistics Statistics => new(_turns.Values.Count(turn => turn.Answer is null), 0, null);

    /// <summary>Gets or sets what a message waits for before it is stored.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Gets a task that ends when the first message arrives, before it is stored.</summary>
    public Task Arrived => _arrived.Task;

    /// <summary>Waits until one more message was stored and returns it.</summary>
    public async Task<InboundMessage> NextAcceptedAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await _stored.Reader.ReadAsync(limit.Token);
    }

    public async ValueTask<AcceptResult> AcceptAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        _arrived.TrySetResult();
        await Gate.WaitAsync(cancellationToken);
        ThrowWhenDown();
        if (IsFull)
        {
            return AcceptResult.Full;
        }

        if (!message.DedupeKeys.All(key => _dedupeKeys.TryAdd(key, true)))
        {
            return AcceptResult.Duplicate;
        }

        _turns[(message.Conversation.Tenant, message.TurnId)] = new TurnRecord(message, TurnState.Received, null, null);
        Accepted.Enqueue(message);
        _stored.Writer.TryWrite(message);
        if (Script(message) is { } reply)
        {
            await AnswerAsync(message, reply, cancellationToken);
        }

        return AcceptResult.Accepted;
    }

    /// <summary>Stores an answer and delivers it.</summary>
    public async Task AnswerAsync(InboundMessage message, Reply reply, CancellationToken cancellationToken)
    {
        Store(message, reply);
        if (Channel is not null)
        {
            await Channel.PostAsync(ReplyTarget.Of(message), new OutboundReply(reply, default), cancellationToken);
        }
    }

    /// <summary>Stores an answer as another replica would: nobody here is told.</summary>
    public void Store(InboundMessage message, Reply reply)
    {
        var timings = new Dictionary<string, double> { ["retrieve"] = 1.5 };
        var answer = new StoredAnswer(reply, message.Text, time.GetUtcNow(), timings, new Dictionary<string, string> { ["index"] = "1" }, null);
        _turns[(message.Conversation.Tenant, message.TurnId)] = new TurnRecord(message, TurnState.Answered, answer, null);
    }

    /// <summary>Ends a turn without an answer.</summary>
    public void Kill(InboundMessage message)
        => _turns[(message.Conversation.Tenant, message.TurnId)] = new TurnRecord(message, TurnState.Dead, null, null);

    public Task<TurnRecord?> FindAsync(TenantId tenant, string turnId, CancellationToken cancellationToken)
    {
        ThrowWhenDown();
        return Task.FromResult(_turns.GetValueOrDefault((tenant, turnId)));
    }

    public Task<StoredVote> PutAsync(StoredVote vote, CancellationToken cancellationToken)
    {
        ThrowWhenDown();
        _votes[(vote.Vote.Tenant, vote.Vote.TurnId, vote.Vote.VoterId)] = vote;
        return Task.FromResult(vote);
    }

    public Task<StoredVote?> FindAsync(TenantId tenant, string turnId, string voterId, CancellationToken cancellationToken)
        => Task.FromResult(_votes.GetValueOrDefault((tenant, turnId, voterId)));

    public Task<VoteTally> TallyAsync(TenantId tenant, string turnId, CancellationToken cancellationToken)
    {
        var votes = _votes.Where(vote => vote.Key.Item1 == tenant && vote.Key.Item2 == turnId).Select(vote => vote.Value.Vote.Value).ToList();
        return Task.FromResult(new VoteTally(votes.Count(value => value is VoteValue.Up), votes.Count(value => value is VoteValue.Down)));
    }

    public Task<IReadOnlyList<StoredVote>> ListAsync(TenantId tenant, int limit, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<StoredVote>>([.. _votes.Values.Where(vote => vote.Vote.Tenant == tenant).Take(limit)]);

    public Task<bool> KnowsThreadAsync(ConversationKey conversation, CancellationToken cancellationToken)
        => Task.FromResult(_turns.Values.Any(turn => turn.Message.Conversation == conversation));

    public Task<IReadOnlyList<TurnRecord>> ListThreadAsync(ConversationKey conversation, DateTimeOffset since, int limit, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<TurnRecord>>([.. _turns.Values.Where(turn => turn.Message.Conversation == conversation).Take(limit)]);

    public Task<IReadOnlyList<TurnRecord>> ListOfPersonAsync(TenantId tenant, ChannelKind channel, string senderId, int limit, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<TurnRecord>>([]);

    public Task<TurnRecord?> FindReplyAsync(ConversationKey conversation, string messageId, int limit, CancellationToken cancellationToken)
        => Task.FromResult<TurnRecord?>(null);

    public Task<IReadOnlyList<TurnRecord>> ListMessageAsync(ConversationKey conversation, string messageId, int limit, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<TurnRecord>>([]);

    public IAsyncEnumerable<TurnRecord> ListPlaceAsync(Place place, DateTimeOffset before, CancellationToken cancellationToken) => throw NoWorker();

    public Task<bool> WithdrawAsync(TenantId tenant, string turnId, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task ForgetThreadAsync(ConversationKey conversation, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<LeasedTurn> LeaseAsync(CancellationToken cancellationToken) => throw NoWorker();

    public Task ConfirmAsync(TurnLease lease, CancellationToken cancellationToken) => throw NoWorker();

    public Task RecordReceiptAsync(TurnLease lease, DeliveryReceipt receipt, CancellationToken cancellationToken) => throw NoWorker();

    public Task RecordAnswerAsync(TurnLease lease, StoredAnswer answer, CancellationToken cancellationToken) => throw NoWorker();

    public Task CompleteAsync(TurnLease lease, CancellationToken cancellationToken) => throw NoWorker();

    public Task RetryAsync(TurnLease lease, TimeSpan delay, string cause, CancellationToken cancellationToken) => throw NoWorker();

    public Task ReleaseAsync(TurnLease lease, TimeSpan delay, CancellationToken cancellationToken) => throw NoWorker();

    public Task DeadLetterAsync(TurnLease lease, string cause, CancellationToken cancellationToken) => throw NoWorker();

    public Task<bool> TryEditAsync(InboundEdit edit, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<bool> TryCancelAsync(InboundRemoval removal, CancellationToken cancellationToken) => Task.FromResult(false);

    private void ThrowWhenDown()
    {
        if (IsDown)
        {
            throw new StoreUnavailableException("The scripted store is down.");
        }
    }

    private static NotSupportedException NoWorker() => new("Scripted turns have no worker.");
}
