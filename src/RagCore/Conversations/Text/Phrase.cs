namespace ChatOpsBot.RagCore.Conversations.Text;

/// <summary>
/// Everything the bot says in its own words, by what it means. The words themselves are in <c>Words/*.json</c>, one file a language, under the same name;
/// tests compare the files with this list and with each other.
/// </summary>
public enum Phrase
{
    /// <summary>Shown while the turn runs.</summary>
    Searching,

    /// <summary>Shown while sources are read; <c>{count}</c> is how many.</summary>
    ReadingSources,

    /// <summary>Shown while the answer is written.</summary>
    Writing,
}
