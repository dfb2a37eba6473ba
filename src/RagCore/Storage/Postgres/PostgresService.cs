using ChatOpsBot.RagCore.Conversations;
using Microsoft.Extensions.Hosting;

namespace ChatOpsBot.RagCore.Storage.Postgres;

/// <summary>
/// Brings the schema up and starts everything that runs beside the turns. Never keeps the host from starting: while the database is
/// down or too new, readiness says so and it is tried again.
/// </summary>
internal sealed class PostgresService(
    SchemaMigrator migrator,
    InboxGauge gauge,
    LeaseDesk desk,
    LeaseKeeper keeper,
    ArrivalListener listener,
    TurnRetention retention,
    TimeProvider time,
    Random random) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            await MigrateAsync(stoppingToken);
            gauge.Start();
            desk.Start();
            keeper.Start();
            await Task.WhenAll(listener.RunAsync(desk.Wake, stoppingToken), retention.RunAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private async Task MigrateAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await migrator.MigrateAsync(stoppingToken);
                return;
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(Pause * (0.5 + random.NextDouble()), time, stoppingToken);
            }
        }
    }
}
