using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Answering.Generation;
using ChatOpsBot.RagCore.Answering.Generation.Extractive;
using ChatOpsBot.RagCore.Answering.Generation.Model;
using ChatOpsBot.RagCore.Answering.Rewriting;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using ChatOpsBot.RagCore.Usage.Calls;
using ChatOpsBot.TestKit.Models;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Answering.Generation;

/// <summary>A model's draft on its way to an answer.</summary>
public sealed class ModelAnswerTests : IDisposable
{
    private const string Question = "How many days of annual leave do employees get?";
    private const string Days = """{"text":"Employees get 27 days of leave.","quotes":[{"passage":1,"quote":"Employees get 27 days of annual leave."}]}""";
    private const string Carried = """{"text":"They may carry over five unused days of leave.","quotes":[{"passage":1,"quote":"They may carry over five unused days."}]}""";
    private const string Invented = """{"text":"Employees get 40 days of leave.","quotes":[{"passage":1,"quote":"Employees get 40 days of annual leave."}]}""";

    private readonly LexicalIndex _index = new();
    private readonly Told _progress = new();

    public void Dispose() => _index.Dispose();

    [Fact]
    public async Task It_is_told_while_it_is_written_and_only_what_was_verified()
    {
        var answer = Assert.IsType<AnswerReply>(await AnswerAsync(new ScriptedChatClient("""{"statements":[""", Days, ",", Invented, ",", Carried, "]}")));

        Assert.Equal(["Employees get 27 days of leave.", "They may carry over five unused days of leave."], answer.Statements.Select(statement => statement.Text));
        Assert.Equal([1, 2], _progress.Partials.Select(partial => partial.Statements.Count));
        Assert.All(_progress.Partials, partial => Assert.Equal(answer.Statements.Take(partial.Statements.Count).Select(Shown), partial.Statements.Select(Shown)));
        Assert.Equal(AnswerMode.Model, answer.Mode);
        Assert.All(answer.Citations, citation => Assert.Contains(citation.Quote, Leave().Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_model_that_finds_no_answer_is_believed()
    {
        Assert.IsType<NoEvidenceReply>(await AnswerAsync(new ScriptedChatClient("""{"statements":[]}""")));
        Assert.Empty(_progress.Partials);
    }

    [Fact]
    public async Task Nothing_that_holds_is_no_answer()
        => Assert.IsType<NoEvidenceReply>(await AnswerAsync(new ScriptedChatClient($$"""{"statements":[{{Invented}}]}""")));

    [Fact]
    public async Task A_draft_that_cannot_be_read_is_asked_for_once_more()
    {
        var model = new ScriptedChatClient(TimeProvider.System, [new ChatStep.Delta("Well, 27 days.")], [new ChatStep.Delta($$"""{"statements":[{{Days}}]}""")]);

        var answer = Assert.IsType<AnswerReply>(await AnswerAsync(model));

        Assert.Single(answer.Statements);
        Assert.Equal([ModelPurpose.Answer, ModelPurpose.Repair], model.Calls.Select(call => ModelCall.Of(call.Options)!.Purpose));
        Assert.Contains("Well, 27 days.", model.Calls[1].Messages[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_drafts_that_cannot_be_read_are_as_good_as_no_model()
    {
        var model = new ScriptedChatClient("27 days, I think.");

        var answer = Assert.IsType<AnswerReply>(await AnswerAsync(model));

        Assert.Equal(2, model.Calls.Count);
        Assert.Equal(AnswerMode.Extractive, answer.Mode);
        Assert.Contains(answer.Notes, note => note.Contains("sources are quoted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_any_model_the_sources_are_quoted_and_it_is_said()
    {
        var answer = Assert.IsType<AnswerReply>(await AnswerAsync(Failing(new ModelsUnavailableException("All models rest."))));

        Assert.Equal(AnswerMode.Extractive, answer.Mode);
        Assert.Equal("Employees get 27 days of annual leave.", answer.Statements[0].Text);
        Assert.Contains(answer.Notes, note => note.StartsWith("No model could be asked", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_restart_keeps_what_was_shown_and_does_not_say_it_again()
    {
        const string Again = """{"text":"27 days of annual leave are what employees get.","quotes":[{"passage":1,"quote":"Employees get 27 days of annual leave."}]}""";
        var model = new ScriptedChatClient(
            TimeProvider.System,
            [
                new ChatStep.Delta($$"""{"statements":[{{Days}},{"text":"Up to fi"""),
                new ChatStep.Content(new StreamRestart("secondary")),
                new ChatStep.Delta($$"""{"statements":[{{Again}},{{Carried}}]}"""),
            ]);

        var answer = Assert.IsType<AnswerReply>(await AnswerAsync(model));

        Assert.Equal(["Employees get 27 days of leave.", "They may carry over five unused days of leave."], answer.Statements.Select(statement => statement.Text));
        Assert.Equal([1, 2], answer.Statements.SelectMany(statement => statement.Citations));
        Assert.Empty(answer.Notes);
    }

    [Fact]
    public async Task A_draft_that_nobody_could_finish_is_kept_as_far_as_it_holds()
    {
        var answer = Assert.IsType<AnswerReply>(await AnswerAsync(Failing(new ModelsUnavailableException("cut"), $$"""{"statements":[{{Days}},""")));

        Assert.Single(answer.Statements);
        Assert.Equal(AnswerMode.Model, answer.Mode);
        Assert.Contains(answer.Notes, note => note.Contains("incomplete", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_draft_that_came_to_its_length_is_told_to_be_incomplete_and_a_restart_completes_it()
    {
        var cut = new ChatStep[] { new ChatStep.Delta($$"""{"statements":[{{Days}},{"text":"They m"""), new ChatStep.Finish(ChatFinishReason.Length) };
        var restarted = new ChatStep[] { new ChatStep.Content(new StreamRestart("secondary")), new ChatStep.Delta($$"""{"statements":[{{Days}},{{Carried}}]}""") };

        var shortened = Assert.IsType<AnswerReply>(await AnswerAsync(new ScriptedChatClient(TimeProvider.System, cut)));
        var whole = Assert.IsType<AnswerReply>(await AnswerAsync(new ScriptedChatClient(TimeProvider.System, [.. cut, .. restarted])));

        Assert.Contains(shortened.Notes, note => note.Contains("incomplete", StringComparison.Ordinal));
        Assert.Empty(whole.Notes);
        Assert.Equal(2, whole.Statements.Count);
    }

    [Fact]
    public async Task Where_nothing_is_found_or_nothing_may_be_spent_no_model_is_asked()
    {
        var model = new ScriptedChatClient($$"""{"statements":[{{Days}}]}""");

        Assert.IsType<NoEvidenceReply>(await AnswerAsync(model, question: "zzyzx"));
        Assert.Equal(AnswerMode.Extractive, Assert.IsType<AnswerReply>(await AnswerAsync(model, spending: SpendingLevel.None)).Mode);

        Assert.Empty(model.Calls);
    }

    [Fact]
    public async Task What_was_used_is_known_and_what_the_person_must_know_is_told()
    {
        var model = new ScriptedChatClient($$"""{"statements":[{{Days}}]}""");
        var question = new Question(Question, [], null) { Remarks = ["Most of the budget is used."], Spending = SpendingLevel.Economy };

        var outcome = await Answerer(model).AnswerAsync(question, TestDocuments.Everyone, _progress, default);

        Assert.Equal("1.0.0", outcome.Versions["prompt.answer"]);
        Assert.Equal(SpendingLevel.Economy, ModelCall.Of(Assert.Single(model.Calls).Options)!.Spending);
        Assert.Contains("Most of the budget is used.", Assert.IsType<AnswerReply>(outcome.Reply).Notes);
    }

    private static Document Leave() => TestDocuments.Markdown(
        "people/leave.md", "Annual Leave", "# Annual Leave\n\nEmployees get 27 days of annual leave. They may carry over five unused days.\n");

    private static ScriptedChatClient Failing(Exception fault, string before = "")
        => new(TimeProvider.System, [new ChatStep.Delta(before), new ChatStep.Fault(() => fault)]);

    private static string Shown(AnswerStatement statement) => $"{statement.Text} {string.Join(',', statement.Citations)}";

    private async Task<Reply> AnswerAsync(ScriptedChatClient model, string question = Question, SpendingLevel spending = SpendingLevel.Normal)
        => (await Answerer(model).AnswerAsync(new Question(question, [], null) { Spending = spending }, TestDocuments.Everyone, _progress, default)).Reply;

    private QuestionAnswerer Answerer(ScriptedChatClient model)
    {
        _index.UpsertAsync([Leave()], default).GetAwaiter().GetResult();
        var options = Options.Create(new AnsweringOptions());
        var extractive = new ExtractiveGenerator(_index, ScoringWeights.Default);
        var generator = new ModelFirstGenerator(
            new ModelGenerator(model, new PlainPrompts(), extractive, new Random(1)), extractive, NullLogger<ModelFirstGenerator>.Instance);
        return new QuestionAnswerer(new HeuristicRewriter(), _index, NoReranking.Create(), generator, new ReplyComposer(_index, options), new FixedThreshold(), options, new FixedTimeProvider());
    }

    private sealed class Told : IProgress<TurnProgress>
    {
        public List<PartialAnswer> Partials { get; } = [];

        public void Report(TurnProgress value)
        {
            if (value.Partial is { } partial)
            {
                Partials.Add(partial);
            }
        }
    }
}
