using System.Text;

namespace ChatOpsBot.TestKit.Files;

/// <summary>A bomb, a loop or nesting, an encrypted and a cut file of each kind.</summary>
public static class HostileCases
{
    private const string Loaded = "Loaded";
    private const string Damaged = "Damaged";
    private const string Expanded = "Expanded";
    private const string Encrypted = "Encrypted";
    private const string Corpus = "tests/RagCore.UnitTests/Knowledge/Loading/Corpus";
    private const string Word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private const string Slides = "http://schemas.openxmlformats.org/presentationml/2006/main";
    private const string Sheets = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Main = "application/vnd.openxmlformats-officedocument.";
    private const int Deep = 100_000;
    private const string Head = "From: a@example.com\nSubject: x\n";

    /// <summary>Gets every case.</summary>
    public static IReadOnlyList<HostileCase> All { get; } =
    [
        new("bomb.docx", "300 MB of zeros", () => HostileFiles.Zip(HostileFiles.Zeros("word/document.xml", megabytes: 300)), Expanded),
        new("deep.docx", "nested 100,000 deep", () => HostileFiles.DeepOffice(
            "word/document.xml", Main + "wordprocessingml.document.main+xml", $"<w:document xmlns:w=\"{Word}\"><w:body>$</w:body></w:document>", "w:sdt", Deep), Damaged, "TooDeep"),
        new("secret.docx", "password", HostileFiles.EncryptedOffice, Encrypted),
        new("cut.docx", "cut in half", () => Half("leave-pandoc.docx"), Damaged),
        new("bomb.pptx", "300 MB of zeros", () => HostileFiles.Zip(HostileFiles.Zeros("ppt/presentation.xml", megabytes: 300)), Expanded),
        new("deep.pptx", "nested 100,000 deep", () => HostileFiles.DeepOffice(
            "ppt/presentation.xml", Main + "presentationml.presentation.main+xml", $"<p:presentation xmlns:p=\"{Slides}\"><p:sldIdLst>$</p:sldIdLst></p:presentation>", "p:extLst", Deep), Damaged, "TooDeep", "Empty"),
        new("secret.pptx", "password", HostileFiles.EncryptedOffice, Encrypted),
        new("cut.pptx", "cut in half", () => Half("review-libreoffice.pptx"), Damaged),
        new("bomb.xlsx", "300 MB of zeros", () => HostileFiles.Zip(HostileFiles.Zeros("xl/sharedStrings.xml", megabytes: 300)), Expanded),
        new("deep.xlsx", "nested 100,000 deep", () => HostileFiles.DeepOffice(
            "xl/workbook.xml", Main + "spreadsheetml.sheet.main+xml", $"<s:workbook xmlns:s=\"{Sheets}\"><s:sheets>$</s:sheets></s:workbook>", "s:extLst", Deep), Damaged, "TooDeep", "Empty"),
        new("secret.xlsx", "password", HostileFiles.EncryptedOffice, Encrypted),
        new("cut.xlsx", "cut in half", () => Half("people.xlsx"), Damaged),
        new("bomb.pdf", "64 MB of drawing", () => HostileFiles.PdfBomb(megabytes: 64), "NoText", "Timeout", Damaged),
        new("loop.pdf", "pages that are their own parent", HostileFiles.PdfLoop, "NoText", Damaged),
        new("secret.pdf", "password", () => Read("tests/RagCore.UnitTests/Knowledge/Loading/Hostile/encrypted.pdf"), Encrypted),
        new("cut.pdf", "cut in half", () => Half("leave-chromium.pdf"), Damaged, "NoText", Loaded),
        new("bomb.html", "a million elements", () => Text(string.Concat(Enumerable.Repeat("<b>x</b>", 1_000_000))), Loaded),
        new("deep.html", "nested 100,000 deep", () => Text(string.Concat(Enumerable.Repeat("<div>", Deep))), "TooDeep"),
        new("cut.html", "cut in half", () => Half("guide.html"), Loaded, "Empty"),
        new("bomb.md", "a value that names itself", () => Text("---\na: &a [x]\nb: &b [*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b]\n---\n# Title\n\nText.\n"), Loaded),
        new("deep.md", "quoted 20,000 deep", () => Text(string.Concat(Enumerable.Repeat("> ", 20_000)) + "text\n"), Loaded),
        new("cut.md", "cut in half", () => Half("guide.md"), Loaded),
        new("bomb.txt", "8 MB without a break", () => Text(new string('x', 8 << 20)), Loaded),
        new("binary.txt", "zeros", () => new byte[1 << 20], "Binary"),
        new("bomb.csv", "a row of 4 million cells", () => Text(new string(',', 4_000_000) + "x"), Loaded, "Empty"),
        new("open.csv", "a quote that never ends", () => Text("a,b\n\"" + new string('x', 4 << 20)), Loaded),
        new("bomb.zip", "300 MB of zeros", () => HostileFiles.Zip(HostileFiles.Zeros("notes.txt", megabytes: 300)), Expanded),
        new("many.zip", "10,001 files", () => HostileFiles.Zip([.. Enumerable.Range(0, 10_001).Select(number => HostileFiles.Entry($"{number}.txt", "x"))]), Expanded),
        new("secret.zip", "password", EncryptedZip, Encrypted),
        new("cut.zip", "cut in half", () => Half("slack-thread.zip"), Damaged),
        new("deep-slack.zip", "JSON nested 100,000 deep", () => HostileFiles.Zip(
            HostileFiles.Entry("users.json", "[]"), HostileFiles.Entry("channels.json", new string('[', Deep))), Damaged),
        new("bomb.eml", "200,000 parts", () => Text(Head + "Content-Type: multipart/mixed; boundary=b\n\n" + string.Concat(Enumerable.Repeat("--b\n\nx\n", 200_000)) + "--b--\n"), Loaded),
        new("deep.eml", "parts nested 5,000 deep", () => Text(Head + string.Concat(Enumerable.Range(0, 5_000)
            .Select(depth => $"Content-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\n")) + "\nx\n"), Loaded, "Empty"),
        new("secret.eml", "S/MIME", () => Text(Head + "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\nContent-Transfer-Encoding: base64\n\nMIIB\n"), Encrypted),
        new("cut.eml", "cut in half", () => Half("alternative-python.eml"), Loaded, "Empty", Damaged),
        new("many.mbox", "10,001 messages", () => Text(string.Concat(Enumerable.Repeat("From - Mon Mar  3 09:00:00 2025\n" + Head + "\nx\n\n", 10_001))), "TooLong"),
    ];

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Read(string path) => File.ReadAllBytes(RepositoryFiles.PathOf(path));

    private static byte[] Half(string name) => Read($"{Corpus}/{name}") is var whole ? whole[..(whole.Length / 2)] : [];

    /// <summary>An archive that says of its only entry that it is encrypted.</summary>
    private static byte[] EncryptedZip()
    {
        var bytes = HostileFiles.Zip(HostileFiles.Entry("notes.txt", "secret"));
        bytes[6] |= 1;
        return bytes;
    }
}
