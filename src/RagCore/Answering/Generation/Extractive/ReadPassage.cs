using ChatOpsBot.RagCore.Answering.Sentences;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Answering.Generation.Extractive;

/// <summary>A passage with its sentences and the terms of everything around them.</summary>
internal sealed class ReadPassage
{
    public ReadPassage(Passage passage, int number)
    {
        Chunk = passage.Chunk;
        Number = number;
        Score = passage.Score;
        Sentences = SentenceReader.Read(Chunk.Document, Chunk.Start, Chunk.End);
        Terms = [.. Sentences.Select(sentence => new TermBag(sentence.Text))];
        Title = new TermBag(Chunk.Document.Title);
        Headings = new TermBag(Chunk.HeadingPath);
    }

    public Chunk Chunk { get; }

    /// <summary>Gets its number, from 1, as quotes name it.</summary>
    public int Number { get; }

    public double Score { get; }

    public IReadOnlyList<Sentence> Sentences { get; }

    public IReadOnlyList<TermBag> Terms { get; }

    public TermBag Title { get; }

    public TermBag Headings { get; }

    /// <summary>Says whether the whole term stands anywhere in the passage or above it.</summary>
    public bool Mentions(QuestionTerm term) => Terms.Append(Title).Append(Headings).Any(bag => term.MatchIn(bag) >= 1);

    /// <summary>Says whether any part of the term, or what may stand for it, is in the passage or above it.</summary>
    public bool Touches(QuestionTerm term) => Terms.Append(Title).Append(Headings).Any(bag => term.MatchIn(bag) > 0);

    /// <summary>Says whether some rows of a section's table hold the term; one that all rows hold is the label of a column.</summary>
    public bool HasRowFor(QuestionTerm term, int section)
    {
        var rows = Enumerable.Range(0, Sentences.Count)
            .Where(index => Sentences[index].Block is { Kind: BlockKind.TableRow } block && block.Section == section)
            .ToList();
        return rows.Exists(row => Terms[row].Contains(term.Whole)) && !rows.TrueForAll(row => Terms[row].Contains(term.Whole));
    }

    /// <summary>Returns the index of the sentence that introduces the list, table or code block the given one stands in.</summary>
    public int? IntroductionOf(int index)
    {
        var block = Sentences[index].Block;
        if (block.Kind == BlockKind.Paragraph)
        {
            return null;
        }

        var before = index;
        while (before >= 0 && Sentences[before].Block.Group == block.Group)
        {
            before--;
        }

        return before >= 0 && Sentences[before].Block is { Kind: BlockKind.Paragraph } lead && lead.Section == block.Section ? before : null;
    }
}
