using System.Diagnostics.Metrics;

namespace ChatOpsBot.RagCore.Storage.Spool;

/// <summary>Counts what went through the spool and what did not come out of it.</summary>
internal sealed class SpoolMetrics
{
    public const string MeterName = "ChatOpsBot.RagCore.Spool";

    private readonly Counter<long> _spooled;
    private readonly Counter<long> _drained;
    private readonly Counter<long> _lost;

    public SpoolMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _spooled = meter.CreateCounter<long>("chatopsbot.spool.accepted", "{message}", "Messages taken while the database was down.");
        _drained = meter.CreateCounter<long>("chatopsbot.spool.drained", "{message}", "Messages handed over to the database.");
        _lost = meter.CreateCounter<long>("chatopsbot.spool.lost", "{message}", "Messages given up or set aside.");
    }

    public void Spooled() => _spooled.Add(1);

    public void Drained(int count) => _drained.Add(count);

    public void GivenUp() => _lost.Add(1, new KeyValuePair<string, object?>("reason", "too_old"));

    public void SetAside() => _lost.Add(1, new KeyValuePair<string, object?>("reason", "set_aside"));
}
