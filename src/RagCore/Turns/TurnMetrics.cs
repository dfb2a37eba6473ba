using System.Diagnostics;
using System.Diagnostics.Metrics;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Inbox;

namespace ChatOpsBot.RagCore.Turns;

/// <summary>The turn's clock and counters.</summary>
internal sealed class TurnMetrics
{
    public const string MeterName = Meters.Core;

    private static readonly InstrumentAdvice<double> Buckets = new() { HistogramBucketBoundaries = [0.01, 0.05, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60] };

    private readonly Histogram<double> _duration;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _deliveries;
    private readonly Counter<long> _dead;

    public TurnMetrics(IMeterFactory meters, IInbox inbox, TimeProvider time)
    {
        var meter = meters.Create(MeterName);
        _duration = meter.CreateHistogram("chatopsbot.turn.duration", "s", "Time from leasing a turn to its end.", tags: null, Buckets);
        _refusals = meter.CreateCounter<long>("chatopsbot.turn.refusals", "{message}", "Messages a gate refused.");
        _deliveries = meter.CreateCounter<long>("chatopsbot.delivery.attempts", "{attempt}", "Attempts to deliver a stored reply.");
        _dead = meter.CreateCounter<long>("chatopsbot.turn.dead", "{turn}", "Turns that were given up, by kind of cause.");
        meter.CreateObservableGauge("chatopsbot.inbox.depth", () => inbox.Statistics.Waiting + inbox.Statistics.Leased, "{turn}", "Unfinished turns.");
        meter.CreateObservableGauge("chatopsbot.inbox.oldest_age", () => OldestAge(inbox, time), "s", "Age of the oldest unfinished turn.");
    }

    public TurnScope StartTurn(ChannelKind channel) => new(this, channel);

    public void Refused(ChannelKind channel, string reason)
        => _refusals.Add(1, new("channel", Name(channel)), new("reason", reason));

    public void DeliveryAttempted(ChannelKind channel, string result)
        => _deliveries.Add(1, new("channel", Name(channel)), new("result", result));

    /// <summary>Counts a turn that was given up. What follows the kind of a cause, such as a platform's error code, is left out.</summary>
    public void Died(ChannelKind channel, string cause)
        => _dead.Add(1, new("channel", Name(channel)), new("cause", cause.Split(':', 2)[0]));

    internal void Record(ChannelKind channel, string outcome, TimeSpan elapsed)
        => _duration.Record(elapsed.TotalSeconds, new("channel", Name(channel)), new("outcome", outcome));

    private static double OldestAge(IInbox inbox, TimeProvider time)
        => inbox.Statistics.OldestReceivedAt is { } received ? (time.GetUtcNow() - received).TotalSeconds : 0;

    private static string Name(ChannelKind channel) => channel.ToString().ToLowerInvariant();
}

/// <summary>Measures one attempt at a turn. One that is disposed without an end counts as failed.</summary>
internal sealed class TurnScope(TurnMetrics metrics, ChannelKind channel) : IDisposable
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private string _outcome = "failed";

    public string Outcome => _outcome;

    public void Completed(Reply reply) => _outcome = reply switch
    {
        AnswerReply => "answered",
        NoEvidenceReply => "no_evidence",
        ClarificationReply => "clarification",
        HandOverReply => "handed_over",
        NoticeReply { Kind: NoticeKind.Apology } => "apology",
        NoticeReply { Kind: NoticeKind.Refusal } => "refused",
        _ => "notice",
    };

    /// <summary>Ends a turn that said nothing.</summary>
    public void EndedWithout(string outcome) => _outcome = outcome;

    public void Dispose() => metrics.Record(channel, _outcome, Stopwatch.GetElapsedTime(_started));
}
