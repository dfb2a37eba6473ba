namespace ChatOpsBot.RagCore.Knowledge.Loading;

/// <summary>A file found below a source.</summary>
/// <param name="Path">The path below the source, with forward slashes.</param>
/// <param name="FullPath">Where it is.</param>
/// <param name="Fingerprint">What changes when the file does.</param>
/// <param name="Refusal">Why it may not be read, if it may not.</param>
internal sealed record SourceFile(string Path, string FullPath, FileFingerprint Fingerprint, LoadOutcome? Refusal);

/// <summary>A file's length and time of last change.</summary>
internal readonly record struct FileFingerprint(long Length, DateTime ChangedAt)
{
    /// <summary>Returns the fingerprint of the file a path leads to, links followed.</summary>
    public static FileFingerprint Of(string path)
    {
        var file = new FileInfo(path);
        var target = file.LinkTarget is null ? file : (FileInfo?)file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
        return new FileFingerprint(target.Length, target.LastWriteTimeUtc);
    }
}
