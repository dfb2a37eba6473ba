using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Answering.Sentences;

/// <summary>Reads the sentences of a passage with their exact spans.</summary>
internal static class SentenceReader
{
    // A list item of two or three sentences says one thing; beyond this it is a paragraph with a mark.
    private const int LongestWholeItem = 320;

    // A passage is a screenful by design; a document that defeats the chunker must not stall an answer.
    private const int MostSentences = 400;

    public static IReadOnlyList<Sentence> Read(Document document, int start, int end)
    {
        var sentences = new List<Sentence>();
        foreach (var block in BlockReader.Read(document, start, end))
        {
            sentences.AddRange(Read(document, block));
            if (sentences.Count >= MostSentences)
            {
                break;
            }
        }

        return sentences;
    }

    private static IEnumerable<Sentence> Read(Document document, Block block) => block.Kind switch
    {
        BlockKind.TableRow => Whole(block, TableRow.Describe(document, block)),
        BlockKind.Code => Whole(block, InvisibleCharacters.Remove(document.Text[block.Start..block.End])),
        BlockKind.ListItem => Item(document, block),
        _ => Split(block, VisibleText.OfBlock(document, AfterQuoteMarks(document, block), block.End)),
    };

    private static int AfterQuoteMarks(Document document, Block block)
        => document.Format == TextFormat.Markdown ? LineMarks.SkipQuote(document.Text, block.Start, block.End) : block.Start;

    private static IEnumerable<Sentence> Whole(Block block, string text)
        => text.Length == 0 ? [] : [new Sentence(block, block.Start, block.End, text)];

    private static IEnumerable<Sentence> Item(Document document, Block block)
    {
        var mark = LineMarks.ListMarkLength(document.Text.AsSpan(block.Start, block.End - block.Start));
        var visible = VisibleText.OfBlock(document, block.Start + mark, block.End);
        return visible.Text.Length <= LongestWholeItem ? Whole(block, visible.Text) : Split(block, visible);
    }

    private static IEnumerable<Sentence> Split(Block block, VisibleText visible)
    {
        foreach (var (from, to) in SentenceSplitter.Split(visible.Text))
        {
            var (start, end) = visible.SpanOf(from, to);
            yield return new Sentence(block, start, end, visible.Text[from..to]);
        }
    }
}
