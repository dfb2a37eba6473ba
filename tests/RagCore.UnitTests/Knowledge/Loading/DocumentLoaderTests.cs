using System.Text;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Loading;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Loading;

public sealed class DocumentLoaderTests
{
    private static readonly KnowledgeSource Source = new("/docs", "Handbook", TenantId.Default, [Principals.Everyone], BaseUrl: null, string.Empty);

    [Fact]
    public void Front_matter_says_what_the_document_is()
    {
        const string text = "---\ntitle: Leave\neffective: 2025-01-31\nstatus: Superseded\nsuperseded_by: ../people/leave.md\nsupersedes: [old.md, 'a/b.md']\ntags:\n  - x\n---\n# Other\n";

        var result = Load("hr/leave-2024.md", text);

        var document = result.Document!;
        Assert.Equal(("hr/leave-2024.md", "Leave", new DateOnly(2025, 1, 31)), (document.Id, document.Title, document.Effective));
        Assert.Equal((true, "people/leave.md"), (document.IsSuperseded, document.SupersededBy));
        Assert.Equal(["hr/old.md", "a/b.md"], result.Supersedes);
        Assert.Equal(text, document.Text);
        Assert.Equal(16, document.Version.Length);
    }

    [Theory]
    [InlineData("a/first-steps.md", "Intro.\n\n# The *real* title\n\ntext", "The real title")]
    [InlineData("a/first-steps.md", "Only text.", "First steps")]
    [InlineData("first_steps.txt", "# not Markdown", "First steps")]
    [InlineData("a.md", "---\ntitle: ''\n---\n# Heading", "Heading")]
    [InlineData("a.html", "<title> Page \n title </title><body><p>Other</p>", "Page title")]
    [InlineData("a.html", "<title>Page | Site</title><body><h1>Page</h1>", "Page")]
    [InlineData("a.html", "<h1>Heading</h1><p>x", "Heading")]
    public void The_title_is_given_or_the_first_heading_or_the_name(string path, string text, string title)
    {
        Assert.Equal(title, Load(path, text).Document!.Title);
    }

    [Theory]
    [InlineData("---\ntitle: [unclosed\n---\nBody")]
    [InlineData("---\n\tbad: tab\n---\nBody")]
    [InlineData("---\n- a\n- list\n---\nBody")]
    [InlineData("---\na: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n---\nBody")]
    [InlineData("---\na: {b: {c: {d: {e: {f: g}}}}}\n---\nBody")]
    [InlineData("---\ntitle: !!System.Diagnostics.Process x\n  y: z\n---\nBody")]
    [InlineData("---\nnever closed\nBody")]
    public void Bad_front_matter_is_as_if_there_were_none(string text)
    {
        var document = Load("some-file.md", text).Document!;

        Assert.Equal("Some file", document.Title);
        Assert.False(document.IsSuperseded);
    }

    [Fact]
    public void A_bomb_of_aliases_or_depth_is_read_in_no_time()
    {
        var deep = "---\na: " + new string('[', 5_000) + "\n---\nBody";
        var wide = "---\n" + string.Concat(Enumerable.Range(0, 1_000).Select(number => $"k{number}: v\n")) + "---\nBody";

        Assert.Equal("A", Load("a.md", deep).Document!.Title);
        Assert.Equal("A", Load("a.md", wide).Document!.Title);
    }

    [Fact]
    public void Html_keeps_headings_lists_and_tables_of_the_main_content_only()
    {
        const string html = """
            <html><head><title>FAQ</title><style>p{}</style></head><body><nav>Menu</nav>
            <main><h1>Visitors &amp; guests</h1><p>Sign   in
            at <b>reception</b>.</p><script>alert(1)</script><ul><li>Badge</li><li>Escort<!-- no --></li></ul>
            <h2>Hours</h2><table><tr><th>Day</th><th>From | to</th></tr><tr><td>Monday</td><td>8</td></tr></table>
            <div hidden>ghost</div><p>Last<br>line</p></main><footer>Imprint</footer></body></html>
            """;

        var document = Load("faq.html", html).Document!;

        Assert.Equal(
            "# Visitors & guests\n\nSign in at reception.\n\n- Badge\n- Escort\n\n## Hours\n\n| Day | From / to |\n|---|---|\n| Monday | 8 |\n\nLast\nline\n",
            document.Text);
        Assert.Equal(TextFormat.Markdown, document.Format);
    }

    [Theory]
    [InlineData("hidden")]
    [InlineData("aria-hidden=\"TRUE\"")]
    [InlineData("style=\"color: red; DISPLAY : none !important\"")]
    [InlineData("style=\"visibility:hidden;\"")]
    public void What_a_page_hides_is_not_read(string attribute)
    {
        var text = Load("page.html", $"<p>seen</p><div {attribute}><p>ghost</p></div><p style=\"display: block\">also seen</p>").Document!.Text;

        Assert.Equal("seen\n\nalso seen\n", text);
    }

