using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;

namespace ChatOpsBot.RagCore.Storage.Spool;

/// <summary>
/// The inbox of a database, whose door stays open while the database is down: messages wait in the spool then. A thread of which
/// something waits goes on through the spool, so that nothing overtakes it.
/// </summary>
internal sealed class SpooledInbox(IInbox database, Spool spool, DatabaseBreaker breaker, SpoolMetrics metrics) : IInbox
{
    private const string NoAnswer = "The database does not answer.";

    /// <summary>
    /// Gets how much waits in the database and in the spool. It is an obstacle only when neither takes messages; when one of them
    /// does not, that is told as a degradation.
    /// </summary>
    public InboxStatistics Statistics
    {
        get
        {
            var stored = DatabaseStatistics();
            var spooled = spool.Statistics;
            return new InboxStatistics(stored.Waiting + spooled.Waiting, stored.Leased, Earlier(stored.OldestReceivedAt, spooled.OldestReceivedAt))
            {
                Obstacle = stored.Obstacle is { } down && spool.Obstacle is { } full ? $"{down} {full}" : null,
                Degradation = Degradation(stored),
            };
        }
    }

    public async ValueTask<AcceptResult> AcceptAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        if (spool.IsOpen && (spool.Concerns(message) || !breaker.MayTry()))
        {
            return await SpoolAsync(message, null, cancellationToken);
        }

        try
        {
            var result = await database.AcceptAsync(message, cancellationToken);
            breaker.Succeeded();
            return result;
        }
        catch (StoreUnavailableException down)
        {
            // It may have been stored all the same. Spooled as well, it is a duplicate when it is handed over.
            breaker.Failed();
            return await SpoolAsync(message, down, cancellationToken);
        }
    }

    public async Task<bool> TryEditAsync(InboundEdit edit, CancellationToken cancellationToken)
        => await spool.TryEditAsync(edit, cancellationToken) ?? await database.TryEditAsync(edit, cancellationToken);

    public async Task<bool> TryCancelAsync(InboundRemoval removal, CancellationToken cancellationToken)
        => await spool.TryCancelAsync(removal, cancellationToken) ?? await database.TryCancelAsync(removal, cancellationToken);

    public Task<LeasedTurn> LeaseAsync(CancellationToken cancellationToken) => database.LeaseAsync(cancellationToken);

    public Task ConfirmAsync(TurnLease lease, CancellationToken cancellationToken) => database.ConfirmAsync(lease, cancellationToken);

    public Task RecordReceiptAsync(TurnLease lease, DeliveryReceipt receipt, CancellationToken cancellationToken)
        => database.RecordReceiptAsync(lease, receipt, cancellationToken);

    public Task RecordAnswerAsync(TurnLease lease, StoredAnswer answer, CancellationToken cancellationToken)
        => database.RecordAnswerAsync(lease, answer, cancellationToken);

    public Task CompleteAsync(TurnLease lease, CancellationToken cancellationToken) => database.CompleteAsync(lease, cancellationToken);

    public Task RetryAsync(TurnLease lease, TimeSpan delay, string cause, CancellationToken cancellationToken)
        => database.RetryAsync(lease, delay, cause, cancellationToken);

    public Task ReleaseAsync(TurnLease lease, TimeSpan delay, CancellationToken cancellationToken)
        => database.ReleaseAsync(lease, delay, cancellationToken);

    public Task DeadLetterAsync(TurnLease lease, string cause, CancellationToken cancellationToken)
        => database.DeadLetterAsync(lease, cause, cancellationToken);

    private async ValueTask<AcceptResult> SpoolAsync(InboundMessage message, StoreUnavailableException? down, CancellationToken cancellationToken)
    {
        try
        {
            var result = await spool.AcceptAsync(message, cancellationToken);
            if (result == AcceptResult.Accepted)
            {
                metrics.Spooled();
            }

            return result;
        }
        catch (StoreUnavailableException refused) when (down is not null)
        {
            throw new StoreUnavailableException($"Neither the database nor the spool takes messages. {down.Message} {refused.Message}", refused);
        }
    }

    private InboxStatistics DatabaseStatistics()
    {
        try
        {
            var statistics = database.Statistics;
            return breaker.IsOpen ? statistics with { Obstacle = statistics.Obstacle ?? NoAnswer } : statistics;
        }
        catch (StoreUnavailableException)
        {
            return new InboxStatistics(0, 0, null) { Obstacle = NoAnswer };
        }
    }

    private string? Degradation(InboxStatistics stored)
        => stored.Obstacle is { } down
            ? spool.Obstacle is null ? $"{down} Messages wait in the spool." : null
            : spool.Obstacle ?? stored.Degradation;

    private static DateTimeOffset? Earlier(DateTimeOffset? left, DateTimeOffset? right)
        => left is null ? right : right is null || left < right ? left : right;
}
