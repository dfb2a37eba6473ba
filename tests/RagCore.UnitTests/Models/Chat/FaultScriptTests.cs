using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Models.Chat;
using ChatOpsBot.TestKit.Models;

namespace ChatOpsBot.RagCore.UnitTests.Models.Chat;

/// <summary>Random faults of three models: what holds whatever goes wrong.</summary>
public sealed class FaultScriptTests
{
    private const int Runs = 2_000;

    private static readonly string[] Names = ["first", "second", "third"];

    private static readonly ModelFault[] Faults = [.. Enum.GetValues<ModelFault>().Where(fault => fault != ModelFault.Resting)];

    [Fact]
    public async Task No_two_answers_stand_in_one_stream_without_a_new_beginning_between_and_every_call_that_arrived_is_charged()
    {
        var random = new Random(4711);
        var restarts = 0;
        for (var run = 0; run < Runs; run++)
        {
            using var stage = new ChatStage();
            var scripts = Names.Select(name => Script(name, random)).ToList();
            foreach (var (name, script) in Names.Zip(scripts))
            {
                stage.Add(name, script.Steps);
            }

            var read = new List<string>();
            var isWhole = await ReadAsync(stage, read);

            AssertOneAnswerAtATime(read, run);
            restarts += read.Count(text => text.StartsWith('['));
            var reached = scripts.Zip(stage.Scripts).Where(pair => pair.First.Fault != ModelFault.Unreachable).Sum(pair => pair.Second.Calls.Count);
            Assert.True(stage.Charges.Count == reached, $"run {run}: {stage.Charges.Count} charges for {reached} calls");
            var last = scripts[stage.Scripts.FindLastIndex(script => script.Calls.Count > 0)];
            Assert.True(isWhole == last.Fault is null, $"run {run}: {string.Join(' ', read)}");
        }

        Assert.True(restarts > Runs / 10, $"Only {restarts} streams began again.");
    }

    private static (IReadOnlyList<ChatStep> Steps, ModelFault? Fault) Script(string name, Random random)
    {
        ChatStep[] spoken = [.. Enumerable.Range(0, random.Next(4)).Select(_ => ChatStage.Says(name))];
        if (random.Next(3) == 0)
        {
            return (spoken, null);
        }

        // What cannot be reached says nothing.
        var fault = Faults[random.Next(Faults.Length)];
        return (fault == ModelFault.Unreachable ? [ChatStage.Fails(fault)] : [.. spoken, ChatStage.Fails(fault)], fault);
    }

    private static async Task<bool> ReadAsync(ChatStage stage, List<string> read)
    {
        try
        {
            await ChatStage.ReadAsync(stage.Build(), stage.Call(), read);
            return true;
        }
        catch (ModelsUnavailableException)
        {
            return false;
        }
    }

    private static void AssertOneAnswerAtATime(List<string> read, int run)
    {
        for (var number = 1; number < read.Count; number++)
        {
            var (before, now) = (read[number - 1], read[number]);
            Assert.True(before == now || now.StartsWith('[') || before == $"[restart {now}]", $"run {run}: {string.Join(' ', read)}");
        }
    }
}