    [Theory]
    [InlineData("<div>")]
    [InlineData("<b>")]
    [InlineData("<table><tr><td>")]
    [InlineData("<UL><li>")]
    public void Nested_html_is_read_up_to_a_depth_and_then_reported(string tags)
    {
        var deep = Load("deep.html", string.Concat(Enumerable.Repeat(tags, 10_000)) + "needle");
        var fair = Load("fair.html", string.Concat(Enumerable.Repeat(tags, 200)) + "needle");

        Assert.Equal(LoadOutcome.TooDeep, deep.Outcome);
        Assert.Contains("needle", fair.Document!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_page_that_closes_its_tags_is_not_deep()
    {
        var html = string.Concat(Enumerable.Repeat("<div class=\"a\"><p>one<br><b>two</b></div>", 5_000)) + "<p>needle";

        Assert.Contains("needle", Load("long.html", html).Document!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_text_are_reported_with_the_reason()
    {
        Assert.Equal(LoadOutcome.Empty, LoadBytes("a.md", []).Outcome);
        Assert.Equal(LoadOutcome.Empty, LoadBytes("a.md", "  \n"u8).Outcome);
        Assert.Equal(LoadOutcome.Empty, LoadBytes("a.html", "<script>x</script>"u8).Outcome);
        Assert.Equal(LoadOutcome.Binary, LoadBytes("a.md", [0x25, 0x50, 0x00, 0x44]).Outcome);
        Assert.Equal(LoadOutcome.Binary, LoadBytes("a.md", Encoding.UTF32.GetPreamble().Concat(Encoding.UTF32.GetBytes("x")).ToArray()).Outcome);
        Assert.Equal(LoadOutcome.Undecodable, LoadBytes("a.md", [0x66, 0xC3, 0x28]).Outcome);
        Assert.Equal(LoadOutcome.UnknownFormat, LoadBytes("a.xyz", "text"u8).Outcome);
        Assert.All(Enum.GetValues<LoadOutcome>(), outcome => Assert.EndsWith(".", new LoadResult("a", outcome) { DocumentId = "a" }.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Byte_order_marks_are_honoured_and_not_part_of_the_text()
    {
        Encoding[] encodings = [new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode];

        Assert.All(encodings, encoding =>
            Assert.Equal("Büro 😀", LoadBytes("a.txt", [.. encoding.GetPreamble(), .. encoding.GetBytes("Büro 😀")]).Document!.Text));
    }

    [Theory]
    [InlineData(null, "a b/c#1.md", "/v1/documents/a%20b/c%231.md")]
    [InlineData("https://wiki.example.com/handbook", "a b/c.md", "https://wiki.example.com/handbook/a%20b/c.md")]
    [InlineData("https://wiki.example.com/handbook/", "javascript:x.md", "https://wiki.example.com/handbook/javascript%3Ax.md")]
    public void Links_are_escaped_and_stay_below_their_base(string? baseUrl, string path, string link)
    {
        var source = Source with { BaseUrl = baseUrl is null ? null : new Uri(baseUrl) };

        Assert.Equal(link, DocumentLoader.Load(source, path, "x"u8.ToArray()).Document!.Link!.OriginalString.Replace("file://", string.Empty, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Carrying leave over", "carrying-leave-over")]
    [InlineData("What's new in v2.1?", "whats-new-in-v21")]
    [InlineData("Überblick & mehr", "überblick--mehr")]
    [InlineData("snake_case-kept", "snake_case-kept")]
    [InlineData("!!!", "")]
    public void An_anchor_has_the_form_of_github(string heading, string slug)
    {
        Assert.Equal(slug, DocumentLinks.Slug(heading));
    }

    [Fact]
    public void The_link_of_a_passage_leads_to_its_heading()
    {
        var document = Load("hr/leave.md", "# Leave").Document!;

        Assert.Equal("/v1/documents/hr/leave.md#carry-over", DocumentLinks.ForChunk(new Chunk(document, 0, ["Rules", "Carry over"], 0, 1))!.OriginalString);
        Assert.Equal("/v1/documents/hr/leave.md", DocumentLinks.ForChunk(new Chunk(document, 0, [], 0, 1))!.OriginalString);
    }

    [Theory]
    [InlineData("../../../etc/passwd", "etc/passwd")]
    [InlineData("./b.md", "hr/b.md")]
    [InlineData("b.md", "hr/b.md")]
    [InlineData("it/b.md", "it/b.md")]
    public void References_between_documents_stay_inside_the_source(string reference, string id)
    {
        Assert.Equal(id, DocumentPaths.Resolve(Source, "hr/a.md", reference));
    }

    private static LoadResult Load(string path, string text) => LoadBytes(path, Encoding.UTF8.GetBytes(text));

    [Fact]
    public void A_reader_that_throws_is_the_outcome_of_its_file()
    {
        var result = DocumentLoader.Guard(Source, "a.md", () => throw new FormatException("canary text of the file"));

        Assert.Equal((LoadOutcome.Faulty, "a.md", null), (result.Outcome, result.DocumentId, result.Document));
        Assert.Contains("FormatException", result.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", result.Reason, StringComparison.Ordinal);
    }

    private static LoadResult LoadBytes(string path, ReadOnlySpan<byte> bytes) => DocumentLoader.Load(Source, path, bytes.ToArray());
}
