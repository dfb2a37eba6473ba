using System.Globalization;
using ChatOpsBot.RagCore.Conversations;
using Xunit.Abstractions;

namespace ChatOpsBot.Channels.UnitTests.Teams.Outbound;

/// <summary>No request too many for a platform that counts arrivals in sliding windows (T-17).</summary>
public sealed class TeamsPacingTests(ITestOutputHelper output)
{
    private const int PerSecond = 25;
    private const int Seconds = 60;

    [Fact]
    public Task Twenty_five_questions_a_second_with_one_busy_thread_are_answered_in_order_and_none_is_too_many()
        => Task.Run(RunAsync);

    [Fact]
    public Task Thirty_questions_in_ten_seconds_in_one_thread_are_answered_in_order_and_none_is_too_many()
        => Task.Run(RunThreadAsync);

    private async Task RunThreadAsync()
    {
        const int questions = 30;
        var lags = new Random(1_504);
        using var teams = new TeamsInProcess(() => TimeSpan.FromMilliseconds(20 + lags.Next(150)));
        await teams.RunAsync(DeliverAsync(teams, -1, "first"));
        var start = teams.Time.GetUtcNow();

        // The turns of a thread follow each other, however fast its questions come.
        var last = Task.CompletedTask;
        for (var number = 0; number < questions; number++)
        {
            last = AfterAsync(Task.WhenAll(last, Task.Delay(number * TimeSpan.FromSeconds(10) / questions, teams.Time)), teams, number);
        }

        await teams.RunAsync(last);
        Report(teams, start);
        Assert.DoesNotContain(teams.Platform.Calls, call => call.Status is not (200 or 201));
        Assert.Equal(Enumerable.Range(0, questions).Select(number => $"answer {number}"), teams.Platform.MessagesIn(Conversation("busy")).Select(message => message.Seen));
    }

    private static async Task AfterAsync(Task earlier, TeamsInProcess teams, int number)
    {
        await earlier.ConfigureAwait(false);
        await DeliverAsync(teams, number, "busy").ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        var lags = new Random(1_503);
        using var teams = new TeamsInProcess(() => TimeSpan.FromMilliseconds(20 + lags.Next(150)));
        await teams.RunAsync(DeliverAsync(teams, -1, "first"));
        var start = teams.Time.GetUtcNow();

        // One question a second goes to the busy thread, where turns follow each other; every other opens a thread of its own.
        var busy = BusyThreadAsync(teams);
        var others = new List<Task>();
        for (var number = 0; number < PerSecond * Seconds; number++)
        {
            if (number % PerSecond != 0)
            {
                others.Add(DeliverAsync(teams, number, number.ToString(CultureInfo.InvariantCulture)));
            }

            teams.Time.Advance(TimeSpan.FromSeconds(1) / PerSecond);
        }

        var all = Task.WhenAll(others.Append(busy));
        while (!all.IsCompleted && teams.Time.GetUtcNow() < start + TimeSpan.FromMinutes(10))
        {
            teams.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        await all.WaitAsync(TimeSpan.FromSeconds(10));
        Report(teams, start);
        Assert.DoesNotContain(teams.Platform.Calls, call => call.Status is not (200 or 201));
        Assert.Equal(Texts(n => n % PerSecond == 0), teams.Platform.MessagesIn(Conversation("busy")).Select(message => message.Seen));
        Assert.All(Enumerable.Range(0, PerSecond * Seconds).Where(n => n % PerSecond != 0), n =>
            Assert.Equal($"answer {n}", Assert.Single(teams.Platform.MessagesIn(Conversation($"{n}"))).Seen));
    }

    private void Report(TeamsInProcess teams, DateTimeOffset start)
    {
        var calls = teams.Platform.Calls.Where(call => call.Operation != "token").ToList();
        var most = calls.Max(first => calls.Count(call => call.At >= first.At && call.At < first.At + TimeSpan.FromSeconds(1)));
        var inThread = calls.Where(call => call.Request.Conversation == Conversation("busy")).ToList();
        output.WriteLine($"{calls.Count} requests in {(teams.Time.GetUtcNow() - start).TotalSeconds:F1} s; most in one second {most};"
            + $" busy thread {inThread.Count} requests until {(inThread[^1].At - start).TotalSeconds:F1} s; 429: {calls.Count(call => call.Status == 429)}");
    }

    private static async Task BusyThreadAsync(TeamsInProcess teams)
    {
        for (var second = 0; second < Seconds; second++)
        {
            await DeliverAsync(teams, second * PerSecond, "busy").ConfigureAwait(false);
        }
    }

    private static async Task DeliverAsync(TeamsInProcess teams, int number, string thread)
    {
        var target = teams.Ask(number, thread);
        var reply = new OutboundReply(new NoticeReply($"answer {number}", NoticeKind.Command), default);
        var receipt = await PatientlyAsync(teams, () => teams.Channel.PostPlaceholderAsync(target, default)).ConfigureAwait(false);
        receipt = await PatientlyAsync(teams, () => teams.Channel.ReserveAsync(target, receipt, reply, default)).ConfigureAwait(false);
        await PatientlyAsync(teams, async () =>
        {
            await teams.Channel.UpdateAsync(target, receipt!, reply, default).ConfigureAwait(false);
            return receipt;
        }).ConfigureAwait(false);
    }

    // As a turn does it: a wait that is too long for a worker is scheduled.
    private static async Task<DeliveryReceipt?> PatientlyAsync(TeamsInProcess teams, Func<Task<DeliveryReceipt?>> call)
    {
        while (true)
        {
            try
            {
                return await call().ConfigureAwait(false);
            }
            catch (DeliveryException fault) when (fault.Failure is DeliveryFailure.Transient)
            {
                await Task.Delay(fault.RetryAfter!.Value, teams.Time).ConfigureAwait(false);
            }
        }
    }

    private static IEnumerable<string> Texts(Func<int, bool> wanted)
        => Enumerable.Range(0, PerSecond * Seconds).Where(wanted).Select(number => $"answer {number}");

    private static string Conversation(string thread) => $"19:ops@thread.tacv2;messageid={thread}";
}
