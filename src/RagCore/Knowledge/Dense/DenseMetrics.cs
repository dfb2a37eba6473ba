using System.Diagnostics.Metrics;
using ChatOpsBot.RagCore.Diagnostics;

namespace ChatOpsBot.RagCore.Knowledge.Dense;

/// <summary>Counts how questions were searched, and what waits for vectors.</summary>
internal sealed class DenseMetrics
{
    private const string MeterName = Meters.Core;

    private readonly Counter<long> _questions;
    private readonly Counter<long> _outages;

    public DenseMetrics(IMeterFactory meters, DenseIndex index)
    {
        var meter = meters.Create(MeterName);
        _questions = meter.CreateCounter<long>("chatopsbot.dense.questions", "{question}", "Questions by how they were embedded; a result other than embedded was searched by words alone.");
        _outages = meter.CreateCounter<long>("chatopsbot.dense.outages", "{outage}", "Times the embedding model stopped answering, by reason.");
        meter.CreateObservableGauge("chatopsbot.dense.waiting", () => index.WaitingCount, "{document}", "Documents that wait for their vectors.");
    }

    /// <summary>Counts one question.</summary>
    /// <param name="result">embedded, failed or skipped.</param>
    public void Asked(string result) => _questions.Add(1, new KeyValuePair<string, object?>("result", result));

    /// <summary>Counts the beginning of an outage.</summary>
    public void Lost(string reason) => _outages.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
