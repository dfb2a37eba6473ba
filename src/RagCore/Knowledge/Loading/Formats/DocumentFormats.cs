using System.Collections.Frozen;
using ChatOpsBot.RagCore.Knowledge.Loading.Formats.Archives;
using ChatOpsBot.RagCore.Knowledge.Loading.Formats.Mail;
using ChatOpsBot.RagCore.Knowledge.Loading.Formats.Office;
using ChatOpsBot.RagCore.Knowledge.Loading.Formats.Pdf;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats;

/// <summary>The formats that can be read, by the ends of file names.</summary>
internal sealed class DocumentFormats
{
    private readonly FrozenDictionary<string, IDocumentFormat> _byExtension;

    public DocumentFormats(IReadOnlyList<IDocumentFormat> formats)
    {
        _byExtension = formats
            .SelectMany(format => format.Extensions, (format, extension) => (format, extension))
            .ToFrozenDictionary(pair => pair.extension, pair => pair.format, StringComparer.OrdinalIgnoreCase);
        Names = string.Join(", ", formats.SelectMany(format => format.Extensions));
    }

    /// <summary>Gets every format, with the tools as they are installed.</summary>
    public static DocumentFormats Default { get; } = Create(new PdfTool());

    /// <summary>Gets the ends of names as a list for people.</summary>
    public string Names { get; }

    public IDocumentFormat? Find(string path) => _byExtension.GetValueOrDefault(Path.GetExtension(path));

    /// <summary>Returns every format.</summary>
    /// <param name="pdf">What reads PDF files.</param>
    public static DocumentFormats Create(PdfTool pdf)
    {
        IDocumentFormat[] files =
        [
            new MarkdownFormat(),
            new HtmlFormat(),
            new PlainTextFormat(),
            new WordFormat(),
            new SlidesFormat(),
            new SheetFormat(),
            new SeparatedValuesFormat(),
            new PdfFormat(pdf),
            new MailFormat(),
        ];
        return new DocumentFormats([.. files, new ArchiveFormat(files)]);
    }
}
