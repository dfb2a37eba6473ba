using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.Knowledge.Lexical.Building;

/// <summary>Numbers words as they come: one for each position, everything else at that position beside it.</summary>
internal readonly struct TermCollector(Vocabulary vocabulary, TextLanguage language, List<int> words, List<int> extras) : ITokenSink
{
    public void Add(ReadOnlySpan<char> word, bool isEnglish, int start, int end, int position)
    {
        var number = vocabulary.Add(word, isEnglish, language);
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
