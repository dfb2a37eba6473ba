using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Inbox;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ChatOpsBot.RagCore.Storage.Postgres;

/// <summary>Removes what has been kept for long enough, a few thousand rows at a time. Every replica does it; rows another one is removing are passed over.</summary>
internal sealed partial class TurnRetention(
    PostgresDatabase database, TimeProvider time, IOptions<StorageOptions> storage, IOptions<InboxOptions> inbox, ILogger<TurnRetention> logger)
{
    private const int Rows = 2_000;

    private const string Turns =
        "with old as (select id from turns where ended and ended_at < bot_now() - $1 limit $2 for update skip locked) delete from turns t using old where t.id = old.id returning 1";

    private const string Votes =
        "with old as (select ctid from votes where stored_at < bot_now() - $1 limit $2 for update skip locked) delete from votes v using old where v.ctid = old.ctid returning 1";

    private const string Usage =
        "with old as (select turn_id, line from usage_lines where stored_at < bot_now() - $1 limit $2 for update skip locked) delete from usage_lines u using old where u.turn_id = old.turn_id and u.line = old.line returning 1";

    private const string UsageDays =
        "with old as (select ctid from usage_days where day < (bot_now() - $1)::date limit $2 for update skip locked) delete from usage_days d using old where d.ctid = old.ctid returning 1";

    private const string Keys =
        "with old as (select key from dedupe_keys where claimed_at < bot_now() - $1 limit $2 for update skip locked) delete from dedupe_keys d using old where d.key = old.key returning 1";

    private const string Records =
        "with old as (select ctid from records where expires_at < bot_now() - $1 limit $2 for update skip locked) delete from records r using old where r.ctid = old.ctid returning 1";

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>Removes every ten minutes until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, time, cancellationToken);
            try
            {
                await RemoveAsync(cancellationToken);
            }
            catch (StoreUnavailableException)
            {
                // Next time.
            }
        }
    }

    /// <summary>Removes what is old now and returns how many turns that were.</summary>
    public async Task<int> RemoveAsync(CancellationToken cancellationToken)
    {
        var turns = await RemoveAllAsync(Turns, storage.Value.Retention, cancellationToken);
        await RemoveAllAsync(Votes, storage.Value.Retention, cancellationToken);
        await RemoveAllAsync(Usage, storage.Value.Retention, cancellationToken);
        await RemoveAllAsync(UsageDays, storage.Value.Retention, cancellationToken);
        await RemoveAllAsync(Keys, inbox.Value.DedupeWindow, cancellationToken);
        await RemoveAllAsync(Records, TimeSpan.Zero, cancellationToken);
        if (turns > 0)
        {
            OldTurnsRemoved(turns);
        }

        return turns;
    }

    private async Task<int> RemoveAllAsync(string sql, TimeSpan age, CancellationToken cancellationToken)
    {
        var total = 0;
        for (var removed = Rows; removed == Rows; total += removed)
        {
            removed = await database.AcrossTenantsAsync(sql, [Db.Interval(age), Db.Int(Rows)], CountAsync, cancellationToken);
        }

        return total;
    }

    private static async Task<int> CountAsync(NpgsqlDataReader reader)
    {
        var rows = 0;
        while (await reader.ReadAsync())
        {
            rows++;
        }

        return rows;
    }

    [LoggerMessage(LogEvents.OldTurnsRemoved, LogLevel.Information, "Removed {Turns} turns that were kept for long enough")]
    private partial void OldTurnsRemoved(int turns);
}
