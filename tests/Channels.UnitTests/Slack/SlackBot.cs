using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ChatOpsBot.Channels.Slack;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Access.Places;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Records;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Memory;
using ChatOpsBot.RagCore.Turns;
using ChatOpsBot.TestKit.Feedback;
using ChatOpsBot.TestKit.Inbox;
using ChatOpsBot.TestKit.Records;
using ChatOpsBot.TestKit.Slack;
using ChatOpsBot.TestKit.Time;
using ChatOpsBot.TestKit.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Channels.UnitTests.Slack;

/// <summary>The Slack channel behind a real web server, with an inbox in memory and a fake Slack.</summary>
internal sealed class SlackBot : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly MeterListener _meters = new();
    private readonly RecordingLogs _logs;

    private SlackBot(WebApplication app, FakeSlack slack, FixedTimeProvider time, FakeInbox inbox, RecordedVotes votes, MemoryRecordStore records, RecordingLogs logs)
    {
        (_app, Slack, Time, Inbox, Votes, Records, _logs) = (app, slack, time, inbox, votes, records, logs);
        (Alice, Bob) = (new SlackPerson(slack, Client, time), new SlackPerson(slack, Client, time, "U0BOB"));
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == SlackMetrics.MeterName && instrument.Meter.Scope == app.Services.GetRequiredService<IMeterFactory>())
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) =>
        {
            if (instrument.Name == "chatopsbot.slack.requests")
            {
                Results.Enqueue((string)tags[1].Value!);
            }
        });
        _meters.Start();
    }

    public FakeSlack Slack { get; }

    public FixedTimeProvider Time { get; }

    public FakeInbox Inbox { get; }

    public RecordedVotes Votes { get; }

    public MemoryRecordStore Records { get; }

    public required RecordedUninstalls Uninstalls { get; init; }

    /// <summary>Gets what was counted, request by request.</summary>
    public ConcurrentQueue<string> Results { get; } = new();

    public string Logs => string.Join('\n', _logs.Lines);

    public HttpClient Client { get; } = new();

    public IServiceProvider Services => _app.Services;

    public SlackPerson Alice { get; }

    public SlackPerson Bob { get; }

    public static async Task<SlackBot> StartAsync(params (string Key, string? Value)[] settings)
    {
        var time = new FixedTimeProvider();
        var slack = await FakeSlack.StartAsync(time);
        var (inbox, votes, records, logs) = (new FakeInbox(), new RecordedVotes(), new MemoryRecordStore(time), new RecordingLogs());
        var uninstalled = new RecordedUninstalls();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(Settings(slack))
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key.StartsWith("Storage:", StringComparison.Ordinal) ? setting.Key : $"Channels:Slack:{setting.Key}", setting.Value)));
        builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Trace);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(time).AddSingleton<IIdGenerator, CountedIds>()
            .AddSingleton<IInbox>(inbox).AddSingleton<ITurnJournal>(inbox).AddSingleton<IVoteStore>(votes).AddSingleton<VoteRecorder>()
            .AddSingleton<CardRefresher>().AddHostedService(provider => provider.GetRequiredService<CardRefresher>())
            .AddSingleton<IRecordStore>(records).AddSingleton<PlaceBook>().AddSingleton<IAccessResolver, EverybodysRights>()
            .AddSingleton<IConversationMemory, ForgettingMemory>().AddSingleton<PersonalMemory>()
            .AddSingleton<FakeKnowledgeIndex>().AddSingleton<IKnowledgeIndex>(provider => provider.GetRequiredService<FakeKnowledgeIndex>())
            .AddSingleton<BusyNotices>().AddHostedService(provider => provider.GetRequiredService<BusyNotices>())
            .AddSingleton(new Random(1)).AddSingleton<IUninstallListener>(uninstalled)
            .AddTurnChanges().AddSlackChannel();
        var app = builder.Build();
        app.MapSlackChannel();
        var bot = new SlackBot(app, slack, time, inbox, votes, records, logs) { Uninstalls = uninstalled };
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        bot.Client.BaseAddress = new Uri(address);
        return bot;
    }

    public T Get<T>()
        where T : notnull
        => _app.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _meters.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Slack.DisposeAsync();
    }

    private static IEnumerable<KeyValuePair<string, string?>> Settings(FakeSlack slack) =>
    [
        new("Channels:Slack:Enabled", "true"),
        new("Channels:Slack:SigningSecret", FakeSlack.SigningSecret),
        new("Channels:Slack:BotToken", FakeSlack.BotToken),
        new("Channels:Slack:ApiBaseUrl", slack.ApiBaseUrl.AbsoluteUri),
        new("Channels:Slack:AllowedResponseHosts:0", slack.ResponseHost),
        new("Channels:Slack:TeamId", FakeSlackWorkspace.TeamId),
    ];

    private sealed class EverybodysRights : IAccessResolver
    {
        public Task<AccessFilter> ResolveAsync(InboundMessage message, CancellationToken cancellationToken)
            => Task.FromResult(AccessFilter.For(message.Conversation.Tenant, message.Audience is Audience.Private or Audience.Shared ? [Principals.Everyone] : []));
    }

    private sealed class ForgettingMemory(ITurnJournal journal) : IConversationMemory
    {
        public Task DropAsync(ConversationKey conversation, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<IReadOnlyList<Exchange>> RecallAsync(ConversationKey conversation, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Exchange>>([]);

        public Task AppendAsync(ConversationKey conversation, Exchange exchange, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task ForgetAsync(ConversationKey conversation, CancellationToken cancellationToken) => journal.ForgetThreadAsync(conversation, cancellationToken);
    }
}
