using System.Globalization;
using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Inbound;
using ChatOpsBot.Channels.Teams.Outbound;
using ChatOpsBot.Channels.Teams.Outbound.References;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Records;
using ChatOpsBot.RagCore.Turns;
using ChatOpsBot.TestKit.Teams.Connector;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.UnitTests.Teams.Outbound;

/// <summary>The reply channel on a fake Teams without a network, where nothing moves but by the test's clock.</summary>
internal sealed class TeamsInProcess : IDisposable
{
    private static readonly TimeSpan Walking = TimeSpan.FromMilliseconds(25);

    private readonly TeamsOptions _options;
    private readonly IRecordStore? _records;

    private ServiceProvider _services;

    public TeamsInProcess(Func<TimeSpan>? lag = null, Action<TeamsOptions>? change = null, IRecordStore? records = null, params string[] hosts)
    {
        Platform = new FakeTeamsPlatform(Time);
        Network = new FakeTeamsNetwork(Platform, Time, lag ?? (() => TimeSpan.Zero));
        _options = new TeamsOptions
        {
            Enabled = true,
            AppId = FakeTeams.AppId,
            AppPassword = FakeTeams.AppPassword,
            TenantId = FakeTeams.TenantId,
            AppType = TeamsAppType.SingleTenant,
        };
        foreach (var host in hosts)
        {
            _options.AllowedServiceHosts.Add(host);
        }

        change?.Invoke(_options);
        _records = records;
        _services = NewServices();
    }

    /// <summary>Gets or sets how far the clock moves at a time.</summary>
    public TimeSpan Step { get; set; } = Walking;

    public FixedTimeProvider Time { get; } = new();

    public FakeTeamsPlatform Platform { get; }

    public FakeTeamsNetwork Network { get; }

    public IReplyChannel Channel => _services.GetRequiredService<TeamsReplyChannel>();

    /// <summary>Gets what the core sends replies to.</summary>
    public IReplyChannel Delivery => _services.GetServices<IReplyChannel>().Single();

    public IProactivePlaces Places => _services.GetServices<IProactivePlaces>().Single();

    public TeamsReferences References => _services.GetRequiredService<TeamsReferences>();

    public TeamsRosterGate Gate => _services.GetServices<IInboundGate>().OfType<TeamsRosterGate>().Single();

    public TeamsRoster Roster => _services.GetRequiredService<TeamsRoster>();

    public ReplyTarget Ask(int number, string thread)
    {
        var conversation = $"19:ops@thread.tacv2;messageid={thread}";
        Platform.Open(conversation);
        var address = new TeamsAddress
        {
            ServiceUrl = "https://smba.trafficmanager.net/emea/",
            Tenant = FakeTeams.TenantId,
            Conversation = conversation,
            Activity = number.ToString(CultureInfo.InvariantCulture),
            Bot = TeamsWorld.Bot,
        };
        var key = new ConversationKey(TenantId.Default, ChannelKind.Teams, conversation, "none");
        return new ReplyTarget($"turn-{number}", key, "aad-alice", null, address.ToReplyAddress(), Time.GetUtcNow() + TimeSpan.FromMinutes(10));
    }

    /// <summary>Has a person ask in a chat with the bot alone, where Teams streams.</summary>
    public ReplyTarget AskAlone(string turnId, string person = "alice", string? locale = null)
    {
        Platform.Open($"a:{person}");
        var address = new TeamsAddress
        {
            ServiceUrl = "https://smba.trafficmanager.net/emea/",
            Tenant = FakeTeams.TenantId,
            Conversation = $"a:{person}",
            Activity = "1500",
            Bot = TeamsWorld.Bot,
            Person = TeamsWorld.Person,
            IsPersonal = true,
        };
        var key = new ConversationKey(TenantId.Default, ChannelKind.Teams, address.Conversation, "none");
        return new ReplyTarget(turnId, key, "aad-alice", locale, address.ToReplyAddress(), Time.GetUtcNow() + TimeSpan.FromMinutes(10));
    }

    /// <summary>Changes the options.</summary>
    public TeamsInProcess With(Action<TeamsOptions> change)
    {
        change(_options);
        return this;
    }

    /// <summary>Starts the bot anew after a crash: nothing but the platform remembers.</summary>
    public void Restart() => _services = NewServices();

    /// <summary>Lets time pass until the work is done, and returns what came of it.</summary>
    public async Task<T> RunAsync<T>(Task<T> work)
    {
        await RunAsync((Task)work);
        return await work;
    }

    /// <summary>Lets time pass until the work is done, slowly enough for what moves on other threads.</summary>
    public async Task RunAsync(Task work)
    {
        await Task.WhenAny(work, Task.Delay(Step > Walking ? 5 : 50));
        for (var i = 0; i < 4_000 && !work.IsCompleted; i++)
        {
            Time.Advance(Step);
            await Task.Delay(1);
        }

        await work.WaitAsync(TimeSpan.FromMinutes(1));
    }

    public void Dispose() => _services.Dispose();

    private ServiceProvider NewServices()
    {
        var services = new ServiceCollection();
        if (_records is not null)
        {
            services.AddSingleton(_records);
        }

        return services
            .AddTeamsChannel()
            .AddMetrics()
            .AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddSingleton(Options.Create(_options))
            .AddSingleton(new Random(1_503))
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton(provider => new TeamsCalls(provider.GetRequiredService<TeamsHttp>(), new CallTime(this)))
            .AddSingleton(_ => new TeamsHttp(Network))
            .BuildServiceProvider();
    }

    // Where the clock runs, a limit of ten seconds would be over before a busy machine gets to the answer: nothing hangs there, so that limits are kept by the machine's own clock.
    private sealed class CallTime(TeamsInProcess teams) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
            => (teams.Step > Walking ? System : teams.Time).CreateTimer(callback, state, dueTime, period);
    }
}
