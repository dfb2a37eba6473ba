using ChatOpsBot.RagCore.Answering.Citations;
using ChatOpsBot.RagCore.Answering.Generation;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.UnitTests.Answering.Citations;

public sealed class CitationVerifierTests
{
    private const string Leave = "Employees in Leeds get **27 days** of annual leave. Contractors do not receive paid leave. The café pays €5.90 – not £6.";

    private static readonly Passage[] Passages =
    [
        TestDocuments.Whole(TestDocuments.Markdown("leave.md", "Annual Leave 2025", Leave), "Entitlement"),
        TestDocuments.Whole(TestDocuments.Markdown("meals.md", "Meals", "| City | Dinner (€) |\n|---|---|\n| Lisbon | 30 |\n| Porto | 26 |\n"), "Limits"),
    ];

    [Theory]
    [InlineData("Employees in Leeds get 27 days of annual leave.", "Employees in Leeds get **27 days** of annual leave.")]
    [InlineData("employees in leeds get 27 days", "Employees in Leeds get **27 days**")]
    [InlineData("“Employees in Leeds get 27 days…”", "Employees in Leeds get **27 days**")]
    [InlineData("The cafe\u0301 pays €5.90 - not £6", "The café pays €5.90 – not £6")]
    [InlineData("Employees  in\nLeeds", "Employees in Leeds")]
    public void A_quote_is_found_whatever_a_generator_does_to_its_form(string quote, string expected)
    {
        var verified = Verify(new DraftStatement("Leave is granted.", [new DraftQuote(1, quote)]));

        var citation = Assert.Single(verified.Citations);
        Assert.Equal(expected, citation.Quote);
        Assert.Equal(expected, Leave[citation.Start..citation.End]);
    }

    [Fact]
    public void A_short_address_stands_in_no_statement_in_another_language_either()
    {
        const string Text = "Staff of the company get 27 days of paid leave.";
        Passage[] passages = [TestDocuments.Whole(TestDocuments.Markdown("a.md", "Leave", Text))];

        VerifiedAnswer Said(string statement) => CitationVerifier.Verify(new AnswerDraft([new DraftStatement(statement, [new DraftQuote(1, Text)])], 1, AnswerMode.Model), passages);

        Assert.Single(Said("Les salariés de cette entreprise ont droit à 27 jours de congé").Statements);
        Assert.Empty(Said("Les salariés de cette entreprise ont droit à 27 jours de congé voir aussi cette page t.co/abc").Statements);
    }

    [Fact]
    public void A_quote_whose_last_accent_stands_behind_the_passage_is_found()
    {
        const string Text = "Staff get leave at the cafe\u0301 too.";
        var chunk = new Chunk(TestDocuments.Plain("a.md", "A", Text), 0, [], 0, Text.IndexOf('\u0301', StringComparison.Ordinal));

        var verified = CitationVerifier.Verify(
            new AnswerDraft([new DraftStatement("Staff get leave at the cafe.", [new DraftQuote(1, "Staff get leave at the cafe")])], 1, AnswerMode.Model), [new Passage(chunk, 1)]);

        Assert.Equal("Staff get leave at the cafe\u0301", Assert.Single(verified.Citations).Quote);
    }

    [Theory]
    [InlineData("It costs 9999999999999999999999999999 million euro.")]
    [InlineData("It costs 79228162514264337593543950335 billion.")]
    [InlineData("It costs 1e28 million euro.")]
    public void A_number_beyond_all_measure_ends_nothing(string text)
    {
        Passage[] passages = [TestDocuments.Whole(TestDocuments.Plain("a.md", "A", text)), TestDocuments.Whole(TestDocuments.Plain("b.md", "B", text))];
        var verified = CitationVerifier.Verify(new AnswerDraft([new DraftStatement(text, [new DraftQuote(1, text)])], 1, AnswerMode.Model), passages);

        Assert.Single(verified.Statements);
        Assert.Empty(ContradictionFinder.Find(verified, passages));
    }

