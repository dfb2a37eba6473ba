using ChatOpsBot.RagCore.Knowledge.Loading;

namespace ChatOpsBot.RagCore.Knowledge.Watching.Keeping;

/// <summary>Turns what is known of files into what is kept of them, and back. A file of which anything is missing is left out, and so is read again.</summary>
internal static class KeptFiles
{
    // What another program, right or setting may turn into something else although the file stays as it is.
    private static readonly HashSet<LoadOutcome> Passing =
        [LoadOutcome.Changing, LoadOutcome.Unreadable, LoadOutcome.Faulty, LoadOutcome.Timeout, LoadOutcome.ToolMissing, LoadOutcome.Duplicate];

    /// <summary>Returns what is to be kept of a file; null when it is to be read again.</summary>
    /// <param name="path">Its path below the source.</param>
    /// <param name="file">What is known of it.</param>
    /// <param name="isIndexed">Says whether a document is in the index as it stands there.</param>
    public static KeptSourceFile? Keep(string path, MirroredFile file, Func<Document, bool> isIndexed)
        => Passing.Contains(file.LastOutcome) || Keep(file.Result, isIndexed) is not { } result
            ? null
            : new KeptSourceFile(path, file.Fingerprint.Length, file.Fingerprint.ChangedAt, file.Refusal, file.LastOutcome, result);

    /// <summary>Returns what is known of a file that was kept; null when a document of it is gone.</summary>
    public static MirroredFile? Restore(KeptSourceFile kept, Func<string, Document?> find)
        => Restore(kept.Result, find) is { } result
            ? new MirroredFile(new FileFingerprint(kept.Length, kept.ChangedAt), kept.Refusal, result, kept.LastOutcome)
            : null;

    private static KeptResult? Keep(LoadResult result, Func<Document, bool> isIndexed)
    {
        if (Passing.Contains(result.Outcome) || (result.Document is { } document && !isIndexed(document)))
        {
            return null;
        }

        var parts = result.Parts.Select(part => Keep(part, isIndexed)).OfType<KeptResult>().ToArray();
        return parts.Length < result.Parts.Count
            ? null
            : new KeptResult(
                result.Path,
                result.Outcome,
                result.DocumentId,
                result.Document is not null,
                result.Document is { IsSuperseded: true },
                result.Document?.SupersededBy,
                result.Fault,
                result.Supersedes.Count == 0 ? null : result.Supersedes,
                parts.Length == 0 ? null : parts);
    }

    private static LoadResult? Restore(KeptResult kept, Func<string, Document?> find)
    {
        var document = kept.HasDocument ? find(kept.DocumentId) : null;
        var parts = (kept.Parts ?? []).Select(part => Restore(part, find)).OfType<LoadResult>().ToArray();
        if (parts.Length < (kept.Parts?.Count ?? 0) || (kept.HasDocument && document is null))
        {
            return null;
        }

        // What others say of it is found anew: the index has it with their marks, the file without.
        var unmarked = document is null || (document.IsSuperseded, document.SupersededBy) == (kept.IsSuperseded, kept.SupersededBy)
            ? document
            : document with { IsSuperseded = kept.IsSuperseded, SupersededBy = kept.SupersededBy };
        return new LoadResult(kept.Path, kept.Outcome, unmarked)
        {
            DocumentId = kept.DocumentId,
            Fault = kept.Fault,
            Supersedes = kept.Supersedes ?? [],
            Parts = parts,
        };
    }
}
