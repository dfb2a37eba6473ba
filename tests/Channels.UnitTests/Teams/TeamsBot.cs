using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Teams;
using ChatOpsBot.RagCore.Access.Places;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Records;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Memory;
using ChatOpsBot.RagCore.Turns;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Feedback;
using ChatOpsBot.TestKit.Inbox;
using ChatOpsBot.TestKit.Logging;
using ChatOpsBot.TestKit.Teams;
using ChatOpsBot.TestKit.Teams.Connector;
using ChatOpsBot.TestKit.Teams.Tokens;
using ChatOpsBot.TestKit.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Channels.UnitTests.Teams;

/// <summary>The Teams channel behind a real web server, with an inbox in memory, an issuer of tokens and a fake Connector.</summary>
internal sealed class TeamsBot : IAsyncDisposable
{
    public const string Genuine = "genuine";

    private readonly WebApplication _app;
    private readonly MeterListener _meters = new();
    private readonly RecordingLogs _logs = new();

    private TeamsBot()
    {
        Issuer = new TokenIssuer(Time);
        Platform = new FakeTeamsPlatform(Time);
        (Alice, Bob) = (new TeamsPerson(Time, TokenIssuer.ServiceUrl), new TeamsPerson(Time, TokenIssuer.ServiceUrl, "bob"));
        _app = Build();
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "chatopsbot.teams.requests" && instrument.Meter.Scope == _app.Services.GetRequiredService<IMeterFactory>())
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<long>((_, _, tags, _) => Results.Enqueue((string)tags[0].Value!));
        _meters.Start();
    }

    public FixedTimeProvider Time { get; } = new();

    public TokenIssuer Issuer { get; }

    public FakeTeamsPlatform Platform { get; }

    public FakeInbox Inbox { get; } = new();

    public RecordedVotes Votes { get; } = new();

    public RecordedForgetting Memory { get; } = new();

    public TeamsRecords Records { get; } = new();

    /// <summary>Gets what was counted, request by request.</summary>
    public ConcurrentQueue<string> Results { get; } = new();

    public string Logs => _logs.Text;

    public HttpClient Client { get; } = new();

    public TeamsPerson Alice { get; }

    public TeamsPerson Bob { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<TeamsBot> StartAsync()
    {
        var bot = new TeamsBot();
        await bot._app.StartAsync();
        bot.Client.BaseAddress = new Uri(bot._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return bot;
    }

    public T Get<T>()
        where T : notnull
        => _app.Services.GetRequiredService<T>();

    /// <summary>Makes the header of the Bot Framework.</summary>
    public string Bearer(Action<JsonObject>? claims = null, IssuerKey? key = null)
        => Issuer.Bearer(
            payload =>
            {
                payload["aud"] = FakeTeams.AppId;
                claims?.Invoke(payload);
            },
            key: key);

    /// <summary>Sends an activity as the Bot Framework does, or with another Authorization header, or without one.</summary>
    public Task<HttpResponseMessage> SendAsync(JsonObject activity, string? authorization = Genuine) => SendAsync(activity.ToJsonString(), authorization);

    public async Task<HttpResponseMessage> SendAsync(string body, string? authorization = Genuine, string contentType = "application/json; charset=utf-8")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = new StringContent(body, Encoding.UTF8) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization == Genuine ? Bearer() : authorization);
        }

        return await Client.SendAsync(request);
    }

    /// <summary>Lets a person ask, and has the answer delivered.</summary>
    public async Task<TurnRecord> AnswerAsync(TeamsPerson person, TeamsScope scope = TeamsScope.Personal, string receipt = "1700", string? thread = null)
    {
        await SendAsync(person.Says("how many days of leave?", scope, thread));
        var message = Inbox.Accepted[^1];
        Platform.Open(TeamsAddress.Read(message.ReplyTo).Conversation);
        var answer = new StoredAnswer(ReplySamples.Answer, message.Text, Time.GetUtcNow(), new Dictionary<string, double>(), new Dictionary<string, string>(), null);
        var turn = new TurnRecord(message, TurnState.Delivered, answer, new DeliveryReceipt(receipt));
        Inbox.Add(turn);
        Results.Clear();
        return turn;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _meters.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(Settings());
        builder.Logging.ClearProviders().AddProvider(_logs).SetMinimumLevel(LogLevel.Trace);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(Time).AddSingleton(new Random(1_503)).AddSingleton<IIdGenerator, CountedIds>()
            .AddSingleton<IInbox>(Inbox).AddSingleton<ITurnJournal>(Inbox).AddSingleton<IVoteStore>(Votes).AddSingleton<IConversationMemory>(Memory)
            .AddSingleton<IRecordStore>(Records).AddSingleton<PlaceBook>()
            .AddSingleton<VoteRecorder>().AddSingleton<CardRefresher>().AddHostedService(provider => provider.GetRequiredService<CardRefresher>())
            .AddSingleton(_ => new TeamsHttp(new TeamsNetwork(Issuer, new FakeTeamsNetwork(Platform, Time, () => TimeSpan.Zero))))
            .AddTurnChanges().AddTeamsChannel();
        var app = builder.Build();
        app.MapTeamsChannel();
        return app;
    }

    private static IEnumerable<KeyValuePair<string, string?>> Settings() =>
    [
        new("Channels:Teams:Enabled", "true"),
        new("Channels:Teams:AppId", FakeTeams.AppId),
        new("Channels:Teams:AppPassword", FakeTeams.AppPassword),
        new("Channels:Teams:AppType", nameof(TeamsAppType.SingleTenant)),
        new("Channels:Teams:TenantId", TeamsPerson.Tenant),
    ];
}
