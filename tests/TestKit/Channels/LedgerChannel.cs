using System.Collections.Concurrent;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.TestKit.Faults;

namespace ChatOpsBot.TestKit.Channels;

/// <summary>
/// A platform that keeps what is posted, does not know repeated posts from new ones, and outlives the process that posts. What a person
/// sees in it is the oracle of the fault tests.
/// </summary>
/// <param name="canBeRead">It can be asked what was posted, as Slack can and Teams cannot.</param>
public sealed class LedgerPlatform(bool canBeRead = true)
{
    private readonly ConcurrentDictionary<string, PostedMessage> _messages = new(StringComparer.Ordinal);
    private int _lastId;

    /// <summary>Gets a value indicating whether it can be asked what was posted.</summary>
    public bool CanBeRead { get; } = canBeRead;

    /// <summary>Gets the messages a person sees now, in order of their posting.</summary>
    public IReadOnlyList<PostedMessage> Visible => [.. _messages.Values.OrderBy(message => message.Order)];

    public string Post(string turnId, string threadId, Reply? reply)
    {
        var order = Interlocked.Increment(ref _lastId);
        var id = $"m{order}";
        _messages[id] = new PostedMessage(id, order, turnId, threadId, reply);
        return id;
    }

    /// <summary>Changes a message, and says whether it is there.</summary>
    public bool Update(string id, Reply reply)
    {
        while (_messages.TryGetValue(id, out var message))
        {
            if (_messages.TryUpdate(id, message with { Reply = reply }, message))
            {
                return true;
            }
        }

        return false;
    }

    public void RemoveAll(string turnId)
    {
        foreach (var message in Visible.Where(message => message.TurnId == turnId))
        {
            _messages.TryRemove(message.Id, out _);
        }
    }

    public bool Remove(string id) => _messages.TryRemove(id, out _);

    public string? Find(string turnId) => Visible.FirstOrDefault(message => message.TurnId == turnId)?.Id;
}

/// <summary>One message as a person sees it.</summary>
/// <param name="Id">The platform's id.</param>
/// <param name="Order">Its place in the order of posting.</param>
/// <param name="TurnId">The marker it was posted with.</param>
/// <param name="ThreadId">The thread.</param>
/// <param name="Reply">What it says; null for a placeholder.</param>
public sealed record PostedMessage(string Id, int Order, string TurnId, string ThreadId, Reply? Reply);

/// <summary>Delivers to a <see cref="LedgerPlatform"/>; the process can end before and after every call.</summary>
public sealed class LedgerChannel(LedgerPlatform platform, CrashPoints points, ChannelKind kind = ChannelKind.Web) : IReplyChannel
{
    private readonly ConcurrentQueue<DeliveryException> _failures = new();
    private volatile DeliveryException? _updateFailure;
    private DeliveryException? _nextUpdateFailure;
    private DeliveryException? _nextRemovalFailure;
    private volatile TaskCompletionSource? _held;
    private int _updates;

    public ChannelKind Kind => kind;

    /// <summary>Makes the next call that posts or updates fail so; with an ambiguous failure the platform has done it all the same.</summary>
    public void FailNext(DeliveryFailure failure) => _failures.Enqueue(new DeliveryException(failure, "scripted"));

    /// <summary>Makes every update fail so, until told otherwise; posting goes on.</summary>
    public void FailUpdates(DeliveryFailure? failure) => _updateFailure = failure is { } kind ? new DeliveryException(kind, "scripted") : null;

    /// <summary>Gets how each message was shown last.</summary>
    public ConcurrentDictionary<string, OutboundReply> Shown { get; } = new(StringComparer.Ordinal);

    /// <summary>Makes one removal fail so.</summary>
    public void FailNextRemoval(DeliveryFailure failure) => _nextRemovalFailure = new DeliveryException(failure, "scripted");

    /// <summary>Makes one update fail so.</summary>
    public void FailNextUpdate(DeliveryFailure failure) => _nextUpdateFailure = new DeliveryException(failure, "scripted");

    /// <summary>Gets how many updates were begun.</summary>
    public int Updates => Volatile.Read(ref _updates);

    /// <summary>Makes every update hang until its token ends it; the task tells when the first one does.</summary>
    public Task HoldUpdates() => (_held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public Task<DeliveryReceipt?> PostPlaceholderAsync(ReplyTarget target, CancellationToken cancellationToken)
        => points.AroundAsync<DeliveryReceipt?>("post placeholder", () => Effect<DeliveryReceipt?>(() => Post(target, reply: null)));

    public Task<DeliveryReceipt?> ReserveAsync(ReplyTarget target, DeliveryReceipt? receipt, OutboundReply reply, CancellationToken cancellationToken)
        => receipt is null && !platform.CanBeRead
            ? points.AroundAsync<DeliveryReceipt?>("reserve", () => Effect<DeliveryReceipt?>(() => Post(target, reply: null)))
            : Task.FromResult(receipt);

    public Task<DeliveryReceipt> PostAsync(ReplyTarget target, OutboundReply reply, CancellationToken cancellationToken)
        => points.AroundAsync("post", () => Effect(() => Post(target, reply.Reply)));

    public async Task UpdateAsync(ReplyTarget target, DeliveryReceipt receipt, OutboundReply reply, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _updates);
        if (_held is { } held)
        {
            held.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        await points.AroundAsync("update", () => (Interlocked.Exchange(ref _nextUpdateFailure, null) ?? _updateFailure) is { } failure ? Task.FromException(failure) : Effect(() => platform.Update(receipt.MessageId, reply.Reply)
            ? true
            : throw new DeliveryException(DeliveryFailure.Gone, "not there any more")));
        Shown[receipt.MessageId] = reply;
    }

    public Task RefreshAsync(ReplyTarget target, DeliveryReceipt receipt, OutboundReply reply, CancellationToken cancellationToken)
        => UpdateAsync(target, receipt, reply, cancellationToken);

    public Task<DeliveryReceipt?> ReconcileAsync(ReplyTarget target, CancellationToken cancellationToken)
        => points.AroundAsync("reconcile", () => Task.FromResult(platform.CanBeRead && platform.Find(target.TurnId) is { } id ? new DeliveryReceipt(id) : null));

    public Task RemoveAsync(ReplyTarget target, DeliveryReceipt receipt, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _nextRemovalFailure, null) is { } failure)
        {
            return Task.FromException(failure);
        }

        // Whatever carries the turn's mark, as a reply of several parts needs it.
        platform.RemoveAll(target.TurnId);
        Array.ForEach(receipt.MessageIds(), id => platform.Remove(id));
        return Task.CompletedTask;
    }

    public Task WithdrawAsync(ReplyTarget target, DeliveryReceipt receipt, CancellationToken cancellationToken)
        => points.AroundAsync("withdraw", () => Effect(() => platform.Remove(receipt.MessageId)));

    public Task ShowProgressAsync(ReplyTarget target, DeliveryReceipt? receipt, TurnProgress progress, CancellationToken cancellationToken) => Task.CompletedTask;

    private DeliveryReceipt Post(ReplyTarget target, Reply? reply)
        => new(platform.Post(target.TurnId, target.Conversation.ThreadId, reply));

    private Task<T> Effect<T>(Func<T> effect)
    {
        if (!_failures.TryDequeue(out var failure))
        {
            return Task.FromResult(effect());
        }

        if (failure.Failure is DeliveryFailure.Ambiguous)
        {
            effect();
        }

        return Task.FromException<T>(failure);
    }
}
