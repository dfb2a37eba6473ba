namespace ChatOpsBot.RagCore.Knowledge.Analysis;

/// <summary>A word of a text as the index knows it.</summary>
/// <param name="Term">The folded and stemmed word.</param>
/// <param name="Start">First character in the original text.</param>
/// <param name="End">First character after it.</param>
/// <param name="Position">
/// Its place among the words. An identifier of several parts, such as <c>ERR_4012</c>, gives one token for the whole and one for each
/// part; the whole shares the position of its first part.
/// </param>
public readonly record struct Token(string Term, int Start, int End, int Position);
