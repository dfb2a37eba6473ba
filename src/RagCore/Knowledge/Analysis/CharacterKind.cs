namespace ChatOpsBot.RagCore.Knowledge.Analysis;

/// <summary>What a character means for the borders of words.</summary>
internal enum CharacterKind : byte
{
    /// <summary>Ends a word.</summary>
    Break,

    /// <summary>Part of a word.</summary>
    Word,

    /// <summary>A letter of a script whose words are not told apart by spaces alone: two of them in a row make a term.</summary>
    Ideograph,

    /// <summary>A sign that belongs to the <see cref="Ideograph"/> before it.</summary>
    IdeographMark,

    /// <summary>Joins two words to one identifier when it stands between them.</summary>
    Connector,

    /// <summary>Belongs to the word when it stands between letters.</summary>
    Apostrophe,

    /// <summary>Not there: zero-width, direction and tag characters, accents.</summary>
    Ignored,
}
