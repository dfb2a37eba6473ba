using System.Collections.Frozen;
using ChatOpsBot.RagCore.Answering.Sentences;
using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.Answering.Generation.Extractive;

/// <summary>Words that the passages write with a capital letter inside a sentence and never without: places, products, people.</summary>
internal static class ProperNames
{
    public static FrozenSet<string> In(IEnumerable<ReadPassage> passages)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (var sentence in passages.SelectMany(passage => passage.Sentences))
        {
            // The first word of a sentence is written large whatever it is, and so is that of a cell.
            foreach (var token in TextAnalyzer.Analyze(sentence.Text).Skip(1))
            {
                var isLarge = char.IsUpper(sentence.Text[token.Start]);
                if (!isLarge || sentence.Block.Kind is BlockKind.Paragraph or BlockKind.ListItem)
                {
                    (isLarge ? names : words).Add(token.Term);
                }
            }
        }

        return names.Where(name => !words.Contains(name)).ToFrozenSet(StringComparer.Ordinal);
    }
}
