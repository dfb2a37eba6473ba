using System.Diagnostics.Metrics;
using ChatOpsBot.RagCore.Diagnostics;

namespace ChatOpsBot.RagCore.Answering.Tools;

/// <summary>Counts calls of tools.</summary>
internal sealed class ToolMetrics
{
    private const string MeterName = Meters.Core;

    private readonly Counter<long> _calls;
    private readonly Histogram<double> _duration;

    public ToolMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _calls = meter.CreateCounter<long>("chatopsbot.tools.calls", "{call}", "Calls of tools by a model that answers, by how they ended.");
        _duration = meter.CreateHistogram<double>("chatopsbot.tools.duration", "s", "How long calls of tools took.");
    }

    /// <summary>Counts one call.</summary>
    /// <param name="tool">The tool's name; <c>unknown</c> for one that does not exist, whose name a model made up.</param>
    /// <param name="result">found, nothing, repeated, refused, failed or late.</param>
    /// <param name="duration">How long it took.</param>
    public void Ended(string tool, string result, TimeSpan duration)
    {
        var name = new KeyValuePair<string, object?>("tool", tool);
        _calls.Add(1, name, new KeyValuePair<string, object?>("result", result));
        _duration.Record(duration.TotalSeconds, name);
    }
}
