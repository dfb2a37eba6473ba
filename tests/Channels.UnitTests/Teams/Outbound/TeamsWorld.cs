using System.Diagnostics.Metrics;
using System.Globalization;
using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Outbound;
using ChatOpsBot.Channels.Teams.Outbound.Streaming;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Usage;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Logging;
using ChatOpsBot.TestKit.Teams.Connector;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.UnitTests.Teams.Outbound;

/// <summary>The reply channel on a fake Teams. The clock of pacing runs by itself, much faster than a real one; call time-outs are real.</summary>
internal sealed class TeamsWorld : IReplyChannelWorld
{
    public const string Bot = "28:fake-bot";
    public const string Person = "29:fake-alice";

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stopping = new();
    private readonly ServiceProvider _services;
    private readonly Task _pump;
    private int _asked;

    private TeamsWorld(FakeTeams teams, FixedTimeProvider time, Action<TeamsOptions>? change, IConfiguration? configuration)
    {
        (Teams, Time) = (teams, time);
        var options = new TeamsOptions
        {
            Enabled = true,
            AppId = FakeTeams.AppId,
            AppPassword = FakeTeams.AppPassword,
            TenantId = FakeTeams.TenantId,
            AppType = TeamsAppType.SingleTenant,
            LoginUrl = teams.LoginUrl,
        };
        options.AllowedServiceHosts.Add(teams.ServiceHost);
        change?.Invoke(options);
        _services = Services(options, configuration ?? new ConfigurationBuilder().Build());
        _pump = PumpAsync();
    }

    public FakeTeams Teams { get; }

    public FakeTeamsPlatform Platform => Teams.Platform;

    public FixedTimeProvider Time { get; }

    public RecordingLogs Logs { get; } = new();

    public TeamsReplyChannel Replies => _services.GetRequiredService<TeamsReplyChannel>();

    public TeamsConnectorClient Client => _services.GetRequiredService<TeamsConnectorClient>();

    public TeamsClosedConversations Closed => _services.GetRequiredService<TeamsClosedConversations>();

    public IReplyChannel Channel => Replies;

    public bool CanReadBack => false;

    public TimeSpan SmallestGapAfterThrottling
    {
        get
        {
            var posts = Platform.Calls.Where(call => call.Operation == "post").ToList();
            return posts.Zip(posts.Skip(1)).Where(pair => pair.First.Status == 429).Min(pair => pair.Second.At - pair.First.At);
        }
    }

    public static async Task<TeamsWorld> StartAsync(Action<TeamsOptions>? change = null, Func<FakeTeams, IConfiguration>? configuration = null)
    {
        var time = new FixedTimeProvider();
        var teams = await FakeTeams.StartAsync(time);
        return new TeamsWorld(teams, time, change, configuration?.Invoke(teams));
    }

    public Task<ReplyTarget> AskAsync(string turnId) => Task.FromResult(Target(turnId, NewAddress()));

    public TeamsAddress NewAddress(bool isPersonal = false)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"16{Interlocked.Increment(ref _asked):D11}");
        var conversation = isPersonal ? $"a:fake-{id}" : $"19:ops@thread.tacv2;messageid={id}";
        Platform.Open(conversation);
        return new TeamsAddress
        {
            ServiceUrl = Teams.ServiceUrl.AbsoluteUri,
            Tenant = FakeTeams.TenantId,
            Conversation = conversation,
            Activity = id,
            Bot = Bot,
            Person = Person,
            IsPersonal = isPersonal,
        };
    }

    public ReplyTarget Target(string turnId, TeamsAddress address) => new(
        turnId,
        new ConversationKey(TenantId.Default, ChannelKind.Teams, address.Conversation, "none"),
        "aad-alice",
        null,
        address.ToReplyAddress(),
        Time.GetUtcNow() + TimeSpan.FromMinutes(10));

    public IReadOnlyList<string> Visible(ReplyTarget target)
        => [.. Platform.MessagesIn(TeamsAddress.Read(target.Address).Conversation).Select(message => message.Seen)];

    public void LoseNextReply() => Platform.Fail("post", TeamsFault.Answer(504, effect: TeamsEffect.Done));

    public void ThrottleNext(TimeSpan wait) => Platform.Fail("post", TeamsFault.RateLimited((int)wait.TotalSeconds));

    public void CloseConversation() => Platform.Forget();

    public Task PassTimeUntilAsync(Task work) => work.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Says how often the platform was asked for something.</summary>
    public int Count(string operation) => Platform.Calls.Count(call => call.Operation == operation);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _pump;
        _stopping.Dispose();
        await _services.DisposeAsync();
        await Teams.DisposeAsync();
    }

    private ServiceProvider Services(TeamsOptions options, IConfiguration configuration) => new ServiceCollection()
        .AddTeamsChannel()
        .AddMetrics()
        .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs))
        .AddSingleton(configuration)
        .AddSingleton(Options.Create(options))
        .AddSingleton(new Random(1_503))
        .AddSingleton(provider => new TeamsTokenRequests(Options.Create(options), configuration) { MetadataService = Teams.MetadataService })
        .AddSingleton(new TeamsPacer(new InProcessPaceKeeper(Time), Time))
        .AddSingleton(new TeamsLiveStreams(Time))
        .AddSingleton(new TeamsStreamRefusals(Time))
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<TeamsStreams>(provider, Time))
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<TeamsProgressEdits>(provider, Time))
        .AddSingleton(provider => new TeamsTokenSource(
            provider.GetRequiredService<TeamsCalls>(),
            provider.GetRequiredService<TeamsTokenRequests>(),
            new TeamsMetrics(provider.GetRequiredService<IMeterFactory>()),
            Time,
            provider.GetRequiredService<ILogger<TeamsTokenSource>>()))
        .BuildServiceProvider();

    private async Task PumpAsync()
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        while (!_stopping.IsCancellationRequested)
        {
            await ticks.WaitForNextTickAsync(CancellationToken.None);
            Time.Advance(Step);
        }
    }
}
