namespace ChatOpsBot.RagCore.Knowledge.Analysis.Stemming;

/// <summary>The part of a word that a suffix must lie in, as the descriptions at snowballstem.org define them.</summary>
internal enum StemRegion : byte
{
    /// <summary>After the first consonant that follows a vowel.</summary>
    First,

    /// <summary>The same again inside <see cref="First"/>.</summary>
    Second,

    /// <summary>The part where the endings of verbs are: longer than <see cref="First"/> in most words.</summary>
    Verb,
}
