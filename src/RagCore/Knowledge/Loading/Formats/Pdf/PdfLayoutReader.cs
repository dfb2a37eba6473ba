using System.Globalization;
using System.Text;
using System.Xml;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats.Pdf;

/// <summary>Reads what <c>pdftotext -bbox-layout</c> writes: pages of flows of blocks of lines of words with their boxes.</summary>
internal static class PdfLayoutReader
{
    /// <exception cref="LoadRefusedException">The output is not what the program writes, or is too long.</exception>
    public static List<PdfPage> Read(Stream xhtml)
    {
        var pages = new List<PdfPage>();
        try
        {
            // The output names a document type, which must be neither fetched nor obeyed.
            using var reader = XmlReader.Create(xhtml, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, CheckCharacters = false });
            while (reader.ReadToFollowing("page"))
            {
                if (pages.Count == LoadLimits.MaxPages)
                {
                    throw new LoadRefusedException(LoadOutcome.TooLong);
                }

                pages.Add(ReadPage(reader, pages.Count + 1));
            }
        }
        catch (XmlException)
        {
            throw new LoadRefusedException(LoadOutcome.Damaged);
        }

        return pages;
    }

    private static PdfPage ReadPage(XmlReader reader, int number)
    {
        var height = Number(reader, "height");
        var lines = new List<PdfLine>();
        var block = 0;
        using var page = reader.ReadSubtree();
        while (page.Read())
        {
            if (page.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (page.LocalName == "block")
            {
                block++;
            }
            else if (page.LocalName == "line" && ReadLine(page, block) is { Text.Length: > 0 } line)
            {
                lines.Add(line);
            }
        }

        return new PdfPage(number, height, lines);
    }

    private static PdfLine ReadLine(XmlReader reader, int block)
    {
        var (left, top, bottom) = (Number(reader, "xMin"), Number(reader, "yMin"), Number(reader, "yMax"));
        var text = new StringBuilder();
        using var line = reader.ReadSubtree();
        while (line.Read())
        {
            if (line.NodeType == XmlNodeType.Text)
            {
                text.Append(text.Length == 0 ? string.Empty : " ").Append(line.Value);
            }
        }

        return new PdfLine(MarkdownTextBuilder.Clean(text.ToString()), block, left, top, bottom);
    }

    private static double Number(XmlReader reader, string attribute)
        => double.TryParse(reader.GetAttribute(attribute), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
