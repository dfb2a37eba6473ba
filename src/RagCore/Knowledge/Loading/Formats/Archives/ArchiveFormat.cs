using System.IO.Compression;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats.Archives;

/// <summary>Zip archives: an export of Slack as its channels, every other archive as the files in it. Archives inside archives are not opened.</summary>
/// <param name="formats">The formats of the files inside.</param>
internal sealed class ArchiveFormat(IReadOnlyList<IDocumentFormat> formats) : IDocumentFormat
{
    private readonly DocumentFormats _inside = new(formats);

    public IReadOnlyList<string> Extensions { get; } = [".zip"];

    public FileContainer Container => FileContainer.Zip;

    public Extraction Read(FormatInput input)
    {
        using var archive = ArchiveCheck.Open(input);
        return SlackExport.TryOpen(archive) is { } export ? export.Read() : ReadFiles(input, archive);
    }

    private Extraction ReadFiles(FormatInput input, ZipArchive archive)
    {
        var (texts, refused) = (new List<ExtractedText>(), new List<RefusedPart>());
        foreach (var entry in archive.Entries.Where(entry => !entry.FullName.EndsWith('/')))
        {
            if (!IsSafe(entry.FullName))
            {
                refused.Add(new RefusedPart("unsafe name", LoadOutcome.OutsideSource));
                continue;
            }

            try
            {
                var inside = ReadFile(input, entry);
                texts.AddRange(inside.Texts.Select(text => text with { Part = text.Part is null ? entry.FullName : $"{entry.FullName}/{text.Part}" }));
                refused.AddRange(inside.Refused.Select(part => part with { Name = $"{entry.FullName}/{part.Name}" }));
            }
            catch (LoadRefusedException fault)
            {
                refused.Add(new RefusedPart(entry.FullName, fault.Outcome, fault.Detail));
            }
        }

        return new Extraction(texts, refused);
    }

    /// <summary>A name becomes part of an id and of addresses: it must not lead anywhere else (L-32).</summary>
    private static bool IsSafe(string name)
        => !name.StartsWith('/') && !name.Contains('\\', StringComparison.Ordinal) && !name.Split('/').Any(part => part is "" or "." or "..") && !name.Any(char.IsControl);

    private Extraction ReadFile(FormatInput input, ZipArchiveEntry entry)
    {
        if (_inside.Find(entry.FullName) is not { } format)
        {
            throw new LoadRefusedException(LoadOutcome.UnknownFormat);
        }

        using var content = new MemoryStream();
        using (var stream = entry.Open())
        {
            stream.CopyTo(content);
        }

        if (content.Length == 0)
        {
            throw new LoadRefusedException(LoadOutcome.Empty);
        }

        ReadOnlyMemory<byte> bytes = content.GetBuffer().AsMemory(0, (int)content.Length);
        FileContainers.Require(format.Container, bytes.Span);
        return format.Read(new FormatInput(input.Source, $"{input.Path}/{entry.FullName}", bytes));
    }
}
