using System.Collections.Frozen;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Memory;
using ChatOpsBot.TestKit.Turns;

namespace ChatOpsBot.TestKit.Memory;

/// <summary>A journal in a list, which counts how often a thread is read and lets a test do something just after that.</summary>
public sealed class ListJournal : ITurnJournal
{
    private readonly Lock _gate = new();
    private readonly List<TurnRecord> _turns = [];
    private int _reads;

    /// <summary>Gets how often a thread was read.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>Gets or sets what happens between the reading of a thread and its return.</summary>
    public Func<Task> AfterRead { get; set; } = () => Task.CompletedTask;

    /// <summary>Adds the answered turn of a message that no exchange is remembered of.</summary>
    public void Add(InboundMessage message, Reply reply)
    {
        var answer = new StoredAnswer(reply, string.Empty, message.SentAt, FrozenDictionary<string, double>.Empty, FrozenDictionary<string, string>.Empty, FailureCause: null);
        lock (_gate)
        {
            _turns.Add(new TurnRecord(message, TurnState.Delivered, answer, Receipt: null));
        }
    }

    /// <summary>Adds the turn of an exchange.</summary>
    public void Add(ConversationKey conversation, Exchange exchange)
    {
        var message = Messages.Of(exchange.TurnId) with { TurnId = exchange.TurnId, Conversation = conversation, SentAt = exchange.At };
        var answer = new StoredAnswer(
            exchange.Reply, exchange.Question, exchange.At, FrozenDictionary<string, double>.Empty, FrozenDictionary<string, string>.Empty, FailureCause: null);
        lock (_gate)
        {
            _turns.RemoveAll(turn => turn.Message.TurnId == exchange.TurnId);
            _turns.Add(new TurnRecord(message, TurnState.Delivered, answer, Receipt: null));
        }
    }

    public async Task<IReadOnlyList<TurnRecord>> ListThreadAsync(
        ConversationKey conversation, DateTimeOffset since, int limit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        TurnRecord[] found;
        lock (_gate)
        {
            found = [.. _turns.Where(turn => turn.Message.Conversation == conversation && turn.Message.SentAt >= since).TakeLast(limit)];
        }

        await AfterRead();
        return found;
    }

    public Task ForgetThreadAsync(ConversationKey conversation, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _turns.RemoveAll(turn => turn.Message.Conversation == conversation);
        }

        return Task.CompletedTask;
    }

    public Task<bool> WithdrawAsync(TenantId tenant, string turnId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_turns.RemoveAll(turn => turn.Message.TurnId == turnId) > 0);
        }
    }

    public IAsyncEnumerable<TurnRecord> ListPlaceAsync(Place place, DateTimeOffset before, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<TurnRecord>> ListMessageAsync(ConversationKey conversation, string messageId, int limit, CancellationToken cancellationToken)
        => throw new NotSupportedException();

    public Task<IReadOnlyList<TurnRecord>> ListOfPersonAsync(TenantId tenant, ChannelKind channel, string senderId, int limit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<TurnRecord>>(
            [
                .. Enumerable.Reverse(_turns)
                    .Where(turn => turn.Message.Sender.Id == senderId && turn.Message.Conversation.Tenant == tenant && turn.Message.Conversation.Channel == channel)
                    .Take(limit),
            ]);
        }
    }

    public Task<TurnRecord?> FindAsync(TenantId tenant, string turnId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> KnowsThreadAsync(ConversationKey conversation, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<TurnRecord?> FindReplyAsync(ConversationKey conversation, string messageId, int limit, CancellationToken cancellationToken)
        => throw new NotSupportedException();
}
