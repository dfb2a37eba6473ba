using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.Answering.Citations.Claims;

/// <summary>Words that carry no meaning of their own.</summary>
internal static class FunctionWords
{
    public static bool Contains(string word, TextLanguage language)
        => word.Length == 1 || TextAnalyzer.IsStopWord(word) || (language != TextLanguage.English && (QuestionLanguages.MaskOf(word) >> ((int)language - 1) & 1) != 0);
}
