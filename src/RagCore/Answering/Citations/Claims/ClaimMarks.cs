namespace ChatOpsBot.RagCore.Answering.Citations.Claims;

/// <summary>What a sentence says about how far it holds.</summary>
[Flags]
internal enum ClaimMarks
{
    None = 0,

    /// <summary>Nothing else: "only".</summary>
    Only = 1 << 0,

    /// <summary>Under a condition: "if", "when".</summary>
    If = 1 << 1,

    /// <summary>With an exception: "unless", "except", "without".</summary>
    Except = 1 << 2,

    /// <summary>It is a duty.</summary>
    Must = 1 << 3,

    /// <summary>It is free to do.</summary>
    May = 1 << 4,

    /// <summary>It is advice.</summary>
    Should = 1 << 5,

    /// <summary>It is forbidden.</summary>
    MustNot = 1 << 6,

    /// <summary>It is advised against.</summary>
    ShouldNot = 1 << 7,

    /// <summary>It is no duty.</summary>
    NeedNot = 1 << 8,

    /// <summary>Of all: "every", "always".</summary>
    All = 1 << 9,

    /// <summary>Of most: "usually".</summary>
    Most = 1 << 10,

    /// <summary>Of some: "sometimes", "few".</summary>
    Some = 1 << 11,

    /// <summary>Of half.</summary>
    Half = 1 << 12,

    /// <summary>Before something.</summary>
    Before = 1 << 13,

    /// <summary>After something.</summary>
    After = 1 << 14,

    Modal = Must | May | Should | MustNot | ShouldNot | NeedNot,
    Part = Most | Some | Half,
    Order = Before | After,
}
