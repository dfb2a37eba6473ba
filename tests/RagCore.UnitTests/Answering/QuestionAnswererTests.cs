using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Answering.Generation;
using ChatOpsBot.RagCore.Answering.Generation.Extractive;
using ChatOpsBot.RagCore.Answering.Rewriting;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using ChatOpsBot.RagCore.Memory;
using ChatOpsBot.TestKit.Models;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Answering;

public sealed class QuestionAnswererTests : IDisposable
{
    private static readonly Document[] Handbook =
    [
        TestDocuments.Markdown("travel/meals.md", "Meal Limits", "# Meal Limits\n\nLimits include drinks.\n\n| City | Breakfast | Dinner |\n|---|---|---|\n| Lisbon | €9 | €30 |\n| Rotterdam | €12 | €38 |\n"),
        TestDocuments.Markdown("people/leave.md", "Annual Leave", "# Annual Leave\n\nEmployees get 27 days of annual leave in Leeds. They may carry over five days.\n"),
        TestDocuments.Markdown("people/contractors.md", "Contractor Terms", "# Contractor Terms\n\nContractors do not receive paid annual leave.\n"),
        TestDocuments.Markdown("travel/hotel.md", "Hotel Policy 2025", "# Hotel Policy 2025\n\nThe hotel limit in Lisbon is €120 per night.\n"),
        TestDocuments.Markdown("travel/hotel-2023.md", "Hotel Policy 2023", "# Hotel Policy 2023\n\nThe hotel limit in Lisbon is €105 per night.\n") with { IsSuperseded = true, SupersededBy = "travel/hotel.md" },
        TestDocuments.Markdown("it/vpn.md", "Setting Up the VPN", "# Setting Up the VPN\n\n## Install the VPN\n\nYou need a laptop.\n\n1. Open the Software Centre.\n2. Install the client.\n3. Sign in.\n\n## Errors\n\nERR_4012 means that the certificate has expired.\n"),
    ];

    private static readonly Document Parking =
        TestDocuments.Markdown("travel/parking.md", "Parking Fees", "# Parking Fees\n\nParking at the airport is paid up to a fee per day.\n\n| Airport | Short stay | Long stay | Per day |\n|---|---|---|---|\n| Manchester and Liverpool in the north | £10 | £12 | £28 |\n| Schiphol | €12 | €18 | €38 |\n");

    private readonly LexicalIndex _index = new();

    public void Dispose() => _index.Dispose();

    [Fact]
    public async Task A_row_of_a_table_is_said_with_its_labels_and_quoted_as_it_stands()
    {
        var answer = await AnswerAsync("What is the meal limit for dinner in Lisbon?");

        Assert.Equal("City: Lisbon · Breakfast: €9 · Dinner: €30", Assert.Single(answer.Statements).Text);
        Assert.Equal("| Lisbon | €9 | €30 |", Assert.Single(answer.Citations).Quote);
        Assert.NotEqual(Confidence.Low, answer.Confidence);
        Assert.Equal(AnswerMode.Extractive, answer.Mode);
    }

