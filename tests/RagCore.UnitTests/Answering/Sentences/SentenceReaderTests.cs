using ChatOpsBot.RagCore.Answering.Sentences;

namespace ChatOpsBot.RagCore.UnitTests.Answering.Sentences;

public sealed class SentenceReaderTests
{
    private const string Page = """
        ---
        title: Travel
        ---
        # Travel

        The **limit** applies to `all` trips. See [the policy](policy.md) first.

        ## Steps

        Do this:

        1. Open the portal.
        2. Choose *Travel*.
           Then save.

        - [ ] Print the form.

        | City | Meal limit |
        |------|-----------:|
        | Lisbon | €45 |
        | Leeds | |

        ```bash
        portal login --user me
        ```

        <!-- hidden -->
        > Quoted words stay.
        > On two lines.
        """;

    [Fact]
    public void Every_kind_of_block_is_read_as_a_person_sees_it()
    {
        var texts = Read(Page).Select(sentence => sentence.Text);

        Assert.Equal(
            [
                "The limit applies to all trips.", "See the policy first.", "Do this:", "Open the portal.", "Choose Travel. Then save.", "Print the form.",
                "City: Lisbon · Meal limit: €45", "City: Leeds", "portal login --user me", "Quoted words stay.", "On two lines.",
            ],
            texts);
    }

    [Fact]
    public void A_span_holds_exactly_the_source_of_its_sentence()
    {
        var sentences = Read(Page);

        Assert.Equal("The **limit** applies to `all` trips.", Source(Page, sentences[0]));
        Assert.Equal("See [the policy](policy.md) first.", Source(Page, sentences[1]));
        Assert.Equal("| Lisbon | €45 |", Source(Page, sentences[6]));
        Assert.Equal("portal login --user me", Source(Page, sentences[8]));
    }

    [Fact]
    public void A_passage_that_begins_inside_a_table_still_shows_the_labels()
    {
        var start = Page.IndexOf("| Lisbon", StringComparison.Ordinal);
        var document = TestDocuments.Markdown("a.md", "Travel", Page);

        var sentences = SentenceReader.Read(document, start, start + 16);

        Assert.Equal("City: Lisbon · Meal limit: €45", Assert.Single(sentences).Text);
    }

    [Theory]
    [InlineData("P-31   Fuser too hot. Switch it off for 20 minutes.\nP-37   Reader not connected.", 2)]
    [InlineData("PANEL CODES\n\nEvery printer shows a code. Read it.", 2)]
    [InlineData("A sentence that goes on\nover two lines. And another.", 2)]
    public void Plain_text_keeps_columns_and_drops_headings(string text, int expected)
    {
        var document = TestDocuments.Plain("a.txt", "Codes", text);

        Assert.Equal(expected, SentenceReader.Read(document, 0, text.Length).Count);
    }

    [Theory]
    [InlineData("2 * 3 and ERR_4012 and snake_case stay", "2 * 3 and ERR_4012 and snake_case stay")]
    [InlineData("__bold__ and ~~gone~~ ~tilde", "bold and gone ~tilde")]
    [InlineData("a &amp; b &lt; c", "a & b < c")]
    [InlineData("zero\u200Bwidth \u202Eoverride", "zerowidth override")]
    [InlineData("![logo](x.png) <https://example.com> <b>x</b>", "logo https://example.com x")]
    [InlineData("[open [broken", "[open [broken")]
    [InlineData("``a ` b`` `open", "a ` b open")]
    [InlineData(@"\*not bold\*", "*not bold*")]
    public void Inline_markup_is_not_shown(string source, string shown)
    {
        var document = TestDocuments.Markdown("a.md", "A", source);

        Assert.Equal(shown, VisibleText.OfBlock(document, 0, source.Length).Text);
    }

    private static IReadOnlyList<Sentence> Read(string text) => SentenceReader.Read(TestDocuments.Markdown("a.md", "Travel", text), 0, text.Length);

    private static string Source(string text, Sentence sentence) => text[sentence.Start..sentence.End];
}
