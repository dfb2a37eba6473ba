using System.Diagnostics;
using System.Diagnostics.Metrics;
using ChatOpsBot.RagCore.Turns;

namespace ChatOpsBot.RagCore.Models.Chat;

/// <summary>Spans and measures of model calls under the names OpenTelemetry gives them, and the counters of what is done about faults. Nothing of what is said.</summary>
internal sealed class ChatTelemetry : IDisposable
{
    /// <summary>The source of the spans.</summary>
    public const string SourceName = TurnMetrics.MeterName;

    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92] };
    private static readonly InstrumentAdvice<long> Tokens = new() { HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576] };

    private readonly ActivitySource _source = new(SourceName);
    private readonly Histogram<long> _tokens;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstToken;
    private readonly Counter<long> _failovers;
    private readonly Counter<long> _hedges;
    private readonly Counter<long> _unavailable;
    private readonly Meter _meter;

    public ChatTelemetry(IMeterFactory meters)
    {
        _meter = meters.Create(TurnMetrics.MeterName);
        _tokens = _meter.CreateHistogram("gen_ai.client.token.usage", "{token}", "Tokens read and written by models.", tags: null, Tokens);
        _duration = _meter.CreateHistogram("gen_ai.client.operation.duration", "s", "Time of one call of a model.", tags: null, Seconds);
        _firstToken = _meter.CreateHistogram("gen_ai.client.operation.time_to_first_chunk", "s", "Time to the first token of a call.", tags: null, Seconds);
        _failovers = _meter.CreateCounter<long>("chatopsbot.model.failovers", "{call}", "Calls that went on to another model, by the model that failed and why.");
        _hedges = _meter.CreateCounter<long>("chatopsbot.model.hedges", "{call}", "Second models asked because the first was slow to begin, by who spoke first.");
        _unavailable = _meter.CreateCounter<long>("chatopsbot.model.unavailable", "{call}", "Calls that no model could be asked for, or none answered.");
    }

    /// <summary>Returns the span of a call; null when nobody listens.</summary>
    public Activity? Start(ChatModelOptions model)
    {
        var activity = _source.StartActivity($"chat {model.Model}", ActivityKind.Client);
        return activity?.SetTag("gen_ai.operation.name", "chat").SetTag("gen_ai.provider.name", ProviderOf(model)).SetTag("gen_ai.request.model", model.Model);
    }

    public void FirstToken(ChatModelOptions model, TimeSpan elapsed) => _firstToken.Record(elapsed.TotalSeconds, TagsOf(model));

    /// <summary>Records the end of a call.</summary>
    public void Ended(ChatModelOptions model, TimeSpan elapsed, string? error)
    {
        var tags = TagsOf(model);
        if (error is not null)
        {
            tags.Add("error.type", error);
        }

        _duration.Record(elapsed.TotalSeconds, tags);
    }

    /// <summary>Records tokens, <c>input</c> or <c>output</c>.</summary>
    public void Used(ChatModelOptions model, string type, long tokens)
    {
        var tags = TagsOf(model);
        tags.Add("gen_ai.token.type", type);
        _tokens.Record(tokens, tags);
    }

    public void FailedOver(string model, ModelFault fault) => _failovers.Add(1, new("model", model), new("reason", fault.Tag()));

    /// <summary>Counts a second model: <c>first</c> or <c>second</c> spoke first, or <c>none</c>.</summary>
    public void Hedged(string winner) => _hedges.Add(1, new KeyValuePair<string, object?>("winner", winner));

    public void Unavailable() => _unavailable.Add(1);

    /// <summary>Shows which models are left alone.</summary>
    public void Watch(IReadOnlyList<ChatModel> models)
        => _meter.CreateObservableGauge(
            "chatopsbot.model.breaker_open",
            () => models.Select(model => new Measurement<int>(model.Health.IsOut ? 1 : 0, new KeyValuePair<string, object?>("model", model.Name))),
            "{model}",
            "1 while a model is left alone after several faults in a row.");

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private static TagList TagsOf(ChatModelOptions model) => new()
    {
        { "gen_ai.operation.name", "chat" },
        { "gen_ai.provider.name", ProviderOf(model) },
        { "gen_ai.request.model", model.Model },
    };

    private static string ProviderOf(ChatModelOptions model) => model.Provider == ChatProvider.Anthropic ? "anthropic" : "openai";
}