    [Fact]
    public async Task Beside_the_row_that_was_asked_for_no_other_row_is_said()
    {
        await _index.UpsertAsync([Parking], default);

        var answer = await AnswerAsync("What is the long stay parking fee per day at Schiphol airport?");

        Assert.StartsWith("Airport: Schiphol", Assert.Single(answer.Statements).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_how_to_question_is_answered_with_the_steps()
    {
        var answer = await AnswerAsync("How do I install the VPN?");

        Assert.Equal("You need a laptop.\n1. Open the Software Centre.\n2. Install the client.\n3. Sign in.", Assert.Single(answer.Statements).Text);
        Assert.StartsWith("You need a laptop.", Assert.Single(answer.Citations).Quote, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_replacement_is_preferred_to_what_it_replaced()
    {
        var answer = await AnswerAsync("What is the hotel limit in Lisbon?");

        Assert.Equal("travel/hotel.md", answer.Citations[0].Document);
        Assert.Empty(answer.Notes);
    }

    [Fact]
    public async Task What_used_to_hold_is_answered_when_it_is_asked_for_and_said_to_be_superseded()
    {
        var answer = await AnswerAsync("What was the hotel limit in Lisbon under the 2023 policy?");

        Assert.Equal("travel/hotel-2023.md", answer.Citations[0].Document);
        Assert.Equal("\"Hotel Policy 2023\" has been superseded by \"Hotel Policy 2025\".", Assert.Single(answer.Notes));
    }

    [Fact]
    public async Task A_follow_up_is_answered_from_the_thread()
    {
        var first = await AskAsync("How many days of annual leave do employees get?");

        var outcome = await AskAsync("and for contractors?", new Exchange("t", first.StandaloneQuestion, first.Reply, DateTimeOffset.UnixEpoch));

        Assert.Equal("How many days of annual leave do contractors get?", outcome.StandaloneQuestion);
        Assert.Contains("Contractors do not receive paid annual leave.", Assert.IsType<AnswerReply>(outcome.Reply).Statements.Select(statement => statement.Text));
    }

    [Fact]
    public async Task A_follow_up_never_repeats_the_title_of_the_document_that_answered()
    {
        var outcome = await AskAsync("how old is it?", Cited("Where is the zebra?", "it/vpn.md", "Setting Up the VPN"));

        Assert.Equal("How old is the zebra?", outcome.StandaloneQuestion);
        Assert.Equal("How old is the zebra?", Assert.IsType<NoEvidenceReply>(outcome.Reply).Question);
    }

    [Theory]
    [InlineData("travel/hotel.md", true)]
    [InlineData("hr/no-longer-readable.md", false)]
    public async Task A_cited_title_is_searched_with_only_while_its_document_may_be_read(string document, bool isAnswered)
    {
        var outcome = await AskAsync("how much is it?", Cited("Where is the parking?", document, "Hotel limit in Lisbon per night"));

        Assert.Equal(isAnswered, outcome.Reply is AnswerReply);
    }

    [Theory]
    [InlineData("Who won the football match last night?")]
    [InlineData("What is the capital of Mongolia?")]
    [InlineData("Give me a recipe for lemon cake")]
    public async Task What_the_documents_do_not_hold_is_refused_with_what_was_searched(string question)
    {
        var reply = Assert.IsType<NoEvidenceReply>((await AskAsync(question)).Reply);

        Assert.Equal(question, reply.Question);
        Assert.Equal("6 documents in Handbook (it, people, travel)", reply.Searched);
        Assert.NotEmpty(reply.NextStep);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("hello there!")]
    [InlineData("ok")]
    [InlineData("<@U123> @channel")]
    [InlineData("\u200B\u202E")]
    [InlineData("thanks a lot")]
    [InlineData("thanks, that helps")]
    [InlineData("\uD83D")]
    [InlineData("😀😀😀")]
    [InlineData("*_~`[](|")]
    [InlineData("![a](![a](![a](")]
    public async Task A_message_that_asks_nothing_is_told_what_can_be_asked(string message)
        => Assert.Contains("question", Assert.IsType<NoticeReply>((await AskAsync(message)).Reply).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("what is it?")]
    [InlineData("ما هي سياسة السفر؟")]
    [InlineData("DROP TABLE; <script>alert(1)</script>")]
    public async Task A_message_that_asks_nothing_known_gets_a_sane_reply(string message)
        => Assert.IsType<NoEvidenceReply>((await AskAsync(message)).Reply);

    [Fact]
    public async Task A_question_of_forty_thousand_characters_is_cut_and_says_so()
    {
        var answer = await AnswerAsync("What is the meal limit for dinner in Lisbon? " + new string('?', 40_000));

        Assert.Equal("Only the first 4,000 characters of the question were read.", Assert.Single(answer.Notes));
    }

    [Fact]
    public async Task Whoever_may_read_nothing_learns_nothing()
    {
        await _index.UpsertAsync(Handbook, default);

        var outcome = await Answerer(new ExtractiveGenerator(_index, ScoringWeights.Default))
            .AnswerAsync(new Question("What is the hotel limit in Lisbon?", [], null), AccessFilter.Nothing(TenantId.Default), new Stages(), default);

        Assert.Equal("the documents this conversation may use (there are none)", Assert.IsType<NoEvidenceReply>(outcome.Reply).Searched);
        Assert.Equal(0, outcome.Support);
    }

    [Fact]
    public async Task A_draft_that_nothing_bears_out_is_not_said()
    {
        await _index.UpsertAsync(Handbook, default);

        var outcome = await Answerer(new LyingGenerator()).AnswerAsync(new Question("What is the hotel limit in Lisbon?", [], null), TestDocuments.Everyone, new Stages(), default);

        Assert.IsType<NoEvidenceReply>(outcome.Reply);
    }

    [Fact]
    public async Task Steps_are_timed_and_told()
    {
        await _index.UpsertAsync(Handbook, default);
        var stages = new Stages();

        var outcome = await Answerer(new ExtractiveGenerator(_index, ScoringWeights.Default))
            .AnswerAsync(new Question("What is the hotel limit in Lisbon?", [], null), TestDocuments.Everyone, stages, default);

        Assert.Equal(["rewrite", "retrieve", "generate", "verify_citations"], outcome.Timings.Keys);
        Assert.Equal(["searching", "reading"], stages.Told);
    }

    private async Task<AnswerReply> AnswerAsync(string question) => Assert.IsType<AnswerReply>((await AskAsync(question)).Reply);

    private async Task<QuestionOutcome> AskAsync(string question, params Exchange[] thread)
    {
        await _index.UpsertAsync(Handbook, default);
        return await Answerer(new ExtractiveGenerator(_index, ScoringWeights.Default)).AnswerAsync(new Question(question, thread, null), TestDocuments.Everyone, new Stages(), default);
    }

    private static Exchange Cited(string question, string document, string title)
    {
        var citation = new Citation(1, document, "v1", title, [], null, "q", 0, 1, null);
        var reply = new AnswerReply([new AnswerStatement("x", [1])], [citation], AnswerMode.Extractive, Confidence.High, []);
        return new Exchange("t", question, reply, DateTimeOffset.UnixEpoch);
    }

    private QuestionAnswerer Answerer(IAnswerGenerator generator)
    {
        var options = Options.Create(new AnsweringOptions());
        return new QuestionAnswerer(
            new HeuristicRewriter(), _index, NoReranking.Create(), generator, new ReplyComposer(_index, options), new FixedThreshold(), options, new FixedTimeProvider());
    }

    private sealed class LyingGenerator : IAnswerGenerator
    {
        public Task<AnswerDraft> GenerateAsync(GenerationRequest request, IDraftSink sink, CancellationToken cancellationToken)
            => Task.FromResult(new AnswerDraft([new DraftStatement("It is €999.", [new DraftQuote(1, "The hotel limit in Lisbon is €999")])], 1, AnswerMode.Model));
    }

    private sealed class Stages : IProgress<TurnProgress>
    {
        public List<string> Told { get; } = [];

        public void Report(TurnProgress value) => Told.Add(value.Stage);
    }
}
