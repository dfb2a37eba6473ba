using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Inbox;

namespace ChatOpsBot.RagCore.Usage;

/// <summary>Counts what was used, and how much of each budget that is.</summary>
internal sealed class UsageMetrics
{
    // The meter of everything in this assembly.
    private const string MeterName = Meters.Core;

    private readonly Counter<long> _tokens;
    private readonly Counter<double> _cost;
    private readonly Counter<long> _decisions;
    private readonly ConcurrentDictionary<string, double> _shares = new(StringComparer.Ordinal);

    public UsageMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _tokens = meter.CreateCounter<long>("chatopsbot.usage.tokens", "{token}", "Tokens of models, by model, purpose and direction.");
        _cost = meter.CreateCounter<double>("chatopsbot.usage.cost", "{money}", "Cost of models in the currency of the price table, by model and purpose.");
        _decisions = meter.CreateCounter<long>("chatopsbot.usage.decisions", "{question}", "Questions under a budget, by what models could cost.");
        meter.CreateObservableGauge("chatopsbot.usage.budget_share", Shares, "1", "Used and set-aside part of each budget, when it was last asked.");
    }

    public void Charged(IEnumerable<ModelCharge> charges)
    {
        foreach (var charge in charges)
        {
            KeyValuePair<string, object?> model = new("model", charge.Model), purpose = new("purpose", Name(charge.Purpose));
            _tokens.Add(charge.InputTokens, model, purpose, new("direction", "input"));
            _tokens.Add(charge.OutputTokens, model, purpose, new("direction", "output"));
            _cost.Add((double)charge.Cost, model, purpose);
        }
    }

    public void Decided(string level) => _decisions.Add(1, new KeyValuePair<string, object?>("level", level));

    /// <param name="budget">The budget's name: few, since they are configured.</param>
    /// <param name="share">Its used part.</param>
    public void Stands(string budget, double share) => _shares[budget] = share;

    private IEnumerable<Measurement<double>> Shares()
        => _shares.Select(share => new Measurement<double>(share.Value, new KeyValuePair<string, object?>("budget", share.Key)));

    private static string Name(ModelPurpose purpose) => purpose.ToString().ToLowerInvariant();
}
