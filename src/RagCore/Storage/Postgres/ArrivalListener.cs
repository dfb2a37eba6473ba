using ChatOpsBot.RagCore.Conversations;
using Npgsql;

namespace ChatOpsBot.RagCore.Storage.Postgres;

/// <summary>Hears that another replica accepted a message. A notification that is lost costs a second: the workers also look by themselves.</summary>
internal sealed class ArrivalListener(PostgresDatabase database, TimeProvider time, Random random)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Listens until it is cancelled, over every loss of the connection.</summary>
    /// <param name="heard">Called for each notification.</param>
    /// <param name="cancellationToken">Ends the listening.</param>
    public async Task RunAsync(Action heard, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await database.GuardAsync(() => ListenAsync(heard, cancellationToken), cancellationToken);
            }
            catch (StoreUnavailableException)
            {
                // The database says itself that it is down. With jitter, so that replicas do not come back together.
                await Task.Delay(Pause * (0.5 + random.NextDouble()), time, cancellationToken);
            }
        }
    }

    private async Task<bool> ListenAsync(Action heard, CancellationToken cancellationToken)
    {
        await using var connection = await database.ConnectAsync(cancellationToken);
        connection.Notification += (_, _) => heard();
        await using (var listen = new NpgsqlCommand("listen chatopsbot_turns", connection))
        {
            await listen.ExecuteNonQueryAsync(cancellationToken);
        }

        // What arrived before is not told.
        heard();
        while (true)
        {
            await connection.WaitAsync(cancellationToken);
        }
    }
}
