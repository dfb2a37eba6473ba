using ChatOpsBot.RagCore.Knowledge.Loading.Formats;

namespace ChatOpsBot.RagCore.Knowledge.Loading;

/// <summary>Makes a document of the bytes of a file.</summary>
public static class DocumentLoader
{
    /// <summary>Says whether files of this name are read at all.</summary>
    public static bool IsKnownFormat(string path) => DocumentFormats.Default.Find(path) is not null;

    /// <summary>Reads one file's bytes. Whatever is wrong with them becomes the outcome.</summary>
    public static LoadResult Load(KnowledgeSource source, string path, ReadOnlyMemory<byte> bytes)
        => Load(source, path, bytes, DocumentFormats.Default);

    /// <summary>Reads one file's bytes with the formats given.</summary>
    internal static LoadResult Load(KnowledgeSource source, string path, ReadOnlyMemory<byte> bytes, DocumentFormats formats)
        => Guard(source, path, () => Read(source, path, bytes, formats));

    /// <summary>Runs a reader of one file. Whatever it throws is that file's outcome: the other files are served.</summary>
    internal static LoadResult Guard(KnowledgeSource source, string path, Func<LoadResult> read)
    {
        try
        {
            return read();
        }
#pragma warning disable CA1031 // The formats are parsed by libraries, and what one of them throws over one file must not end the process.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return Skipped(source, path, LoadOutcome.Faulty) with { Fault = fault.GetType().Name };
        }
    }

    internal static LoadResult Skipped(KnowledgeSource source, string path, LoadOutcome outcome)
        => new(path, outcome) { DocumentId = source.IdOf(path) };

    private static LoadResult Read(KnowledgeSource source, string path, ReadOnlyMemory<byte> bytes, DocumentFormats formats)
    {
        if (bytes.IsEmpty || formats.Find(path) is not { } format)
        {
            return Skipped(source, path, bytes.IsEmpty ? LoadOutcome.Empty : LoadOutcome.UnknownFormat);
        }

        try
        {
            FileContainers.Require(format.Container, bytes.Span);
            return Loaded(source, path, format.Read(new FormatInput(source, path, bytes)));
        }
        catch (LoadRefusedException refused)
        {
            return Skipped(source, path, refused.Outcome) with { Fault = refused.Detail };
        }
    }

    private static LoadResult Loaded(KnowledgeSource source, string path, Extraction extraction)
    {
        if (extraction is { Texts: [{ Part: null } only], Refused.Count: 0 })
        {
            return DocumentBuilder.Build(source, path, only);
        }

        LoadResult[] parts =
        [
            .. extraction.Texts.Select(text => DocumentBuilder.Build(source, path, text)),
            .. extraction.Refused.Select(part => Skipped(source, $"{path}/{part.Name}", part.Outcome) with { Fault = part.Detail }),
        ];
        return Skipped(source, path, parts.Length == 0 ? LoadOutcome.Empty : LoadOutcome.Loaded) with { Parts = parts };
    }
}
