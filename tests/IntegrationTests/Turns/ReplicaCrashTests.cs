using ChatOpsBot.IntegrationTests.Storage.Postgres;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.TestKit.Channels;
using ChatOpsBot.TestKit.Faults;
using ChatOpsBot.TestKit.Time;
using ChatOpsBot.TestKit.Turns;

namespace ChatOpsBot.IntegrationTests.Turns;

/// <summary>
/// A replica ends, or stands still for longer than its lease and then goes on, at every step boundary of a turn, while another one takes over:
/// whoever asked sees exactly one answer (P2, R-20…R-23).
/// </summary>
[Collection(PostgresCollection.Name)]
public sealed class ReplicaCrashTests(PostgresFixture fixture)
{
    private const string Question = "How many days of annual leave do I get?";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongerThanTheLease = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Whoever_asked_sees_exactly_one_answer_wherever_the_replica_was_killed()
    {
        var points = await CountPointsAsync();
        Assert.InRange(points, 12, 100);

        for (var crashAt = 1; crashAt <= points; crashAt++)
        {
            await RunAsync(crashAt, resumes: false, canBeRead: true);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_replica_that_stood_still_and_goes_on_after_another_one_took_over_says_nothing_twice(bool canBeRead)
    {
        var points = await CountPointsAsync();

        for (var crashAt = 1; crashAt <= points; crashAt++)
        {
            await RunAsync(crashAt, resumes: true, canBeRead);
        }
    }

    private async Task<int> CountPointsAsync()
    {
        var points = new CrashPoints(0);
        var platform = new LedgerPlatform();
        var host = await ReplicaHost.StartAsync(await fixture.Server.CreateDatabaseAsync(), platform, new CountingAnswerer(), points);
        await host.RunAsync();
        var question = Ask();
        await host.Inbox.AcceptAsync(question, CancellationToken.None);
        await DeliveredAsync(host, question);
        await host.StopAsync();
        return points.Passed.Count;
    }

    private async Task RunAsync(int crashAt, bool resumes, bool canBeRead)
    {
        var database = await fixture.Server.CreateDatabaseAsync();
        var clock = new DatabaseClock(fixture.Server, database);
        var platform = new LedgerPlatform(canBeRead);
        var answerer = new CountingAnswerer();
        var points = new CrashPoints(crashAt);
        var question = Ask();

        var first = await ReplicaHost.StartAsync(database, platform, answerer, points);
        await first.RunAsync();
        var accepted = first.Inbox.AcceptAsync(question, CancellationToken.None).AsTask();
        await points.Crashed.WaitAsync(Limit);
        var stored = points.Passed.Contains("after record answer");
        if (!resumes)
        {
            await first.AbandonAsync();
        }

        await clock.MoveAsync(LongerThanTheLease);
        var second = await ReplicaHost.StartAsync(database, platform, answerer);
        await second.RunAsync();
        await second.Inbox.AcceptAsync(question, CancellationToken.None);
        await DeliveredAsync(second, question);

        if (resumes)
        {
            first.Time.Advance(LongerThanTheLease);
            points.Resume();
            await accepted.WaitAsync(Limit);
            await first.StopAsync();
        }

        await second.StopAsync();
        var answer = Assert.Single(platform.Visible, message => message.Reply is not null);
        Assert.IsType<AnswerReply>(answer.Reply);
        Assert.InRange(platform.Visible.Count, 1, canBeRead ? 1 : 2);
        if (stored)
        {
            Assert.Equal(1, answerer.Calls);
        }
    }

    private static Task DeliveredAsync(ReplicaHost host, InboundMessage question) => Eventually.HoldsAsync(async () =>
    {
        host.Look();
        return await host.FindAsync(question) is { State: TurnState.Delivered };
    });

    private static InboundMessage Ask() => Messages.Of("1", Question) with
    {
        SentAt = DateTimeOffset.UtcNow,
        ReceivedAt = DateTimeOffset.UtcNow,
        Deadline = DateTimeOffset.UtcNow.AddHours(1),
    };
}
