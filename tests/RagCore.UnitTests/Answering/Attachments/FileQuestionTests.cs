using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Answering.Attachments;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.TestKit.Files;

namespace ChatOpsBot.RagCore.UnitTests.Answering.Attachments;

public sealed class FileQuestionTests : IDisposable
{
    private const string Retreat = "# Retreat\n\nThe retreat is in Lisbon from 12 to 14 May. Flights are booked by Marta Dias.\n\nEvery team brings one laptop for the workshop.\n";
    private const string Canary = "kingfisher-4711";

    private readonly ThreadStage _stage = new();

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task A_file_of_the_question_is_answered_from_and_cited_by_its_name()
    {
        _stage.Files.With("retreat plan.md", Retreat);

        var answer = Assert.IsType<AnswerReply>(await _stage.AskAsync("Who books the flights?", "C1", "retreat plan.md"));

        var citation = Assert.Single(answer.Citations);
        Assert.Contains("Flights are booked by Marta Dias.", citation.Quote, StringComparison.Ordinal);
        Assert.Equal(("retreat plan.md", null), (citation.Title, citation.Link));
        Assert.Empty(answer.Notes);
    }

    [Theory]
    [InlineData("retreat.txt", "The retreat is in Lisbon from 12 to 14 May. Flights are booked by Marta Dias.")]
    [InlineData("retreat.html", "<html><body><main><h1>Retreat</h1><p>Flights are booked by Marta Dias.</p></main></body></html>")]
    [InlineData("retreat.csv", "What,Who\nFlights are booked by,Marta Dias\nHotel is booked by,Jo Park\n")]
    public async Task Text_pages_and_tables_are_read(string name, string text)
    {
        _stage.Files.With(name, text);

        var answer = Assert.IsType<AnswerReply>(await _stage.AskAsync("Who books the flights?", "C1", name));

        Assert.Contains("Marta Dias", answer.Statements[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_document_is_read()
    {
        _stage.Files.With("retreat.docx", HostileFiles.Word(HostileFiles.Paragraph("Flights are booked by Marta Dias.")));

        var answer = Assert.IsType<AnswerReply>(await _stage.AskAsync("Who books the flights?", "C1", "retreat.docx"));

        Assert.Equal("retreat.docx", answer.Citations[0].Title);
    }

    [Fact]
    public async Task A_follow_up_in_the_thread_uses_the_file_without_fetching_it_again_for_half_an_hour()
    {
        _stage.Files.With("retreat.md", Retreat);
        await _stage.AskAsync("Who books the flights?", "C1", "retreat.md");

        _stage.Time.Advance(TimeSpan.FromMinutes(29));
        var answer = Assert.IsType<AnswerReply>(await _stage.AskAsync("What does every team bring for the workshop?"));
        Assert.Equal("retreat.md", answer.Citations[0].Title);
        Assert.Equal(["retreat.md"], _stage.Files.Fetched);

        _stage.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.IsType<AnswerReply>(await _stage.AskAsync("When is the retreat in Lisbon?"));
        Assert.Equal(["retreat.md", "retreat.md"], _stage.Files.Fetched);
    }

    [Fact]
    public async Task Another_thread_and_another_organisation_see_nothing_of_the_file()
    {
        _stage.Files.With("secret.md", $"# Codes\n\nThe gate code of the warehouse is {Canary}.\n");
        Assert.Contains(Canary, Assert.IsType<AnswerReply>(await _stage.AskAsync("What is the gate code of the warehouse?", "C1", "secret.md")).Statements[0].Text, StringComparison.Ordinal);

        var elsewhere = await _stage.AskAsync("What is the gate code of the warehouse?", "C2");
        var foreign = _stage.Message("What is the gate code of the warehouse?");
        var abroad = await _stage.AskAsync(foreign with { Conversation = foreign.Conversation with { Tenant = new TenantId("other") } }, AccessFilter.For(new TenantId("other"), [Principals.Everyone]));

        Assert.DoesNotContain(Canary, $"{elsewhere}{Assert.IsType<NoEvidenceReply>(elsewhere)}", StringComparison.Ordinal);
        Assert.IsType<NoEvidenceReply>(abroad);
        Assert.Equal(["secret.md"], _stage.Files.Fetched);
    }

    [Fact]
    public async Task Who_may_use_nothing_gets_nothing_of_a_file_either()
    {
        _stage.Files.With("secret.md", $"The gate code of the warehouse is {Canary}.");

        Assert.IsType<NoEvidenceReply>(await _stage.AskAsync(_stage.Message("What is the gate code of the warehouse?", "C1", "secret.md"), AccessFilter.Nothing(TenantId.Default)));

        Assert.Empty(_stage.Files.Fetched);
    }

    [Fact]
    public async Task A_forgotten_thread_has_no_files()
    {
        _stage.Files.With("retreat.md", Retreat);
        var first = _stage.Message("Who books the flights?", "C1", "retreat.md");
        await _stage.AskAsync(first);

        await _stage.Journal.ForgetThreadAsync(first.Conversation, default);
        _stage.Texts.Forget(first.Conversation);

        Assert.IsType<NoEvidenceReply>(await _stage.AskAsync("Who books the flights?"));
        Assert.Null(_stage.Texts.Find(first.Conversation, first.Attachments[0].Id));
    }

    [Fact]
    public async Task What_the_files_do_not_say_the_documents_may()
    {
        _stage.Files.With("retreat.md", Retreat);
        await _stage.Documents.UpsertAsync([TestDocuments.Markdown("it/vpn.md", "VPN", "# VPN\n\nERR_4012 means that the certificate has expired.\n")], default);

        var answer = Assert.IsType<AnswerReply>(await _stage.AskAsync("What does ERR_4012 mean?", "C1", "retreat.md"));

        Assert.Equal("it/vpn.md", answer.Citations[0].Document);
        Assert.Equal("retreat.md says nothing about this; the answer is from the documents.", Assert.Single(answer.Notes));
        Assert.Empty(Assert.IsType<AnswerReply>(await _stage.AskAsync("What does ERR_4012 mean?")).Notes);
    }

    [Fact]
    public async Task Where_nothing_answers_the_files_are_among_what_was_searched()
    {
        _stage.Files.With("retreat.md", Retreat);

        var nothing = Assert.IsType<NoEvidenceReply>(await _stage.AskAsync("How long does the warranty of a printer last?", "C1", "retreat.md"));

        Assert.StartsWith("retreat.md; ", nothing.Searched, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_a_question_is_asked_about_and_answers_the_next_question()
    {
        _stage.Files.With("retreat.md", Retreat);

        var asked = Assert.IsType<NoticeReply>(await _stage.AskAsync(string.Empty, "C1", "retreat.md"));
        var answer = Assert.IsType<AnswerReply>(await _stage.AskAsync("Who books the flights?"));

        Assert.Equal("What shall I look up in retreat.md?", asked.Text);
        Assert.Equal("retreat.md", answer.Citations[0].Title);
    }

    [Fact]
    public async Task Images_and_recordings_are_answered_honestly_and_not_fetched()
    {
        await _stage.Documents.UpsertAsync([TestDocuments.Markdown("it/vpn.md", "VPN", "# VPN\n\nERR_4012 means that the certificate has expired.\n")], default);

        var alone = Assert.IsType<NoticeReply>(await _stage.AskAsync(string.Empty, "C1", "screen.png", "memo.m4a"));
        var beside = Assert.IsType<AnswerReply>(await _stage.AskAsync("What does ERR_4012 mean?", "C2", "screen.png"));

        Assert.Equal("I cannot look at images yet, so I did not use screen.png.\nI do not understand speech yet, so I did not use memo.m4a. Write your question, please.", alone.Text);
        Assert.Equal("I cannot look at images yet, so I did not use screen.png.", Assert.Single(beside.Notes));
        Assert.Empty(_stage.Files.Fetched);
    }

    [Fact]
    public async Task What_could_not_be_read_is_told_in_the_persons_language()
    {
        _stage.Files.Fail("plan.pdf", AttachmentFailure.NotAllowed);

        var told = Assert.IsType<NoticeReply>(await _stage.AskAsync(_stage.Message(string.Empty, "C1", "plan.pdf") with { Locale = "de-AT" }));

        Assert.Equal("plan.pdf konnte ich nicht lesen: Ich darf die Datei nicht öffnen.", told.Text);
    }

    [Theory]
    [InlineData(AttachmentFailure.TooLarge, "it is larger than 10 MB")]
    [InlineData(AttachmentFailure.Gone, "it is not there any more")]
    [InlineData(AttachmentFailure.NotTheFile, "something else came in its place")]
    [InlineData(AttachmentFailure.Unreachable, "it could not be fetched just now")]
    [InlineData(AttachmentFailure.Elsewhere, "it lies in another service")]
    [InlineData(AttachmentFailure.Withheld, "in this kind of conversation")]
    public async Task Every_failure_of_the_platform_has_its_words(AttachmentFailure failure, string words)
    {
        _stage.Files.Fail("plan.pdf", failure);

        Assert.Contains(words, Assert.IsType<NoticeReply>(await _stage.AskAsync(string.Empty, "C1", "plan.pdf")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_went_away_later_is_told_once()
    {
        _stage.Files.With("retreat.md", Retreat);
        await _stage.AskAsync("Who books the flights?", "C1", "retreat.md");
        _stage.Time.Advance(TimeSpan.FromHours(1));
        _stage.Files.Fail("retreat.md", AttachmentFailure.Gone);

        var first = Assert.IsType<NoEvidenceReply>(await _stage.AskAsync("Who books the flights?"));
        var second = Assert.IsType<NoEvidenceReply>(await _stage.AskAsync("Who books the flights?"));

        Assert.StartsWith("I could not read retreat.md: it is not there any more.", first.NextStep, StringComparison.Ordinal);
        Assert.DoesNotContain("retreat.md", second.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_could_not_be_fetched_is_tried_again_with_the_next_question()
    {
        _stage.Files.Fail("retreat.md", AttachmentFailure.Unreachable);
        await _stage.AskAsync("Who books the flights?", "C1", "retreat.md");
        _stage.Files.With("retreat.md", Retreat);

        Assert.IsType<AnswerReply>(await _stage.AskAsync("Who books the flights?"));
    }

    [Fact]
    public async Task Of_many_files_the_newest_are_used_and_the_person_is_told()
    {
        string[] names = [.. Enumerable.Range(1, 7).Select(number => $"note {number}.md")];
        foreach (var name in names)
        {
            _stage.Files.With(name, $"# Note\n\nThe file {name} is about nothing.\n");
        }

        var told = Assert.IsType<NoticeReply>(await _stage.AskAsync(string.Empty, "C1", names));

        Assert.EndsWith("I read 5 files at most; the others were not used.", told.Text, StringComparison.Ordinal);
        Assert.Equal(names.Take(5), _stage.Files.Fetched.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_name_is_shown_on_one_line_and_says_nothing_else()
    {
        var name = $"plan\u202E{{limit}}\n- @channel {new string('x', 200)}.heic";

        var told = Assert.IsType<NoticeReply>(await _stage.AskAsync(string.Empty, "C1", name));

        Assert.Equal($"I cannot look at images yet, so I did not use plan{{limit}} - @channel {new string('x', 56)}….", told.Text);
    }

    [Fact]
    public async Task An_answer_from_files_is_known_as_one()
    {
        _stage.Files.With("retreat.md", Retreat);

        var outcome = await _stage.OutcomeAsync(_stage.Message("Who books the flights?", "C1", "retreat.md"));

        Assert.Equal("thread", outcome.Versions[MessageAnswerer.VersionName]);
    }

    [Fact]
    public async Task Switched_off_no_file_is_fetched_and_the_person_is_told()
    {
        using var stage = new ThreadStage(options => options.Enabled = false);

        var told = Assert.IsType<NoticeReply>(await stage.AskAsync(string.Empty, "C1", "retreat.md"));

        Assert.Equal("Files are not read here, so I did not use retreat.md.", told.Text);
        Assert.Empty(stage.Files.Fetched);
    }
}
