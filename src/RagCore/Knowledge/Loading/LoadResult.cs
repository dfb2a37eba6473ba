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

    /// <summary>Gets one sentence for the person who looks after the folder.</summary>
    public string Reason => Outcome switch
    {
        LoadOutcome.Loaded => "Read.",
        LoadOutcome.Empty => "The file is empty.",
        LoadOutcome.TooLarge => "The file is larger than Knowledge:MaxFileBytes.",
        LoadOutcome.Binary => "The file is not text.",
        LoadOutcome.Undecodable => "The file is neither UTF-8 nor UTF-16 with a byte order mark.",
        LoadOutcome.OutsideSource => "The link leads out of the source's folder.",
        LoadOutcome.UnknownFormat => "Only .md, .markdown, .html, .htm and .txt files are read.",
        LoadOutcome.Changing => "The file was being written each time it was read; it is tried again.",
        LoadOutcome.Unreadable => "The file cannot be opened.",
        LoadOutcome.TooDeep => "The page is nested too deeply.",
        LoadOutcome.Faulty => $"The reader failed on the file's content ({Fault}). Save it anew or in another format.",
        LoadOutcome.Duplicate => "Another source has a document of this id. Rename the file or its folder.",
        _ => "The file was skipped.",
    };

    /// <summary>Gets the type of the exception that a faulty file ended in. Its message may repeat the file and is not kept.</summary>
    public string? Fault { get; init; }

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
}
