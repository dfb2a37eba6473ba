using System.IO.Compression;
using System.IO.Packaging;
using System.Xml;
using ChatOpsBot.RagCore.Knowledge.Loading.Formats.Archives;
using DocumentFormat.OpenXml.Packaging;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats.Office;

/// <summary>Opens Office files and turns what is wrong with them into outcomes. No relationship that leads out of the file is followed.</summary>
internal static class OfficePackage
{
    /// <summary>Reads a file with a reader of its kind.</summary>
    /// <exception cref="LoadRefusedException">The file cannot be read.</exception>
    public static Extraction Read<TPackage>(FormatInput input, Func<Stream, TPackage> open, Func<TPackage, ExtractedText> read)
        where TPackage : OpenXmlPackage
    {
        using (var archive = ArchiveCheck.Open(input))
        {
            foreach (var part in archive.Entries.Where(part => part.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)))
            {
                RefuseDeep(part);
            }
        }

        try
        {
            using var stream = input.Open();
            using var package = open(stream);
            var text = read(package);
            return Extraction.Of(WithProperties(text, package.PackageProperties));
        }
        catch (Exception fault) when (fault is OpenXmlPackageException or FileFormatException or XmlException or InvalidDataException or ArgumentException or KeyNotFoundException)
        {
            throw new LoadRefusedException(LoadOutcome.Damaged);
        }
    }

    private static ExtractedText WithProperties(ExtractedText text, PackageProperties properties) => text with
    {
        FallbackTitle = text.FallbackTitle ?? properties.Title,
        Owner = properties.Creator,
        Language = properties.Language,
    };

    /// <summary>A part is read into a tree, whose time grows with the square of its depth. What is no XML is left to the reader.</summary>
    private static void RefuseDeep(ZipArchiveEntry part)
    {
        using var stream = part.Open();
        using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        try
        {
            while (reader.Read())
            {
                if (reader.Depth > LoadLimits.MaxDepth)
                {
                    throw new LoadRefusedException(LoadOutcome.TooDeep);
                }
            }
        }
        catch (XmlException)
        {
            return;
        }
    }
}