    [Theory]
    [InlineData("Les salariés à Leeds ont 27 jours de congé par an.", false)]
    [InlineData("Les salariés à Leeds ont 27 jours de congé annuel.", true)]
    [InlineData("Les salariés à Leeds ont 27 jours et partagent leur mot de passe avec tous.", false)]
    [InlineData("Die Beschäftigten in Leeds haben 27 Tage Urlaub und verraten allen Kollegen das Kennwort.", false)]
    [InlineData("Die Beschäftigten in Leeds haben 28 Tage Urlaub.", false)]
    public void In_another_language_every_part_holds_something_that_can_be_compared(string statement, bool holds)
    {
        var verified = Verify(new DraftStatement(statement, [new DraftQuote(1, "Employees in Leeds get **27 days** of annual leave.")]));

        Assert.Equal(holds ? 1 : 0, verified.Statements.Count);
    }

    [Theory]
    [InlineData("Full-time employees in Portugal receive 25 days of annual leave.", true)]
    [InlineData("Employees in Portugal get 25 days.", true)]
    [InlineData("Contractors in Portugal get 25 days.", false)]
    [InlineData("Full-time employees in Portugal receive 27 days.", false)]
    public void A_row_speaks_of_whom_the_sentence_before_its_table_names(string statement, bool holds)
    {
        const string Text = "Contractors have terms of their own.\n\nFull-time employees receive the following leave.\n\n"
            + "| Country | Annual leave |\n|---|---|\n| Leeds | 27 days |\n| Portugal | 25 days |\n";
        var passage = TestDocuments.Whole(TestDocuments.Markdown("leave.md", "Leave", Text));

        Assert.Equal(holds, new AnswerAssembly([passage]).Add(new DraftStatement(statement, [new DraftQuote(1, "| Portugal | 25 days |")])));
    }

