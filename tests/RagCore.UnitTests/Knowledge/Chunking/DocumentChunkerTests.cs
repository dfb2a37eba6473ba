using System.Text;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Chunking;
using FsCheck;
using FsCheck.Fluent;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Chunking;

public sealed class DocumentChunkerTests
{
    private static readonly string[] Fragments =
    [
        "# Title\n", "## Part *one*\n", "### Deep `code`\n", "#### \n", "Setext\n===\n", "\n", "\r\n", "---\n", "- item\n  - below\n", "1. one\n2. two\n",
        "> quoted\n> > twice\n", "| a | b |\n|---|---|\n| 1 | 2 |\n", "```\ncode # not a heading\n```\n", "    indented\n", "<div>html</div>\n",
        "[ref]: https://example.com\n", "A sentence with words. Another one follows it!\n", "\u202Eright to left\u200B\n", "😀😀\uD800\n", "\t- tab\n",
        "Long paragraph " + string.Join(' ', Enumerable.Repeat("word and more.", 120)) + "\n", new string('x', 3100) + "\n",
        "| h1 | h2 |\n| --- | --- |\n" + string.Concat(Enumerable.Repeat("| some cell | another cell with text |\n", 60)),
        string.Concat(Enumerable.Repeat("- a list item of some length, to be packed\n", 60)),
        "**Is it allowed?**\nYes, it is.\n", "Q: And this?\nA: No.\n", "4.2 Carry-over\n", "What follows:\n", "```\n" + string.Concat(Enumerable.Repeat("a line of code. And more!\n", 70)) + "```\n",
        string.Concat(Enumerable.Repeat("これは長い段落です。", 200)) + "\n", "\n\n", new string(' ', 1500) + "x\n",
    ];

    [Fact]
    public void Chunks_cover_all_text_in_order_and_share_only_a_sentence_inside_a_paragraph()
    {
        var texts = Gen.ArrayOf(Gen.Elements(Fragments)).Select(parts => string.Concat(parts)).ToArbitrary();
        var kinds = Gen.Elements(Enum.GetValues<DocumentKind>()).ToArbitrary();

        Prop.ForAll(texts, kinds, (text, kind) =>
            CoversEverything(Placed(Documents.Markdown(text), kind)) && CoversEverything(Placed(Documents.Of(text), kind))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_section_is_one_chunk_with_the_headings_above_it()
    {
        const string text = "# Title\n\nIntro.\n\n## Leave\n\n### Carry *over*\n\nFive days.\n\n## Pay [here](x.md)\n\nMonthly.\n";

        var chunks = Chunks(Documents.Markdown(text));

        Assert.Equal(["# Title\n\nIntro.", "## Leave\n\n### Carry *over*\n\nFive days.", "## Pay [here](x.md)\n\nMonthly."], chunks.Select(chunk => chunk.Text));
        Assert.Equal(["", "Leave > Carry over", "Pay here"], chunks.Select(chunk => string.Join(" > ", chunk.HeadingPath)));
        Assert.Equal([0, 1, 2], chunks.Select(chunk => chunk.Ordinal));
    }

    [Fact]
    public void Front_matter_is_left_out_and_spans_stay_those_of_the_file()
    {
        const string text = "---\ntitle: Secret\n---\n\n# Heading\n\nBody.\n";

        var chunk = Assert.Single(Chunks(Documents.Markdown(text)));

        Assert.Equal("# Heading\n\nBody.", chunk.Text);
        Assert.Equal(text.IndexOf('#', StringComparison.Ordinal), chunk.Start);
    }

    [Fact]
    public void Windows_line_ends_give_the_same_sections()
    {
        var chunks = Chunks(Documents.Markdown("# A\r\n\r\none\r\n\r\n## B\r\n\r\ntwo\r\n"));

        Assert.Equal(["# A\r\n\r\none", "## B\r\n\r\ntwo"], chunks.Select(chunk => chunk.Text));
    }

    [Fact]
    public void Each_part_of_a_long_table_knows_the_header_row()
    {
        var text = "| Country | Days |\n|---|---|\n" + string.Concat(Enumerable.Range(0, 120).Select(number => $"| Country number {number} | {number} |\n"));

        var drafts = DocumentChunker.Split(Documents.Markdown(text));

        Assert.True(drafts.Count > 1);
        Assert.All(drafts.Skip(1), draft => Assert.Equal("| Country | Days |", text[draft.LeadIn!.Value.Start..draft.LeadIn.Value.End]));
        Assert.All(drafts.Skip(1), draft => Assert.StartsWith("| Country number", draft.Chunk.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Parts_of_a_long_section_are_of_about_equal_length()
    {
        var text = "# Title\n\n" + string.Concat(Enumerable.Repeat("A paragraph of a little less than one hundred characters, so that many are packed together.\n\n", 40));

        var chunks = Chunks(Documents.Markdown(text));

        Assert.Equal(4, chunks.Count);
        Assert.All(chunks, chunk => Assert.InRange(chunk.End - chunk.Start, 500, SectionPacker.MaxLength));
    }

    [Theory]
    [InlineData("> ", 10_000)]
    [InlineData("- ", 10_000)]
    [InlineData("# h\n", 100_000)]
    [InlineData("*a", 50_000)]
    [InlineData("[", 50_000)]
    [InlineData("|", 50_000)]
    [InlineData("`", 50_000)]
    [InlineData("<a>", 50_000)]
    public void Hostile_repetition_neither_fails_nor_loses_text(string fragment, int times)
    {
        var text = new StringBuilder().Insert(0, fragment, times).ToString();

        Assert.True(CoversEverything(Documents.Markdown(text)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t")]
    [InlineData("---\ntitle: only\n---\n")]
    public void A_text_without_words_has_no_chunks(string text)
    {
        Assert.Empty(Chunks(Documents.Markdown(text)));
    }

    private static List<Chunk> Chunks(Document document) => [.. DocumentChunker.Split(document).Select(draft => draft.Chunk)];

    private static Document Placed(Document document, DocumentKind kind) => document with
    {
        Kind = kind,
        Places = [.. Enumerable.Range(0, document.Text.Length / 700).Select(number => new PlaceMark(LineAfter(document.Text, number * 700), $"place {number}"))],
    };

    private static int LineAfter(string text, int at) => PlainSections.NextLine(text, at, text.Length);

    private static bool CoversEverything(Document document)
    {
        var covered = new bool[document.Text.Length];
        var (start, end) = (-1, 0);
        foreach (var chunk in Chunks(document))
        {
            if (chunk.Start <= start || chunk.End <= end || chunk.End - chunk.Start > SectionPacker.MaxLength || (chunk.Start < end && !IsSentence(document.Text[chunk.Start..end], document.Format)))
            {
                return false;
            }

            (start, end) = (chunk.Start, chunk.End);
            covered.AsSpan(chunk.Start, chunk.End - chunk.Start).Fill(true);
        }

        var first = document.Format == TextFormat.Markdown ? FrontMatterBlock.Find(document.Text).BodyStart : 0;
        return Enumerable.Range(first, document.Text.Length - first).All(place => covered[place] || char.IsWhiteSpace(document.Text[place]));
    }

    private static bool IsSentence(string shared, TextFormat format)
        => shared.Length <= LongTextCutter.MaxOverlap && shared[^1] is '.' or '!' or '?' or '。' && !shared.ReplaceLineEndings("\n").Contains("\n\n", StringComparison.Ordinal) && (format == TextFormat.Plain || shared[0] is not ('|' or '`'));
}
