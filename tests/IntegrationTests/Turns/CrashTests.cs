using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.TestKit.Channels;
using ChatOpsBot.TestKit.Faults;
using ChatOpsBot.TestKit.Storage;
using ChatOpsBot.TestKit.Turns;

namespace ChatOpsBot.IntegrationTests.Turns;

/// <summary>
/// The process ends at every step boundary of a turn, by kill or with the power, and starts again: whoever asked sees exactly one
/// answer (P2, R-20, R-22, R-23).
/// </summary>
public sealed class CrashTests
{
    private const string Question = "How many days of annual leave do I get?";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_turn_passes_every_step_this_suite_ends_the_process_at()
    {
        var points = new CrashPoints(0);

        await RunToTheEndAsync(points);

        string[] steps = ["accept", "post placeholder", "record receipt", "record answer", "update", "complete"];
        Assert.All(steps, step => Assert.Contains($"after {step}", points.Passed));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whoever_asked_sees_exactly_one_answer_wherever_the_process_ended(int loss)
    {
        var points = await CountPointsAsync();

        for (var crashAt = 1; crashAt <= points; crashAt++)
        {
            await CrashAndRecoverAsync(crashAt, (PowerLoss)loss);
        }
    }

    // A command shows no placeholder by itself: its message is reserved before it says anything.
    [Theory]
    [InlineData(Question, 0)]
    [InlineData(Question, 1)]
    [InlineData("help", 0)]
    [InlineData("help", 1)]
    public async Task Where_nothing_can_be_read_back_there_is_one_answer_too_and_placeholders_beside_it_at_most(string text, int loss)
    {
        var points = await CountPointsAsync();

        for (var crashAt = 1; crashAt <= points; crashAt++)
        {
            await CrashAndRecoverAsync(crashAt, (PowerLoss)loss, text: text, canBeRead: false);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Two_crashes_of_one_turn_end_in_one_answer_too(int loss)
    {
        var points = await CountPointsAsync();

        for (var first = 1; first <= points; first++)
        {
            for (var second = 1; second <= points; second += 2)
            {
                await CrashAndRecoverAsync(first, (PowerLoss)loss, second);
            }
        }
    }

    private static async Task<int> CountPointsAsync()
    {
        var points = new CrashPoints(0);
        await RunToTheEndAsync(points);
        return points.Passed.Count;
    }

    private static async Task RunToTheEndAsync(CrashPoints points)
    {
        var platform = new LedgerPlatform();
        var host = TurnHost.Start(new PowerLossFileSystem(), platform, new CountingAnswerer(), points);
        await host.RunAsync();
        await host.Inbox.AcceptAsync(Ask(), CancellationToken.None);
        await AnsweredAsync(platform);
        await host.StopAsync();
    }

    private static async Task CrashAndRecoverAsync(int crashAt, PowerLoss loss, int? secondCrashAt = null, string text = Question, bool canBeRead = true)
    {
        var platform = new LedgerPlatform(canBeRead);
        var answerer = new CountingAnswerer();
        var disk = new PowerLossFileSystem(crashAt);
        var points = new CrashPoints(crashAt);

        disk = await RunUntilCrashAsync(disk, platform, answerer, points, loss, text);
        var stored = points.Passed.Contains("after record answer");
        if (secondCrashAt is { } again)
        {
            disk = await RunUntilCrashAsync(disk, platform, answerer, new CrashPoints(again), loss, text);
        }

        await RecoverAsync(disk, platform, answerer, text);

        var answer = Assert.Single(platform.Visible, message => message.Reply is not null);
        Assert.IsType(text == Question ? typeof(AnswerReply) : typeof(NoticeReply), answer.Reply);
        Assert.InRange(platform.Visible.Count, 1, canBeRead ? 1 : 2);
        if (stored && text == Question)
        {
            Assert.Equal(1, answerer.Calls);
        }
    }

    private static async Task<PowerLossFileSystem> RunUntilCrashAsync(
        PowerLossFileSystem disk, LedgerPlatform platform, CountingAnswerer answerer, CrashPoints points, PowerLoss loss, string text)
    {
        var host = TurnHost.Start(disk, platform, answerer, points);
        await host.RunAsync();
        var accepted = host.Inbox.AcceptAsync(Ask(text), CancellationToken.None).AsTask();

        // A second crash point may lie behind the end of what is left to do.
        await Task.WhenAny(points.Crashed, AnsweredAndIdleAsync(accepted, host, platform)).WaitAsync(Limit);
        var next = disk.Restart(loss);
        host.Abandon();
        return next;
    }

    private static async Task RecoverAsync(PowerLossFileSystem disk, LedgerPlatform platform, CountingAnswerer answerer, string text)
    {
        var host = TurnHost.Start(disk, platform, answerer);
        await host.RunAsync();

        // The platform got no acknowledgement for what was not accepted, and delivers again; for what was, a duplicate changes nothing.
        await host.Inbox.AcceptAsync(Ask(text), CancellationToken.None);
        await AnsweredAsync(platform);
        await IdleAsync(host);
        await host.StopAsync();
    }

    private static async Task AnsweredAndIdleAsync(Task accepted, TurnHost host, LedgerPlatform platform)
    {
        await accepted;
        await AnsweredAsync(platform);
        await IdleAsync(host);
    }

    private static Task AnsweredAsync(LedgerPlatform platform)
        => UntilAsync(() => platform.CanBeRead
            ? platform.Visible.Count > 0 && platform.Visible.All(message => message.Reply is not null)
            : platform.Visible.Any(message => message.Reply is not null));

    private static Task IdleAsync(TurnHost host) => UntilAsync(() => host.Inbox.Statistics is { Waiting: 0, Leased: 0 });

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!condition())
        {
            await Task.Delay(1, limit.Token);
        }
    }

    private static InboundMessage Ask(string text = Question) => Messages.Of("1", text) with
    {
        SentAt = DateTimeOffset.UtcNow,
        ReceivedAt = DateTimeOffset.UtcNow,
        Deadline = DateTimeOffset.UtcNow.AddHours(1),
    };
}
