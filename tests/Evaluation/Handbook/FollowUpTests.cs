using ChatOpsBot.BotHost.Cli;
using ChatOpsBot.RagCore.Evaluation;
using ChatOpsBot.RagCore.Evaluation.FollowUps;
using ChatOpsBot.TestKit.Files;
using Xunit.Abstractions;

namespace ChatOpsBot.Evaluation.Handbook;

/// <summary>The authored follow-up questions over the sample handbook. The floors are what was reached; they only rise.</summary>
public sealed class FollowUpTests(ITestOutputHelper output)
{
    private const double HeuristicFloor = 0.82;
    private const double ModelFloor = 0.88;

    private static readonly string Turns = RepositoryFiles.PathOf("samples", "evaluation", "follow-ups.json");
    private static readonly string Rewrites = RepositoryFiles.PathOf("samples", "evaluation", "follow-ups.rewrites.json");

    [Fact]
    public async Task The_set_names_documents_and_headings_that_are_there_and_has_a_reply_for_every_turn()
    {
        var turns = await FollowUpFiles.ReadTurnsAsync(Turns, CancellationToken.None);
        var rewrites = await FollowUpFiles.ReadRewritesAsync(Rewrites, CancellationToken.None);

        Assert.Equal(turns.Select(turn => turn.Id).Order(StringComparer.Ordinal), rewrites.Keys.Order(StringComparer.Ordinal));
        Assert.All(turns, turn => Assert.NotEmpty(turn.Earlier));
        Assert.All(turns, turn => Assert.Contains(
            turn.Section, File.ReadAllText(RepositoryFiles.PathOf(["samples", "handbook", .. turn.Document.Split('/')])), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Rewriting_finds_what_the_typed_words_do_not()
    {
        var turns = await FollowUpFiles.ReadTurnsAsync(Turns, CancellationToken.None);
        var rewrites = await FollowUpFiles.ReadRewritesAsync(Rewrites, CancellationToken.None);
        await using var services = ConsoleServices.Build();
        await ConsoleServices.LoadAsync(services, quiet: true, CancellationToken.None);

        var report = await EvalFollowUps.MeasureAsync(services, turns, rewrites, progress: null, CancellationToken.None);

        foreach (var (way, measures) in report.All)
        {
            output.WriteLine($"{way}: {measures}");
        }

        Assert.InRange(report.All["heuristic"].HitAt1, HeuristicFloor, 1);
        Assert.InRange(report.All["model"].HitAt1, ModelFloor, 1);
        Assert.Equal(report.Kinds["shift"]["raw"].HitAt1, report.Kinds["shift"]["heuristic"].HitAt1);
    }

    [Fact]
    public async Task A_script_without_a_reply_for_a_turn_is_told()
    {
        var turns = await FollowUpFiles.ReadTurnsAsync(Turns, CancellationToken.None);
        await using var services = ConsoleServices.Build();

        var fault = await Assert.ThrowsAsync<DataSetException>(
            () => EvalFollowUps.MeasureAsync(services, [turns[0]], new Dictionary<string, IReadOnlyList<string>>(), progress: null, CancellationToken.None));

        Assert.Contains(turns[0].Id, fault.Message, StringComparison.Ordinal);
    }
}
