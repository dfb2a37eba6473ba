namespace ChatOpsBot.RagCore.Knowledge.Analysis;

/// <summary>What a character means for the borders of words.</summary>
internal enum CharacterKind : byte
{
    /// <summary>Ends a word.</summary>
    Break,

    /// <summary>Part of a word.</summary>
    Word,

    /// <summary>A word of its own: scripts written without spaces.</summary>
    Ideograph,

    /// <summary>Joins two words to one identifier when it stands between them.</summary>
    Connector,

    /// <summary>Belongs to the word when it stands between letters.</summary>
    Apostrophe,

    /// <summary>Not there: zero-width, direction and tag characters, accents.</summary>
    Ignored,
}
