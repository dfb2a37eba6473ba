using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ChatOpsBot.RagCore.Answering.Generation;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Models.Chat;
using ChatOpsBot.RagCore.Usage.Calls;
using ChatOpsBot.TestKit.Logging;
using ChatOpsBot.TestKit.Models;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.UnitTests.Models.Chat;

/// <summary>Scripted models behind the whole chain, on a clock that stands.</summary>
internal sealed class ChatStage : IDisposable
{
    public static readonly ChatMessage[] Question = [new(ChatRole.User, "How many days of leave are there?")];

    private readonly ConcurrentQueue<ModelCharge> _charges = new();
    private readonly ServiceProvider _services;
    private readonly ILoggerFactory _loggers;
    private readonly ChatTelemetry _telemetry;

    public ChatStage()
    {
        _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(Logs));
        _telemetry = new ChatTelemetry(_services.GetRequiredService<IMeterFactory>());
    }

    public FixedTimeProvider Time { get; } = new();

    public RecordingLogs Logs { get; } = new();

    public ChatModelsOptions Options { get; } = new();

    public HedgingOptions Hedging { get; } = new();

    public List<ScriptedChatClient> Scripts { get; } = [];

    public IReadOnlyList<ModelCharge> Charges => [.. _charges];

    public static ChatStep Says(string text) => new ChatStep.Delta(text);

    public static ChatStep Fails(ModelFault fault, TimeSpan? retryAfter = null)
        => new ChatStep.Fault(() => new ModelCallException(fault, "scripted") { RetryAfter = retryAfter });

    public static ChatStep Hangs() => new ChatStep.Pause(TimeSpan.FromHours(1));

    /// <summary>Adds a model that plays these scripts, one for each call.</summary>
    public ScriptedChatClient Add(string name, params IReadOnlyList<ChatStep>[] scripts) => Add(new ChatModelOptions { Name = name, InputPrice = 3, OutputPrice = 15 }, scripts);

    /// <summary>Adds a model that plays these scripts, one for each call.</summary>
    public ScriptedChatClient Add(ChatModelOptions options, params IReadOnlyList<ChatStep>[] scripts)
    {
        (options.Provider, options.Model) = (ChatProvider.OpenAI, options.Name);
        Options.Chat.Add(options);
        var scripted = new ScriptedChatClient(Time, scripts);
        Scripts.Add(scripted);
        return scripted;
    }

    public FailoverChatClient Build()
    {
        var chain = new ChatChain(_telemetry, Time, new Random(1), _loggers.CreateLogger<GuardedChatClient>());
        ChatModel[] models = [.. Options.Chat.Zip(Scripts, (options, scripted) => chain.Around(scripted, options))];
        return new FailoverChatClient(
            models,
            new ModelPolicy(Microsoft.Extensions.Options.Options.Create(Options)),
            new Hedging(Hedging.Delay, new HedgeBudget(Hedging.MaxShare)),
            _telemetry,
            Time,
            _loggers.CreateLogger<FailoverChatClient>());
    }

    public ChatOptions Call(string tenant = "acme", SpendingLevel spending = SpendingLevel.Normal)
        => new ModelCall(new ModelAccount(new TenantId(tenant), null, "person", "turn"), ModelPurpose.Answer, spending, _charges.Enqueue).Attach(new ChatOptions());

    /// <summary>Listens to the meter of the product.</summary>
    public List<string> Listen(out MeterListener listener)
    {
        var heard = new List<string>();
        var factory = _services.GetRequiredService<IMeterFactory>();
        listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Scope == factory)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.Start();
        return heard;

        void Note(Instrument instrument, object value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            lock (heard)
            {
                heard.Add($"{instrument.Name} {value} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}");
            }
        }
    }

    /// <summary>Reads a stream to its end: texts, and where it began again.</summary>
    public static async Task<List<string>> ReadAsync(IChatClient client, ChatOptions? options, CancellationToken cancellationToken = default)
    {
        var read = new List<string>();
        await ReadAsync(client, options, read, cancellationToken);
        return read;
    }

    /// <summary>Reads a stream as far as it goes.</summary>
    public static async Task ReadAsync(IChatClient client, ChatOptions? options, List<string> read, CancellationToken cancellationToken = default)
    {
        await foreach (var update in client.GetStreamingResponseAsync(Question, options, cancellationToken))
        {
            read.AddRange(update.Contents.Select(content => content switch
            {
                StreamRestart restart => $"[restart {restart.Model}]",
                TextContent text => text.Text,
                _ => string.Empty,
            }).Where(text => text.Length > 0));
        }
    }

    public void Dispose()
    {
        _telemetry.Dispose();
        _loggers.Dispose();
        _services.Dispose();
    }
}
