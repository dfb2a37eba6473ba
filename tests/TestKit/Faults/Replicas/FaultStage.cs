using System.Diagnostics;
using System.Globalization;
using ChatOpsBot.TestKit.Servers;

namespace ChatOpsBot.TestKit.Faults.Replicas;

/// <summary>
/// Replicas of the product as processes, the servers and platforms they depend on, each behind a proxy, and the ledger that judges what
/// comes of it.
/// </summary>
public sealed class FaultStage : IAsyncDisposable
{
    private const string Turns = "select count(*) filter (where not ended), count(*) filter (where leased) from turns";
    private const double FollowUpShare = 0.15;

    private static readonly TimeSpan DeliveryTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly FaultStageOptions _options;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatopsbot-faults-");
    private readonly FaultDeliveries _deliveries;
    private readonly Random _random;
    private readonly HashSet<string> _earlierPlaces = new(StringComparer.Ordinal);
    private readonly List<Task> _asking = [];
    private readonly Dictionary<IFaultPlatform, List<FaultQuestion>> _last = [];
    private readonly CancellationTokenSource _stopping = new();
    private string _database = string.Empty;
    private int _asked;

    private FaultStage(FaultStageOptions options, SlackFaultPlatform slack, TeamsFaultPlatform teams)
    {
        _options = options;
        _deliveries = new FaultDeliveries(options.Seed);
        _random = new Random(options.Seed);
        Slack = slack;
        Teams = teams;
    }

    public SlackFaultPlatform Slack { get; }

    public TeamsFaultPlatform Teams { get; }

    public WebFaultPlatform Web { get; } = new();

    public PostgresServer? Postgres { get; private set; }

    public TcpFaultProxy? PostgresProxy { get; private set; }

    public RedisServer? Redis { get; private set; }

    public TcpFaultProxy? RedisProxy { get; private set; }

    public IReadOnlyList<Replica> Replicas { get; private set; } = [];

    public TimeSpan LeaseDuration => _options.LeaseDuration;

    /// <summary>Gets the ledger of the drill that runs.</summary>
    public Ledger Ledger { get; private set; } = new();

    /// <summary>Gets when which answers were seen.</summary>
    public AnswerWatch Watch { get; private set; } = null!;

    private HttpClient Bot { get; set; } = null!;

    /// <summary>Starts servers and platforms, and no replica yet.</summary>
    public static async Task<FaultStage> OpenAsync(FaultStageOptions options)
    {
        var stage = new FaultStage(options, await SlackFaultPlatform.StartAsync(), await TeamsFaultPlatform.StartAsync());
        try
        {
            if (options.IsServerMode)
            {
                await stage.StartServersAsync();
            }

            stage.Replicas = [.. Enumerable.Range(0, options.Replicas).Select(number => new Replica(stage.SettingsOf(number)))];
            stage.Bot = new HttpClient(new ReplicaBalancer(stage.Replicas)) { BaseAddress = new Uri("http://bot.example/"), Timeout = DeliveryTimeout };
            stage.Watch = new AnswerWatch(stage.Shown);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts everything.</summary>
    public static async Task<FaultStage> StartAsync(FaultStageOptions options)
    {
        var stage = await OpenAsync(options);
        try
        {
            await stage.StartReplicasAsync();
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gets the last words of replicas that ended without being told to.</summary>
    public IReadOnlyList<string> Falls => [.. Replicas.SelectMany(replica => replica.Falls)];

    /// <summary>Starts the replicas that do not run.</summary>
    public Task StartReplicasAsync() => Task.WhenAll(Replicas.Select(replica => replica.ReplaceFallenAsync()));

    /// <summary>Begins a new ledger, with every replica running; what was shown so far is no longer looked at.</summary>
    public async Task BeginDrillAsync()
    {
        await StartReplicasAsync();
        _earlierPlaces.UnionWith(AllShown().Select(message => message.Place));
        _earlierPlaces.UnionWith(Ledger.Questions.Select(question => question.Place));
        _last.Clear();
        Ledger = new Ledger();
        Watch.Clear();
    }

    /// <summary>Asks so many questions at so many a second, on both platforms; returns when the last was written, not when it was acknowledged.</summary>
    public async Task AskAsync(int questions, double rate)
    {
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < questions; i++)
        {
            var due = TimeSpan.FromSeconds(i / rate) - clock.Elapsed;
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due);
            }

            AskOne();
        }
    }

    /// <summary>Waits until everything that was asked was acknowledged and answered, for so long at most, and a moment more; then judges.</summary>
    public async Task<LedgerVerdict> SettleAsync(TimeSpan patience)
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < patience && !(_asking.TrueForAll(asking => asking.IsCompleted) && (await TryJudgeAsync()) is { IsComplete: true }))
        {
            await Task.Delay(Look);
        }

