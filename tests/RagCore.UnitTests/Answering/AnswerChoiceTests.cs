using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Answering.Generation.Extractive;
using ChatOpsBot.RagCore.Answering.Rewriting;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using ChatOpsBot.TestKit.Models;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Answering;

/// <summary>Which of several likely sentences is said.</summary>
public sealed class AnswerChoiceTests : IDisposable
{
    // What is in every document tells none apart: words need documents that lack them.
    private static readonly IEnumerable<Document> Others = Enumerable.Range(1, 8)
        .Select(number => TestDocuments.Markdown($"other{number}.md", $"Printer {number}", $"# Printer {number}\n\nThe paper tray is below.\n"));

    private static readonly Document Nurse = TestDocuments.Markdown("nurse.md", "Health at work", "# Health at work\n\nThe nurse comes to Leeds on Mondays and Thursdays, two days a week.\n");

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

    [Theory]
    [InlineData("Which days does the nurse come to Tokyo?", "Which days does the nurse come to tokyo?")]
    [InlineData("Which days does the nurse come from Oslo to Leeds?", "Which days does the nurse come from oslo to Leeds?")]
    public async Task A_name_that_no_passage_holds_takes_more_support_than_a_word(string name, string word)
    {
        await _index.UpsertAsync([Nurse, .. Others], default);

        Assert.True((await AskAsync(name)).Support < (await AskAsync(word)).Support);
    }

    [Theory]
    [InlineData("Which Days Does The Nurse Come To The Building?")]
    [InlineData("WHICH DAYS DOES THE NURSE COME TO THE BUILDING?")]
    [InlineData("Building: which days does the nurse come?")]
    public async Task Capital_letters_that_name_nothing_take_nothing(string question)
    {
        await _index.UpsertAsync([Nurse, .. Others], default);

        Assert.Equal((await AskAsync(question.ToLowerInvariant())).Support, (await AskAsync(question)).Support);
    }

    [Fact]
    public async Task The_name_of_a_file_is_not_what_is_asked_about()
    {
        await _index.UpsertAsync([TestDocuments.Markdown("travel.md", "Travel Policy", "# Travel Policy\n\nTrains are booked second class.\n"), .. Others], default);

        Assert.IsType<AnswerReply>((await AskAsync("Which class are trains booked in according to Travel_Policy.pdf?")).Reply);
    }

    [Theory]
    [InlineData("How do I turn doc/docx into pdf/csv?")]
    [InlineData("Where is pdf.docx?")]
    [InlineData("What is .pdf?")]
    [InlineData("md.html")]
    public async Task Words_made_of_endings_alone_are_asked_about_like_others(string question)
    {
        await _index.UpsertAsync([.. Others], default);

        Assert.NotNull((await AskAsync(question)).Reply);
    }

    [Fact]
    public async Task What_is_quoted_around_the_best_sentence_stays_within_three()
    {
        await _index.UpsertAsync(
            [TestDocuments.Plain("a", "Archive", "The archive is in the cellar. The archive opens on Monday at nine. Bring your badge. The porter has the key. Nobody smokes there."), .. Others], default);

        var answer = Assert.IsType<AnswerReply>((await AskAsync("When does the archive open on Monday?")).Reply);

        Assert.Equal("The archive opens on Monday at nine.", answer.Statements[0].Text);
        Assert.Equal(3, answer.Citations.Sum(citation => citation.Quote.Count(character => character == '.')));
    }

    private async Task<string> FirstAsync(string question, params Document[] documents)
    {
        await _index.UpsertAsync([.. documents, .. Others], default);
        return Assert.IsType<AnswerReply>((await AskAsync(question)).Reply).Statements[0].Text;
    }

    private Task<QuestionOutcome> AskAsync(string question)
    {
        var options = Options.Create(new AnsweringOptions());
        var answerer = new QuestionAnswerer(
            new HeuristicRewriter(), _index, NoReranking.Create(), new ExtractiveGenerator(_index, ScoringWeights.Default),
            new ReplyComposer(_index, options), new FixedThreshold(), options, new FixedTimeProvider());
        return answerer.AnswerAsync(new Question(question, [], Locale: null), TestDocuments.Everyone, new Progress<TurnProgress>(), default);
    }
}
