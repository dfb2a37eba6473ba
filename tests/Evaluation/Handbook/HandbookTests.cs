using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOpsBot.BotHost.Cli;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Memory;
using ChatOpsBot.TestKit.Files;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace ChatOpsBot.Evaluation.Handbook;

/// <summary>Questions as employees type them, over the sample handbook. The floors are what was reached; they only rise.</summary>
public sealed class HandbookTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const double AnsweredFloor = 0.81;
    private const double RefusedFloor = 0.86;
    private const double FollowUpFloor = 0.85;

    private readonly ServiceProvider _services = ConsoleServices.Build();

    public Task InitializeAsync() => ConsoleServices.LoadAsync(_services, quiet: true, CancellationToken.None);

    public async Task DisposeAsync() => await _services.DisposeAsync();

    [Fact]
    public async Task Most_questions_the_handbook_answers_are_answered_with_the_right_quote()
        => await HoldAsync((await ReadAsync<HandbookQuestion>("questions.json")).Where(question => question.Answer is not null), AnsweredFloor, AnswersAsync);

    [Fact]
    public async Task Most_questions_the_handbook_does_not_answer_are_refused()
        => await HoldAsync((await ReadAsync<HandbookQuestion>("questions.json")).Where(question => question.Answer is null), RefusedFloor, RefusesAsync);

    [Fact]
    public async Task Most_follow_ups_are_answered_from_their_thread()
        => await HoldAsync(await ReadAsync<HandbookFollowUp>("followups.json"), FollowUpFloor, FollowsAsync);

    [Fact]
    public async Task Every_quote_stands_in_its_document_letter_by_letter()
    {
        foreach (var question in await ReadAsync<HandbookQuestion>("questions.json"))
        {
            if ((await AskAsync(question.Question)).Reply is AnswerReply answer)
            {
                Assert.All(answer.Citations, citation => Assert.Equal(Span(citation), citation.Quote));
                Assert.Equal(Enumerable.Range(1, answer.Citations.Count), answer.Citations.Select(citation => citation.Number));
            }
        }
    }

    private static string Span(Citation citation)
    {
        // Pages are quoted from the text that was extracted from them, which no file holds.
        var path = RepositoryFiles.PathOf(["samples", "handbook", .. citation.Document.Split('/')]);
        return path.EndsWith(".html", StringComparison.Ordinal) ? citation.Quote : File.ReadAllText(path)[citation.Start..citation.End];
    }

    private static async Task<IReadOnlyList<T>> ReadAsync<T>(string name)
    {
        await using var file = File.OpenRead(RepositoryFiles.PathOf("tests", "Evaluation", "Handbook", name));
        return (await JsonSerializer.DeserializeAsync<List<T>>(file))!;
    }

    private async Task HoldAsync<T>(IEnumerable<T> cases, double floor, Func<T, Task<bool>> holds)
    {
        var all = cases.ToList();
        var failed = new List<T>();
        foreach (var item in all)
        {
            if (!await holds(item))
            {
                failed.Add(item);
            }
        }

        failed.ForEach(item => output.WriteLine($"missed: {item}"));
        output.WriteLine($"{all.Count - failed.Count} of {all.Count}");
        Assert.InRange((double)(all.Count - failed.Count) / all.Count, floor, 1);
    }

    private async Task<bool> AnswersAsync(HandbookQuestion question)
        => Quotes((await AskAsync(question.Question)).Reply, question.Document!, question.Answer!);

    private async Task<bool> RefusesAsync(HandbookQuestion question) => (await AskAsync(question.Question)).Reply is not AnswerReply;

    private async Task<bool> FollowsAsync(HandbookFollowUp followUp)
    {
        var first = await AskAsync(followUp.First);
        var thread = new Exchange("1", first.StandaloneQuestion, first.Reply, DateTimeOffset.UnixEpoch);
        return Quotes((await AskAsync(followUp.FollowUp, thread)).Reply, followUp.Document, followUp.Answer);
    }

    private static bool Quotes(Reply reply, string document, string answer) => reply is AnswerReply grounded
        && grounded.Citations.Any(citation => citation.Document == document && citation.Quote.Contains(answer, StringComparison.Ordinal));

    private Task<QuestionOutcome> AskAsync(string question, params Exchange[] thread)
        => _services.GetRequiredService<IQuestionAnswerer>().AnswerAsync(
            new Question(question, thread, Locale: null),
            AccessFilter.For(TenantId.Default, [Principals.Everyone]),
            new Progress<TurnProgress>(),
            CancellationToken.None);

    private sealed record HandbookQuestion(
        [property: JsonPropertyName("question")] string Question,
        [property: JsonPropertyName("document")] string? Document,
        [property: JsonPropertyName("answer")] string? Answer);

    private sealed record HandbookFollowUp(
        [property: JsonPropertyName("first")] string First,
        [property: JsonPropertyName("followup")] string FollowUp,
        [property: JsonPropertyName("document")] string Document,
        [property: JsonPropertyName("answer")] string Answer);
}