        // What comes twice comes late.
        await Task.Delay(Calm);
        return await JudgeAsync();
    }

    public async Task<LedgerVerdict> JudgeAsync() => Ledger.Judge(Shown(), await StoreStateAsync());

    /// <summary>Everything the replicas wrote, for whoever must find out why.</summary>
    public string Output() => string.Join("\n=== next replica ===\n", Replicas.Select(replica => replica.Output));

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_asking).ContinueWith(static _ => { }, TaskScheduler.Default);
        foreach (var replica in Replicas)
        {
            await replica.DisposeAsync();
        }

        if (Watch is not null)
        {
            await Watch.DisposeAsync();
        }

        foreach (var part in (IAsyncDisposable?[])[Slack, Teams, Web, PostgresProxy, RedisProxy, Postgres, Redis])
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }

        Bot?.Dispose();
        _stopping.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task StartServersAsync()
    {
        Postgres = await PostgresServer.StartNewAsync();
        PostgresProxy = TcpFaultProxy.Start(Postgres.Port);
        _database = await Postgres.CreateDatabaseAsync();
        Redis = await RedisServer.StartNewAsync();
        RedisProxy = TcpFaultProxy.Start(Redis.Port);
    }

    private void AskOne()
    {
        var number = ++_asked;
        IFaultPlatform platform = number % _options.SlackEvery == 0 ? Slack : number % _options.TeamsEvery == 0 ? Teams : Web;
        var last = _last.TryGetValue(platform, out var known) ? known : _last[platform] = [];
        var earlier = last.Count > 0 && _random.NextDouble() < FollowUpShare ? last[_random.Next(last.Count)] : null;
        var question = platform.Write(string.Create(CultureInfo.InvariantCulture, $"q{number}"), earlier, Bot);
        last.Remove(earlier!);
        last.Add(question);
        _asking.RemoveAll(asking => asking.IsCompleted);
        _asking.Add(_deliveries.AskAsync(question, number, Ledger, _stopping.Token));
    }

    private IReadOnlyList<ShownMessage> AllShown() => [.. Slack.Shown(), .. Teams.Shown(), .. Web.Shown()];

    private IReadOnlyList<ShownMessage> Shown() => [.. AllShown().Where(message => !_earlierPlaces.Contains(message.Place))];

    private async Task<LedgerVerdict?> TryJudgeAsync()
    {
        try
        {
            return await JudgeAsync();
        }
        catch (Npgsql.NpgsqlException)
        {
            return null;
        }
    }

    private async Task<StoreState?> StoreStateAsync()
        => Postgres is null ? null : await Postgres.ReadAsync(_database, Turns) is [var open, var leases] ? new StoreState((int)open, (int)leases) : null;

    private Dictionary<string, string?> SettingsOf(int replica)
    {
        var settings = new Dictionary<string, string?>(_options.Settings, StringComparer.Ordinal)
        {
            ["Storage__DataPath"] = Path.Combine(_folder.FullName, replica.ToString(CultureInfo.InvariantCulture)),
            ["Inbox__LeaseDuration"] = _options.LeaseDuration.ToString("c", CultureInfo.InvariantCulture),
            ["Inbox__DrainTimeout"] = "00:00:10",
            ["Usage__PerTenantPerMinute"] = "0",
            ["Usage__PerUserPerMinute"] = "0",
            ["Logging__LogLevel__Default"] = "Warning",
        };
        if (PostgresProxy is not null)
        {
            settings["Storage__Mode"] = "Server";
            settings["Storage__Postgres__ConnectionString"] = new Npgsql.NpgsqlConnectionStringBuilder(_database) { Port = PostgresProxy.Port }.ConnectionString;
            settings["Storage__Redis__ConnectionString"] = $"127.0.0.1:{RedisProxy!.Port}";
        }

        Slack.Configure(settings);
        Teams.Configure(settings);
        Web.Configure(settings);
        return settings;
    }
}
