using System.Diagnostics.Metrics;
using ChatOpsBot.RagCore.Storage.Log;
using ChatOpsBot.RagCore.Storage.Spool;
using ChatOpsBot.TestKit.Logging;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.UnitTests.Storage.Spool;

/// <summary>A spool with what puts into it and takes out of it.</summary>
internal sealed class OpenedSpool : IDisposable
{
    public static readonly SpoolSettings Settings = new(1 << 20, TimeSpan.FromHours(24), 64 << 10);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public OpenedSpool(ILogFileSystem files, FixedTimeProvider time, SpoolSettings? settings = null)
    {
        var loggers = LoggerFactory.Create(logging => logging.AddProvider(Logs));
        Metrics = new SpoolMetrics(_services.GetRequiredService<IMeterFactory>());
        Spool = new RagCore.Storage.Spool.Spool(files, settings ?? Settings, time, loggers.CreateLogger<RagCore.Storage.Spool.Spool>());
        Outlet = new SpoolOutlet(Spool, settings ?? Settings, Metrics, time, loggers.CreateLogger<SpoolOutlet>());
        Spool.TryOpen();
    }

    public RecordingLogs Logs { get; } = new();

    public SpoolMetrics Metrics { get; }

    public RagCore.Storage.Spool.Spool Spool { get; }

    public SpoolOutlet Outlet { get; }

    /// <summary>Takes everything out, as if the database took all of it, and returns the turns in order.</summary>
    public async Task<IReadOnlyList<string>> DrainAsync()
    {
        var drained = new List<string>();
        while (Outlet.Take(100) is { Count: > 0 } taken)
        {
            drained.AddRange(taken.Select(entry => Outlet.Read(entry)!.TurnId));
            await Outlet.FinishAsync(taken);
        }

        return drained;
    }

    public void Dispose()
    {
        Spool.Dispose();
        _services.Dispose();
    }
}
