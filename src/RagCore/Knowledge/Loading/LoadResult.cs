namespace ChatOpsBot.RagCore.Knowledge.Loading;

/// <summary>What became of one file.</summary>
/// <param name="Path">The path below its source, with forward slashes.</param>
/// <param name="Outcome">Whether it was read, and if not, why.</param>
/// <param name="Document">The document, when it was read.</param>
public sealed record LoadResult(string Path, LoadOutcome Outcome, Document? Document = null)
{
    /// <summary>Gets the id the document has, or would have.</summary>
    public required string DocumentId { get; init; }

    /// <summary>Gets the ids of the documents that this one says it replaces.</summary>
    public IReadOnlyList<string> Supersedes { get; init; } = [];

    /// <summary>Gets what became of each part of a file that holds several documents, such as a chat export. Empty for all other files.</summary>
    public IReadOnlyList<LoadResult> Parts { get; init; } = [];

    /// <summary>Gets one sentence for the person who looks after the folder.</summary>
    public string Reason => Outcome switch
    {
        LoadOutcome.Loaded => "Read.",
        LoadOutcome.Empty => "The file is empty.",
        LoadOutcome.TooLarge => "The file is larger than Knowledge:MaxFileBytes.",
        LoadOutcome.Binary => "The file is not text.",
        LoadOutcome.Undecodable => "The file is neither UTF-8 nor UTF-16 with a byte order mark.",
        LoadOutcome.OutsideSource => "The link leads out of the source's folder.",
        LoadOutcome.UnknownFormat => $"Only {Formats.DocumentFormats.Default.Names} files are read.",
        LoadOutcome.Changing => "The file was being written each time it was read; it is tried again.",
        LoadOutcome.Unreadable => "The file cannot be opened.",
        LoadOutcome.TooDeep => "The page is nested too deeply.",
        LoadOutcome.Faulty => $"The reader failed on the file's content ({Fault}). Save it anew or in another format.",
        LoadOutcome.Duplicate => "Another source has a document of this id. Rename the file or its folder.",
        LoadOutcome.Mismatch => $"The file's content is not what its name says: it looks like {Fault ?? "something else"}. Rename it or save it anew.",
        LoadOutcome.Encrypted when Fault is { } kind => $"The message is encrypted ({kind}). Decrypt it in the mail program and save it anew.",
        LoadOutcome.Encrypted => "The file is protected by a password. Save it without one.",
        LoadOutcome.Damaged => "The file is damaged or cut off. Copy it again or save it anew.",
        LoadOutcome.Expanded => "The file unpacks to far more than its size. It is not read.",
        LoadOutcome.TooLong => "The file's text is longer than can be served. Split it.",
        LoadOutcome.Timeout => "Reading the file took too long. Split it or save it in another format.",
        LoadOutcome.ToolMissing => $"The program {Fault ?? "that reads this format"} is not installed. Install it (Debian: poppler-utils) and the file is read.",
        LoadOutcome.NoText => "The file has no text, as of a scan. Run text recognition on it first.",
        LoadOutcome.Private => "Private conversations of a chat export are not read.",
        LoadOutcome.Quarantined => $"The document holds {Fault ?? "hidden text"}. Look at it; if it is meant so, put it into a source with Screened set to false.",
        LoadOutcome.PathNotKept => "The document store cannot keep a path like this one. Give the file or its folders shorter names.",
        LoadOutcome.PageNotRead => Fault ?? "The page was not read.",
        _ => "The file was skipped.",
    };

    /// <summary>Gets what the outcome is about: the type of the exception that a faulty file ended in, the format or the program. Never text of the file.</summary>
    public string? Fault { get; init; }

    /// <summary>Returns the results of the parts, or the result itself when the file is one document.</summary>
    public IReadOnlyList<LoadResult> Flatten() => Parts.Count == 0 ? [this] : Parts;

    internal LoadResult Refused(LoadOutcome outcome, string? fault = null) => this with { Outcome = outcome, Document = null, Fault = fault };
}

/// <summary>Why a file was read or skipped.</summary>
public enum LoadOutcome
{
    Loaded,
    Empty,
    TooLarge,
    Binary,
    Undecodable,
    OutsideSource,
    UnknownFormat,
    Changing,
    Unreadable,
    TooDeep,
    Duplicate,
    Faulty,
    Mismatch,
    Encrypted,
    Damaged,
    Expanded,
    TooLong,
    Timeout,
    ToolMissing,
    NoText,
    Private,
    Quarantined,
    PageNotRead,
    PathNotKept,
}
