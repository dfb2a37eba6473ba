using System.Text.Json;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Evaluation.Cases;
using ChatOpsBot.RagCore.Inbox;

namespace ChatOpsBot.RagCore.UnitTests.Evaluation.Cases;

public sealed class CaseEvaluationTests
{
    private static readonly CaseThresholds Thresholds = new() { Answered = 0.5, Refused = 1 };

    [Fact]
    public async Task A_case_passes_when_the_answer_says_and_cites_what_it_must()
    {
        var report = await RunAsync(
            new RegressionCase("said", "leave?") { Contains = ["27  DAYS"], Cites = ["leave.md"] },
            new RegressionCase("quoted", "leave?") { Contains = ["in Leeds"] },
            new RegressionCase("unknown", "dogs?") { Refuses = true });

        Assert.Equal((3, 3, 1.0, 1.0, true), (report.Cases, report.Passed, report.Answered, report.Refused, report.Holds));
        Assert.Empty(report.Failed);
    }

    [Fact]
    public async Task What_did_not_pass_is_told_with_reasons()
    {
        var report = await RunAsync(
            new RegressionCase("text", "leave?") { Contains = ["28 days"] },
            new RegressionCase("document", "leave?") { Cites = ["other.md"] },
            new RegressionCase("excluded", "leave?") { Cites = ["leave.md"], Excludes = ["27 days"] },
            new RegressionCase("silent", "dogs?") { Contains = ["27 days"] },
            new RegressionCase("invented", "leave?") { Refuses = true });

        Assert.Equal(
            ["does not contain \"28 days\"", "does not cite other.md", "contains \"27 days\"", "no answer", "an answer where there is none"],
            report.Failed.Select(failed => Assert.Single(failed.Reasons)));
        Assert.False(report.Holds);
    }

    [Theory]
    [InlineData(2, 2, true)]
    [InlineData(1, 3, false)]
    public async Task The_share_of_answers_decides(int good, int bad, bool holds)
    {
        var report = await RunAsync([
            .. Enumerable.Range(0, good).Select(number => new RegressionCase($"g{number}", "leave?") { Cites = ["leave.md"] }),
            .. Enumerable.Range(0, bad).Select(number => new RegressionCase($"b{number}", "dogs?") { Cites = ["leave.md"] })]);

        Assert.Equal(holds, report.Holds);
    }

    [Fact]
    public async Task The_thread_is_asked_first_and_handed_over()
    {
        var answerer = new ScriptedAnswerer();

        await RunAsync(answerer, new RegressionCase("thread", "leave?") { Thread = ["first", "dogs?"], Contains = ["27"] });

        Assert.Equal([("first", 0), ("dogs?", 1), ("leave?", 2)], answerer.Asked);
    }

    [Fact]
    public async Task Two_runs_are_compared_case_by_case_and_what_was_used_is_told()
    {
        RegressionCase[] cases = [.. Enumerable.Range(0, 40).Select(number => new RegressionCase($"c{number}", number % 8 == 0 ? "dogs?" : "leave?") { Contains = ["27 days"] })];
        var better = await RunAsync(cases);
        var worse = await RunAsync(new ScriptedAnswerer { AnswersNothing = true }, cases);

        var compared = better.ComparedWith(worse, new Random(1));

        Assert.Equal((40, 35, 0, 0.875), (compared.Against!.Queries, compared.Against.Better, compared.Against.Worse, compared.Against.MeanDifference));
        Assert.InRange(compared.Against.PValue, 0, 0.001);
        Assert.Equal(35, better.ModelAnswers);
        Assert.Equal("1.0.0", better.Versions["prompt.answer"]);
        Assert.Equal(0.35m, better.Cost);
    }

    [Fact]
    public async Task A_report_is_written_under_the_names_programs_get()
    {
        var report = await RunAsync(new RegressionCase("text", "leave?") { Contains = ["28 days"] });

        using var json = JsonDocument.Parse(JsonSerializer.Serialize(report.ComparedWith(report, new Random(1))));

        Assert.Equal(
            ["cases", "passed", "answered", "refused", "thresholds", "holds", "model_answers", "versions", "cost", "latency_ms", "failed", "against"],
            json.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(["id", "reasons"], json.RootElement.GetProperty("failed")[0].EnumerateObject().Select(member => member.Name));
    }

    private static Task<CaseReport> RunAsync(params RegressionCase[] cases) => RunAsync(new ScriptedAnswerer(), cases);

    private static Task<CaseReport> RunAsync(ScriptedAnswerer answerer, params RegressionCase[] cases)
        => new CaseEvaluation(answerer, TimeProvider.System).RunAsync(new CaseFile(cases, Thresholds), progress: null, CancellationToken.None);

    private sealed class ScriptedAnswerer : IQuestionAnswerer
    {
        private static readonly Citation Leave = new(1, "leave.md", "1", "Leave", [], Link: null, "27 days of leave in\nLeeds", 0, 25, Effective: null);

        public bool AnswersNothing { get; init; }

        public List<(string Text, int Before)> Asked { get; } = [];

        public Task<QuestionOutcome> AnswerAsync(Question question, AccessFilter access, IProgress<TurnProgress> progress, CancellationToken cancellationToken)
        {
            Asked.Add((question.Text, question.Thread.Count));
            return Task.FromResult(AnswersNothing || question.Text is not "leave?"
                ? new QuestionOutcome(new NoEvidenceReply(question.Text, "1 document", "Ask"), question.Text, 0, new Dictionary<string, double>())
                : new QuestionOutcome(
                    new AnswerReply([new AnswerStatement("You get 27 days.", [1])], [Leave], AnswerMode.Model, Confidence.High, []), question.Text, 1, new Dictionary<string, double>())
                {
                    Versions = new Dictionary<string, string> { ["prompt.answer"] = "1.0.0" },
                    Charges = [new ModelCharge("primary", ModelPurpose.Answer, 10, 5, 0.01m, IsEstimated: false)],
                });
        }
    }
}
