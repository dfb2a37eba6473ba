using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Answering.Reranking;

/// <summary>A passage as a reranker reads it: its title and headings, then its text.</summary>
internal static class PassageText
{
    /// <summary>Returns at most so many characters; a pair of surrogates is not taken apart.</summary>
    public static string Of(Passage passage, int limit)
    {
        var text = $"{string.Join(" › ", [passage.Chunk.Document.Title, .. passage.Chunk.HeadingPath])}\n{passage.Chunk.Text}";
        return text.Length <= limit ? text : text[..(char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit)];
    }
}
