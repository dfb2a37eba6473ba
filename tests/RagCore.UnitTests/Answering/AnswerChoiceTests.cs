using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Answering.Generation.Extractive;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Answering;

/// <summary>Which of several likely sentences is said.</summary>
public sealed class AnswerChoiceTests : IDisposable
{
    // What is in every document tells none apart: words need documents that lack them.
    private static readonly IEnumerable<Document> Others = Enumerable.Range(1, 8)
        .Select(number => TestDocuments.Markdown($"other{number}.md", $"Printer {number}", $"# Printer {number}\n\nThe paper tray is below.\n"));

    private readonly LexicalIndex _index = new();

    public void Dispose() => _index.Dispose();

    [Fact]
    public async Task The_document_of_the_place_that_was_asked_for_answers_though_another_has_more_of_the_words()
    {
        var first = await FirstAsync(
            "When does the canteen open for lunch in Leeds?",
            TestDocuments.Markdown("rotterdam.md", "Rotterdam Office Guide", "# Rotterdam Office Guide\n\n## Lunch\n\nThe canteen opens from 12:00 to 13:30. Guests in Rotterdam pay by card.\n"),
            TestDocuments.Markdown("leeds.md", "Leeds Office Guide", "# Leeds Office Guide\n\n## Food\n\nThe canteen serves lunch from 11:45 to 14:00. Guests in Leeds pay in cash.\n"));

        Assert.Equal("The canteen serves lunch from 11:45 to 14:00.", first);
    }

    [Theory]
    [InlineData("What is the hotel limit in Lisbon?")]
    [InlineData("hotel limit lisbon")]
    public async Task A_row_that_names_what_was_asked_for_wins_over_the_sentence_that_introduces_the_table(string question)
    {
        var first = await FirstAsync(
            question,
            TestDocuments.Markdown("travel.md", "Travel Policy", "# Travel Policy\n\n## Hotels\n\nThe hotel limit is the price for one night.\n\n| City | Limit per night |\n|---|---|\n| Leeds | £120 |\n| Lisbon | €140 |\n"),
            TestDocuments.Markdown("lisbon.md", "Lisbon Office", "# Lisbon Office\n\nThe office in Lisbon is on the second floor.\n"));

        Assert.Equal("City: Lisbon · Limit per night: €140", first);
    }

    private async Task<string> FirstAsync(string question, params Document[] documents)
    {
        await _index.UpsertAsync([.. documents, .. Others], default);
        var options = Options.Create(new AnsweringOptions());
        var answerer = new QuestionAnswerer(
            _index, new ExtractiveGenerator(_index, ScoringWeights.Default), new ReplyComposer(_index, options), options, new FixedTimeProvider());
        var outcome = await answerer.AnswerAsync(new Question(question, [], Locale: null), TestDocuments.Everyone, new Progress<TurnProgress>(), default);
        return Assert.IsType<AnswerReply>(outcome.Reply).Statements[0].Text;
    }
}
