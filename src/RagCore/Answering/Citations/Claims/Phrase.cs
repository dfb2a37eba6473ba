namespace ChatOpsBot.RagCore.Answering.Citations.Claims;

/// <summary>Little words that say how far a sentence holds.</summary>
/// <param name="Role">What they do.</param>
/// <param name="Mark">What they say of the sentence.</param>
/// <param name="Bound">What they make of a number.</param>
internal readonly record struct Phrase(PhraseRole Role, ClaimMarks Mark = ClaimMarks.None, Bound Bound = Bound.None);

/// <summary>What a <see cref="Phrase"/> does.</summary>
internal enum PhraseRole
{
    /// <summary>Marks the sentence.</summary>
    Mark,

    /// <summary>Bounds the number that follows; without one it says nothing.</summary>
    Before,

    /// <summary>Bounds the number before it.</summary>
    After,

    /// <summary>Bounds every number of the sentence that is not bounded otherwise.</summary>
    Loose,

    /// <summary>Denies what follows.</summary>
    Denial,

    /// <summary>Denies all of its clause: "is forbidden".</summary>
    Prohibition,
}
