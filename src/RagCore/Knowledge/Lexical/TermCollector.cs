using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.Knowledge.Lexical;

/// <summary>Numbers tokens as they come: one word for each position, everything else at that position beside it.</summary>
internal readonly struct TermCollector(Vocabulary vocabulary, List<int> words, List<int> extras) : ITokenSink
{
    public void Add(ReadOnlySpan<char> term, int start, int end, int position)
    {
        var number = vocabulary.Add(term);
        if (position < words.Count)
        {
            extras.Add(words[position]);
            words[position] = number;
        }
        else
        {
            words.Add(number);
        }
    }
}
