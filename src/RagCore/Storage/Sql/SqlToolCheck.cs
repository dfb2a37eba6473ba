using Microsoft.Extensions.Hosting;

namespace ChatOpsBot.RagCore.Storage.Sql;

/// <summary>Looks at the databases of the look-ups when the process starts. One that is down keeps nothing from starting.</summary>
internal sealed class SqlToolCheck(SqlTools tools) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        foreach (var database in tools.Databases)
        {
            await database.CheckAsync(stoppingToken);
        }
    }
}
