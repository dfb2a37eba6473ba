using ChatOpsBot.RagCore.Answering.Sentences;

namespace ChatOpsBot.RagCore.Answering.Generation.Extractive;

/// <summary>Chooses how much of a passage is quoted around a sentence and what of it is said.</summary>
internal static class QuoteSpan
{
    // A screenful of context: what a person reads beside an answer without scrolling.
    private const int LongestContext = 600;
    private const int LongestSteps = 1_400;

    /// <summary>
    /// Returns the statement for a sentence, its quote widened to neighbours of the same paragraph or list, as far as all that is quoted stays
    /// within a number of sentences.
    /// </summary>
    public static DraftStatement Around(ScoredSentence scored, IReadOnlyList<ScoredSentence> chosen, int mostSentences)
    {
        var others = chosen.Where(other => other != scored && other.Passage == scored.Passage).Select(other => other.Index).ToHashSet();
        var (from, to) = Widen(scored, others, mostSentences - chosen.Count + 1);
        return Statement(scored.Passage, from, to, Spoken(scored, from));
    }

    /// <summary>Returns the statement for one of several sentences, which is quoted alone: three quotes with their neighbours would be a page.</summary>
    public static DraftStatement Of(ScoredSentence scored) => Statement(scored.Passage, scored.Index, scored.Index, Spoken(scored, scored.Index));

    /// <summary>Returns the list, or the commands, of the section the sentence stands in; null when there are none.</summary>
    public static DraftStatement? Steps(ScoredSentence scored)
    {
        var passage = scored.Passage;
        if (StepsNear(scored) is not { } first)
        {
            return null;
        }

        var from = passage.IntroductionOf(first) ?? first;
        var to = first;
        while (to + 1 < passage.Sentences.Count && BelongsToSteps(passage, first, to + 1) && Length(passage, from, to + 1) <= LongestSteps)
        {
            to++;
        }

        return Statement(passage, from, to, string.Join('\n', Enumerable.Range(from, to - from + 1).Select(index => Line(passage, index))));
    }

    private static DraftStatement Statement(ReadPassage passage, int from, int to, string text)
    {
        var (start, end) = (passage.Sentences[from].Start, passage.Sentences[to].End);
        return new DraftStatement(text, [new DraftQuote(passage.Number, passage.Chunk.Document.Text[start..end])]);
    }

    private static (int From, int To) Widen(ScoredSentence scored, HashSet<int> quotedAlone, int mostSentences)
    {
        var passage = scored.Passage;
        var (from, to) = (scored.Index, scored.Index);
        if (scored.Sentence.Block.Kind is BlockKind.TableRow or BlockKind.Code)
        {
            return (from, to);
        }

        bool grown;
        do
        {
            grown = false;
            if (to - from + 1 < mostSentences && !quotedAlone.Contains(from - 1) && CanJoin(passage, from - 1, scored.Index) && Length(passage, from - 1, to) <= LongestContext)
            {
                from--;
                grown = true;
            }

            if (to - from + 1 < mostSentences && !quotedAlone.Contains(to + 1) && CanJoin(passage, to + 1, scored.Index) && Length(passage, from, to + 1) <= LongestContext)
            {
                to++;
                grown = true;
            }
        }
        while (grown);

        return (from, to);
    }

    private static bool CanJoin(ReadPassage passage, int index, int center)
    {
        if (index < 0 || index >= passage.Sentences.Count)
        {
            return false;
        }

        var (block, other) = (passage.Sentences[center].Block, passage.Sentences[index].Block);
        return other.Section == block.Section && (other.Group == block.Group || other.Kind == BlockKind.Paragraph && index < center);
    }

    private static int Length(ReadPassage passage, int from, int to) => passage.Sentences[to].End - passage.Sentences[from].Start;

    // "It is paid monthly." says nothing without the sentence before it; "Parking." nothing without the line that introduces the list.
    private static string Spoken(ScoredSentence scored, int from)
    {
        var passage = scored.Passage;
        var text = scored.Sentence.Text;
        var lead = passage.IntroductionOf(scored.Index);
        if (lead is { } introduction && introduction >= from && passage.Sentences[introduction].Text.EndsWith(':'))
        {
            return $"{passage.Sentences[introduction].Text} {text}";
        }

        var leansBack = scored.Index > from && scored.Sentence.Block.Kind == BlockKind.Paragraph && LeansBack(text);
        return leansBack ? $"{passage.Sentences[scored.Index - 1].Text} {text}" : text;
    }

    private static bool LeansBack(string text)
        => text.Split(' ', 2)[0] is "It" or "They" or "This" or "These" or "That" or "Those" or "He" or "She" or "His" or "Her" or "Its" or "Their" or "Then" or "Such";

    private static int? StepsNear(ScoredSentence scored)
    {
        var passage = scored.Passage;
        var section = scored.Sentence.Block.Section;
        var own = scored.Sentence.Block;
        var steps = Enumerable.Range(0, passage.Sentences.Count)
            .Where(index => passage.Sentences[index].Block is { Kind: BlockKind.ListItem or BlockKind.Code } block && block.Section == section)
            .ToList();
        if (steps.Count == 0)
        {
            return null;
        }

        var inOwn = steps.Where(index => passage.Sentences[index].Block.Group == own.Group).ToList();
        var after = steps.Where(index => index > scored.Index).ToList();
        return inOwn.Count > 0 ? inOwn[0] : after.Count > 0 ? after[0] : steps[0];
    }

    private static bool BelongsToSteps(ReadPassage passage, int first, int index)
    {
        var (steps, block) = (passage.Sentences[first].Block, passage.Sentences[index].Block);
        return block.Section == steps.Section && (block.Group == steps.Group || (steps.Kind == BlockKind.ListItem && block.Kind == BlockKind.Code));
    }

    private static string Line(ReadPassage passage, int index)
    {
        var sentence = passage.Sentences[index];
        if (sentence.Block.Kind != BlockKind.ListItem || sentence.Start != sentence.Block.Start)
        {
            return sentence.Text;
        }

        var source = passage.Chunk.Document.Text.AsSpan(sentence.Start, sentence.End - sentence.Start);
        var mark = LineMarks.ListMarkLength(source);
        return mark == 0 ? sentence.Text : LineMarks.IsNumbered(source) ? $"{source[..mark].Trim()} {sentence.Text}" : $"- {sentence.Text}";
    }
}
