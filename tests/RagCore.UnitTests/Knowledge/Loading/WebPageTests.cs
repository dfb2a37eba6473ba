using System.Text;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Chunking;
using ChatOpsBot.RagCore.Knowledge.Loading;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Loading;

public sealed class WebPageTests
{
    private static readonly KnowledgeSource Source =
        new("/docs", "Handbook", TenantId.Default, [Principals.Everyone], new Uri("https://wiki.example.com/docs/"), string.Empty);

    [Fact]
    public void A_page_says_its_language_and_its_author()
    {
        var page = Load("<html lang=\"de-AT\"><head><meta name=\"author\" content=\"Ann\"></head><body><p>Text");

        Assert.Equal(("de-AT", "Ann"), (page.Language, page.Owner));
    }

    [Fact]
    public void What_surrounds_the_content_is_left_out()
    {
        const string html = """
            <body><div id="cookie-banner">We use cookies.</div><div role="navigation">Menu</div><div class="breadcrumb nav">Home</div>
            <h1>About cookies</h1><p class="lead">Content.</p></body>
            """;

        Assert.Equal("# About cookies\n\nContent.\n", Load(html).Text);
    }

    [Theory]
    [InlineData("", "../a.html", "[A](https://wiki.example.com/a.html)")]
    [InlineData("<base href=\"https://other.example.org/x/\">", "a.html", "[A](https://other.example.org/x/a.html)")]
    [InlineData("", "https://example.com/a(b)", "[A](https://example.com/a(b%29)")]
    [InlineData("", "javascript:alert(1)", "A")]
    [InlineData("", "mailto:a@example.com", "A")]
    [InlineData("", "#top", "A")]
    public void Links_to_the_web_are_resolved_and_others_are_only_text(string head, string target, string text)
    {
        Assert.Equal(text + "\n", Load($"<head>{head}</head><body><p><a href=\"{target}\">A</a>").Text);
    }

    [Theory]
    [InlineData("https://wiki.example.com/real?id=1#part", "https://wiki.example.com/real?id=1")]
    [InlineData("https://evil.example.net/real", "https://wiki.example.com/docs/page.html")]
    [InlineData("http://wiki.example.com/real", "https://wiki.example.com/docs/page.html")]
    public void The_address_a_page_gives_itself_counts_on_its_own_host_only(string canonical, string link)
    {
        Assert.Equal(link, Load($"<head><link rel=\"canonical\" href=\"{canonical}\"></head><body>x").Link!.AbsoluteUri);
    }

    [Fact]
    public void A_passage_links_to_the_heading_it_starts_at()
    {
        var page = Load("<h1>Leave</h1><p>Intro.</p><h2 id=\"carry over\">Carry-over</h2><p>Ten days.</p>");

        var last = DocumentChunker.Split(page)[^1].Chunk;

        Assert.Equal("Carry-over", last.Place?.Label);
        Assert.Equal("https://wiki.example.com/docs/page.html#carry%20over", DocumentLinks.ForChunk(last)!.OriginalString);
    }

    [Fact]
    public void Folded_questions_make_a_page_of_questions_and_answers()
    {
        const string html = "<details><summary>One?</summary>1</details><dl><dt>Two?</dt><dd>2</dd><dt>Three?</dt><dd>3</dd></dl>";

        var page = Load(html);

        Assert.Contains("**Two?**", page.Text, StringComparison.Ordinal);
        Assert.Equal(DocumentKind.QuestionsAndAnswers, page.Kind);
    }

    [Fact]
    public void Front_matter_says_language_owner_and_kind()
    {
        var document = DocumentLoader.Load(Source, "a.md", "---\nlang: fr\nowner: RH\nkind: questions-and-answers\n---\nText"u8.ToArray()).Document!;

        Assert.Equal(("fr", "RH", DocumentKind.QuestionsAndAnswers), (document.Language, document.Owner, document.Kind));
    }

    [Fact]
    public void The_place_of_a_character_is_the_last_that_begins_before_it()
    {
        var document = Load("<p>0123456789") with { Places = [new PlaceMark(2, "page 1"), new PlaceMark(5, "page 2")] };

        Assert.Equal([null, "page 1", "page 1", "page 2", "page 2"], new[] { 1, 2, 4, 5, 9 }.Select(at => document.PlaceAt(at)?.Label));
    }

    private static Document Load(string html) => DocumentLoader.Load(Source, "page.html", Encoding.UTF8.GetBytes(html)).Document!;
}
