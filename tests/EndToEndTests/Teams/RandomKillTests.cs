using System.Globalization;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace ChatOpsBot.EndToEndTests.Teams;

/// <summary>Killed at moments nobody chose, one after the other on the same folder.</summary>
public sealed class RandomKillTests(ITestOutputHelper output)
{
    private const int Kills = 8;
    private const int Seed = 20_260_101;
    private const int LatestMilliseconds = 250;

    [Fact]
    public async Task Killed_at_random_moments_it_answers_every_question_once()
    {
        output.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        await using var stage = await FakeTeamsStage.OpenAsync();

        // Each start tries every unfinished question, and each kill may end such a try: none of them is the question's fault.
        stage.MaxAttempts = Kills + 1;
        await stage.StartTeamsAsync();
        await stage.StartBotAsync();
        var killedIn = new Dictionary<string, int>(StringComparer.Ordinal);

        for (var i = 0; i < Kills; i++)
        {
            var question = stage.Person(string.Create(CultureInfo.InvariantCulture, $"person{i}")).Says(FakeTeamsStage.Question);
            killedIn.Add(stage.Open(question), 0);
            await KillWhileAskedAsync(stage, question, random.Next(LatestMilliseconds), killedIn);
        }

        foreach (var conversation in killedIn.Keys)
        {
            await stage.WaitForAnswerAsync(conversation);
        }

        await stage.SettleAsync();
        Assert.All(killedIn.Keys, conversation => output.WriteLine(stage.Sent(conversation)));
        Assert.All(killedIn, kills => stage.AssertOneAnswer(kills.Key, FakeTeamsStage.Answer, fewestOrphans: 0, mostOrphans: kills.Value));
    }

    private static async Task KillWhileAskedAsync(FakeTeamsStage stage, JsonObject question, int milliseconds, Dictionary<string, int> killedIn)
    {
        var delivery = stage.TryDeliverAsync(question);
        await Task.Delay(milliseconds);
        await stage.KillAsync();
        await delivery;

        // Each kill may have come between a placeholder and the note of its id, in every conversation that had no answer yet.
        foreach (var unanswered in killedIn.Keys.Where(conversation => !stage.IsAnswered(conversation)).ToList())
        {
            killedIn[unanswered]++;
        }

        await stage.StartBotAsync();
        await stage.DeliverAsync(question);
    }
}
