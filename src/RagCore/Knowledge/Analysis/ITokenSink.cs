namespace ChatOpsBot.RagCore.Knowledge.Analysis;

/// <summary>Receives words without a string for each of them. Implemented by structs, so that the calls are direct.</summary>
internal interface ITokenSink
{
    /// <summary>Takes a folded word, not stemmed yet.</summary>
    /// <param name="word">The word.</param>
    /// <param name="isEnglish">Whether it is made of the letters of English, accents aside, so that it is to be stemmed.</param>
    /// <param name="start">First character in the text.</param>
    /// <param name="end">First character after it.</param>
    /// <param name="position">Its place among the words.</param>
    void Add(ReadOnlySpan<char> word, bool isEnglish, int start, int end, int position);
}
