using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.UnitTests.Teams.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.TestKit.Teams.Connector;

namespace ChatOpsBot.Channels.UnitTests.Teams.Outbound.Streaming;

/// <summary>Any order of reports, waits, faults, crashes and a Stop, against a platform that keeps Teams' rules: one answer, and no rule is broken (T-29).</summary>
public sealed class TeamsStreamMachineTests
{
    private const int Steps = 14;

    private static readonly AnswerReply Whole = TeamsSamples.WithCitations(12);

    private static readonly string[] Operations = ["stream_chunk", "stream_end", "update", "post"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 24)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Whatever_happens_there_is_one_answer(int seed)
    {
        var random = new Random(seed);
        using var teams = new TeamsInProcess { Step = TimeSpan.FromMilliseconds(250) }.With(options => options.AnswerStyle = random.Next(2) == 0 ? TeamsAnswerStyle.Card : TeamsAnswerStyle.Text);
        var target = teams.AskAlone("turn-a");
        var receipt = (await teams.RunAsync(teams.Channel.PostPlaceholderAsync(target, default)))!;
        var (written, isStopped, before) = (0, false, 0);
        for (var step = 0; step < Steps; step++)
        {
            switch (random.Next(8))
            {
                case 0:
                    await ShowAsync(teams, target, receipt, new TurnProgress("reading", random.Next(1, 9)));
                    break;
                case 1:
                    await teams.RunAsync(Task.Delay(TimeSpan.FromSeconds(random.Next(1, 45)), teams.Time));
                    break;
                case 2:
                    teams.Platform.Fail(Operations[random.Next(Operations.Length)], FaultOf(random));
                    break;
                case 3 when random.Next(3) == 0:
                    teams.Restart();
                    break;
                case 4 when random.Next(6) == 0:
                    before = Answers(teams);
                    isStopped = teams.Platform.Streams[^1].State == "open";
                    teams.Platform.Stop("a:alice");
                    break;
                default:
                    written = Math.Min(Whole.Statements.Count, written + random.Next(1, 3));
                    await ShowAsync(teams, target, receipt, Written(written));
                    break;
            }

            if (isStopped)
            {
                break;
            }
        }

        await DeliverAsync(teams, target, receipt);

        Assert.Equal(isStopped ? before : 1, Answers(teams));
        AssertRulesKept(teams.Platform, isStopped);
    }

    private static int Answers(TeamsInProcess teams)
        => teams.Platform.Messages.Count(message => message.Seen.Contains("Office 12 opens", StringComparison.Ordinal));

    // What is refused was refused by a fault, or because the stream was over: nothing was malformed, too early, out of order or taken back.
    private static void AssertRulesKept(FakeTeamsPlatform platform, bool isStopped)
    {
        var chunks = platform.Calls.Where(call => call.Operation is "stream_start" or "stream_chunk").ToList();
        var numbers = chunks.Select(call => (int)JsonNode.Parse(call.Request.Body)!["entities"]![0]!["streamSequence"]!).ToList();
        Assert.Equal(numbers.Order().Distinct(), numbers);
        Assert.All(chunks.Zip(chunks.Skip(1)), pair => Assert.True(pair.Second.At - pair.First.At >= TimeSpan.FromSeconds(1.5)));
        Assert.DoesNotContain(chunks, call => call.Status is 400 or 403 && !isStopped);
        Assert.DoesNotContain(platform.Streams, stream => stream.State == "open");
    }

    private static TeamsFault FaultOf(Random random) => random.Next(5) switch
    {
        0 => TeamsFault.RateLimited(random.Next(1, 6)),
        1 => TeamsFault.Answer(503),
        2 => TeamsFault.Answer(504, effect: TeamsEffect.Done),
        3 => TeamsFault.Cut(TeamsEffect.Done),
        _ => TeamsFault.Cut(TeamsEffect.None),
    };

    private static TurnProgress Written(int statements) => new("writing", null)
    {
        Partial = new PartialAnswer([.. Whole.Statements.Take(statements)], [.. Whole.Citations.Take(statements)]),
    };

    private static Task ShowAsync(TeamsInProcess teams, ReplyTarget target, DeliveryReceipt receipt, TurnProgress progress)
        => teams.RunAsync(teams.Channel.ShowProgressAsync(target, receipt, progress, default));

    // As the turn does it, attempt by attempt.
    private static async Task DeliverAsync(TeamsInProcess teams, ReplyTarget target, DeliveryReceipt? receipt)
    {
        var answer = new OutboundReply(Whole, default);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                receipt = await teams.RunAsync(teams.Channel.ReserveAsync(target, receipt, answer, default));
                await teams.RunAsync(teams.Channel.UpdateAsync(target, receipt!, answer, default));
                return;
            }
            catch (DeliveryException fault) when (attempt < 8 && fault.Failure is not DeliveryFailure.Permanent)
            {
                receipt = fault.Failure is DeliveryFailure.Gone ? null : receipt;
                await teams.RunAsync(Task.Delay(TimeSpan.FromSeconds(1), teams.Time));
            }
        }
    }
}
