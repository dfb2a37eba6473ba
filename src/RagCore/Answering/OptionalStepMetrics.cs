using System.Diagnostics.Metrics;
using ChatOpsBot.RagCore.Diagnostics;

namespace ChatOpsBot.RagCore.Answering;

/// <summary>Counts how the steps ended that an answer can do without.</summary>
internal sealed class OptionalStepMetrics
{
    private const string MeterName = Meters.Core;

    private readonly Counter<long> _steps;

    public OptionalStepMetrics(IMeterFactory meters)
        => _steps = meters.Create(MeterName).CreateCounter<long>(
            "chatopsbot.answering.optional_steps", "{step}", "Steps an answer can do without, by how they ended; a result other than done or skipped was done without.");

    /// <summary>Counts one step.</summary>
    /// <param name="step">rewrite or rerank.</param>
    /// <param name="result">done, skipped, useless, late, failed, unavailable or left_alone.</param>
    public void Ended(string step, string result)
        => _steps.Add(1, new KeyValuePair<string, object?>("step", step), new KeyValuePair<string, object?>("result", result));
}
