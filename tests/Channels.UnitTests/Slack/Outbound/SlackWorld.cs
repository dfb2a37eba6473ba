using System.Diagnostics.Metrics;
using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.Slack.Outbound.Assistant;
using ChatOpsBot.Channels.Slack.Outbound.Streaming;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Wire;
using ChatOpsBot.RagCore.Usage;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Slack;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.UnitTests.Slack.Outbound;

/// <summary>
/// The reply channel on a fake Slack. The clock of pacing runs by itself, much faster than a real one, unless it is told to stand; call time-outs are real.
/// </summary>
internal sealed class SlackWorld : IReplyChannelWorld
{
    public const string Channel1 = "C0OPS";

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly CancellationTokenSource _stopping = new();
    private readonly SlackHttp _http = new();
    private readonly SlackPacer _pacer;
    private readonly IOptions<SlackOptions> _options;
    private readonly Task _pump;

    private SlackWorld(FakeSlack slack, FixedTimeProvider time, bool streams, bool stands)
    {
        (Slack, Time) = (slack, time);
        _options = Options.Create(new SlackOptions
        {
            Enabled = true,
            BotToken = FakeSlack.BotToken,
            ApiBaseUrl = slack.ApiBaseUrl,
            TeamId = FakeSlackWorkspace.TeamId,
            Streaming = streams,
        });
        _pacer = new SlackPacer(new InProcessPaceKeeper(time), time);
        (Client, Replies) = NewReplica();
        _pump = stands ? Task.CompletedTask : PumpAsync();
    }

    public FakeSlack Slack { get; }

    public FixedTimeProvider Time { get; }

    public SlackWebClient Client { get; }

    public SlackReplyChannel Replies { get; }

    public bool CanReadBack => true;

    public IReplyChannel Channel => Replies;

    public TimeSpan SmallestGapAfterThrottling
    {
        get
        {
            var posts = Slack.Calls.Where(call => call.Method == "chat.postMessage").ToList();
            return posts.Zip(posts.Skip(1)).Where(pair => pair.First.Error == "ratelimited").Min(pair => pair.Second.At - pair.First.At);
        }
    }

    /// <summary>Starts a world.</summary>
    /// <param name="streams">Placeholders are streams.</param>
    /// <param name="stands">The clock stands until the test moves it.</param>
    public static async Task<SlackWorld> StartAsync(bool streams = false, bool stands = false)
    {
        var time = new FixedTimeProvider();
        return new SlackWorld(await FakeSlack.StartAsync(time), time, streams, stands);
    }

    /// <summary>Returns another process of the bot, which shares the budget of calls and nothing else.</summary>
    public (SlackWebClient Client, SlackReplyChannel Replies) NewReplica()
    {
        var metrics = new SlackMetrics(_services.GetRequiredService<IMeterFactory>());
        var identity = new SlackIdentity(_options);
        identity.Learn(FakeSlackWorkspace.TeamId, FakeSlackWorkspace.BotUserId, FakeSlackWorkspace.BotId);
        var configured = new ConfiguredWorkspace(_http, _options, metrics, TimeProvider.System, identity);
        var client = configured.Client(_pacer, Breakers(Time));
        var refusals = new SlackRefusals(Time, NullLogger<SlackRefusals>.Instance);
        return (client, new SlackReplyChannel(
            new SlackPoster(client, NullLogger<SlackPoster>.Instance),
            client,
            new SlackReadBack(client, configured.Workspaces),
            new SlackStreams(client, _pacer, refusals, metrics, Time, _options),
            new SlackThreadStatus(client, refusals),
            _options));
    }

    /// <summary>Moves a clock that stands until the work is done.</summary>
    public async Task DriveAsync(Task work)
    {
        await Eventually.HoldsAsync(() =>
        {
            Time.Advance(Step);
            return Task.FromResult(work.IsCompleted);
        });
        await work;
    }

    public Task<ReplyTarget> AskAsync(string turnId)
    {
        var ts = Slack.Workspace.NextTs();
        Slack.Workspace.Write(Channel1, ts, null, "U0ALICE", "<@U0BOT> question");
        var address = new SlackAddress { Team = FakeSlackWorkspace.TeamId, Channel = Channel1, Thread = ts, Since = ts };
        return Task.FromResult(Target(turnId, address));
    }

    public ReplyTarget Target(string turnId, SlackAddress address) => new(
        turnId,
        new ConversationKey(TenantId.Default, ChannelKind.Slack, address.ConversationId, address.Thread ?? "none"),
        "U0ALICE",
        null,
        address.ToReplyAddress(),
        Time.GetUtcNow() + TimeSpan.FromMinutes(10));

    public IReadOnlyList<string> Visible(ReplyTarget target)
        => [.. Slack.Workspace.BotMessagesIn(Channel1, SlackAddress.Read(target.Address).Thread!).Select(message => message.Seen)];

    public void LoseNextReply() => Slack.Fail("chat.postMessage", SlackFault.Answer("fatal_error", SlackEffect.Done));

    public void ThrottleNext(TimeSpan wait) => Slack.Fail("chat.postMessage", SlackFault.RateLimited((int)wait.TotalSeconds));

    public void CloseConversation() => Slack.Workspace.Add(new SlackConversation(Channel1, IsArchived: true));

    public Task PassTimeUntilAsync(Task work) => work.WaitAsync(TimeSpan.FromSeconds(30));

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _pump;
        _http.Dispose();
        _stopping.Dispose();
        await _services.DisposeAsync();
        await Slack.DisposeAsync();
    }

    private PlatformBreakers Breakers(TimeProvider time)
        => new(_services.GetRequiredService<IMeterFactory>(), time, NullLogger<PlatformBreakers>.Instance);

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