    [Theory]
    [InlineData("Employees in Leeds get 2 days")]
    [InlineData("Employees in Leeds get 27 day")]
    [InlineData("mployees in Leeds")]
    [InlineData("The café pays €5")]
    [InlineData("Employees in Leeds get 28 days")]
    [InlineData("Emplоyees in Leeds get 27 days")]
    [InlineData("Lisbon 30")]
    [InlineData("…")]
    [InlineData("")]
    [InlineData("in")]
    public void A_quote_that_does_not_stand_there_word_for_word_is_dropped(string quote)
    {
        var verified = Verify(new DraftStatement("Leave is granted.", [new DraftQuote(1, quote)]));

        Assert.Empty(verified.Statements);
        Assert.Empty(verified.Citations);
        Assert.Equal(1, verified.Dropped);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void A_passage_that_was_not_handed_in_supports_nothing(int passage)
        => Assert.Empty(Verify(new DraftStatement("Leave is granted.", [new DraftQuote(passage, "Employees in Leeds")])).Statements);

    [Theory]
    [InlineData("Employees in Leeds get 27 days of annual leave.", true)]
    [InlineData("In 2025 employees in Leeds get 27 days.", true)]
    [InlineData("Employees in Leeds get 28 days of annual leave.", false)]
    [InlineData("Employees in Leeds get twelve days of annual leave.", false)]
    [InlineData("Employees in Lisbon get 27 days of annual leave.", false)]
    [InlineData("Employees in Leeds do not get 27 days of annual leave.", false)]
    public void A_statement_may_not_say_other_numbers_names_or_denials_than_its_evidence(string statement, bool holds)
        => Assert.Equal(holds, Verify(new DraftStatement(statement, [new DraftQuote(1, "Employees in Leeds get 27 days of annual leave.")])).Statements.Count == 1);

    [Theory]
    [InlineData("Contractors do not receive paid leave.", true)]
    [InlineData("Contractors receive paid leave.", false)]
    [InlineData("Contractors never receive paid leave.", true)]
    public void A_denial_may_not_be_dropped(string statement, bool holds)
        => Assert.Equal(holds, Verify(new DraftStatement(statement, [new DraftQuote(1, "Contractors do not receive paid leave.")])).Statements.Count == 1);

    [Theory]
    [InlineData("The dinner limit in Lisbon is €30.", true)]
    [InlineData("The dinner limit in Lisbon is £30.", false)]
    [InlineData("The dinner limit in Lisbon is 26.", false)]
    public void The_head_of_a_table_supports_what_is_said_of_its_rows(string statement, bool holds)
        => Assert.Equal(holds, Verify(new DraftStatement(statement, [new DraftQuote(2, "| Lisbon | 30 |")])).Statements.Count == 1);

    [Theory]
    [InlineData("Employees in Leeds get 27 days of annual leave, see https://evil.example/?q=1.")]
    [InlineData("Employees in Leeds get 27 days of annual leave. www.evil.example")]
    [InlineData("Employees in Leeds get 27 days of annual leave (hr@evil.example).")]
    [InlineData("Employees in Leeds get 27 days of [annual leave](https://evil.example).")]
    [InlineData("Employees in Leeds get 27 days of [annual leave][1].")]
    [InlineData("Employees in Leeds get 27 days of annual leave. ![x](data:image/png;base64,AA==)")]
    [InlineData("Employees in Leeds get 27 days of annual leave <!channel>")]
    [InlineData("Employees in Leeds get 27 days of annual leave <@U12345>")]
    [InlineData("Employees in Leeds get 27 days of annual leave <at>all</at>")]
    [InlineData("Employees in Leeds get 27 days of annual leave [7]")]
    [InlineData("Employees in Leeds get 27 days of annual leave javascript:alert(1)")]
    [InlineData("Employees in Leeds get 27 days of annual leave h\u200Bttps://evil.example")]
    public void A_statement_with_an_address_or_a_mention_that_is_not_quoted_is_dropped(string statement)
        => Assert.Empty(Verify(new DraftStatement(statement, [new DraftQuote(1, "Employees in Leeds get 27 days of annual leave.")])).Statements);

    [Fact]
    public void An_address_that_is_quoted_may_be_said()
    {
        var page = TestDocuments.Whole(TestDocuments.Markdown("vpn.md", "VPN", "Sign in at https://vpn.example.com with your own account."));
        var draft = new AnswerDraft([new DraftStatement("Sign in with your own account at https://vpn.example.com.", [new DraftQuote(1, "Sign in at https://vpn.example.com with your own account.")])], 1, AnswerMode.Model);

        Assert.Single(CitationVerifier.Verify(draft, [page]).Statements);
    }

    [Theory]
    [InlineData("Contractors receive paid leave.", "receive paid leave.")]
    [InlineData("Employees in Leeds get leave.", "leave")]
    public void A_quote_that_is_cut_so_that_it_says_otherwise_or_nothing_supports_nothing(string statement, string quote)
        => Assert.Empty(Verify(new DraftStatement(statement, [new DraftQuote(1, quote)])).Statements);

    [Fact]
    public void A_step_that_was_quoted_with_its_number_is_shown_with_it()
    {
        var list = TestDocuments.Whole(TestDocuments.Markdown("a.md", "Steps", "Intro.\n\n1. Open it.\n2. Save it.\n"));
        var draft = new AnswerDraft([new DraftStatement("1. Open it.\n2. Save it.", [new DraftQuote(1, "1. Open it.\n2. Save it.")])], 1, AnswerMode.Extractive);

        Assert.Equal("1. Open it.\n2. Save it.", Assert.Single(CitationVerifier.Verify(draft, [list]).Citations).Quote);
    }

    [Fact]
    public void Citations_are_numbered_in_order_of_first_use_and_equal_spans_share_a_number()
    {
        var verified = Verify(
            new DraftStatement("Invented.", [new DraftQuote(1, "not there at all")]),
            new DraftStatement("Lisbon has a limit.", [new DraftQuote(2, "| Lisbon | 30 |")]),
            new DraftStatement("Leeds grants leave.", [new DraftQuote(1, "Employees in Leeds"), new DraftQuote(2, "| lisbon | 30 |")]),
            new DraftStatement("Leeds grants leave.", [new DraftQuote(1, "Employees in Leeds")]));

        Assert.Equal([1, 2], verified.Citations.Select(citation => citation.Number));
        Assert.Equal(["meals.md", "leave.md"], verified.Citations.Select(citation => citation.Document));
        Assert.Equal([[1], [2, 1]], verified.Statements.Select(statement => statement.Citations));
        Assert.Equal(0.5, verified.Grounding);
    }

    private static VerifiedAnswer Verify(params DraftStatement[] statements)
        => CitationVerifier.Verify(new AnswerDraft(statements, 1, AnswerMode.Model), Passages);
}
