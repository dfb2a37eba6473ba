using ChatOpsBot.BotHost.Cli;
using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Evaluation.Answers;
using ChatOpsBot.RagCore.Knowledge;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace ChatOpsBot.Evaluation;

/// <summary>Extractive answers over the whole corpus of SQuAD v2's development file, at the default threshold.</summary>
[Trait("Category", DataSets.Category)]
public sealed class AnswerTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Most_answerable_questions_are_answered_with_the_right_quote_and_every_citation_is_true()
    {
        var file = await SquadReader.ReadAsync(DataSets.PathOf("squad2", "dev-v2.0.json"), CancellationToken.None);
        await using var services = ConsoleServices.Build();
        var evaluation = new AnswerEvaluation(
            services.GetRequiredService<IKnowledgeIndex>(), services.GetRequiredService<IQuestionAnswerer>(), services.GetRequiredService<IAnswerThreshold>(), TimeProvider.System);

        var report = await evaluation.RunAsync(file, progress: null, CancellationToken.None);

        output.WriteLine($"hit {report.HitRate}, abstain {report.AbstainPrecision}/{report.AbstainRecall}, auroc {report.Auroc}, p99 {report.LatencyMs.P99} ms");
        Assert.InRange(report.HitRate, 0.82, 1);
        Assert.Equal(1, report.CitationValid);
    }
}
