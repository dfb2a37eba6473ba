using System.Text;
using ChatOpsBot.RagCore.Answering.Sentences;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Loading;
using ChatOpsBot.TestKit.Files;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Loading;

/// <summary>Files of real producers are read as a person reads them. See Corpus/README.md.</summary>
public sealed class CorpusTests
{
    private static readonly string Folder = RepositoryFiles.PathOf("tests/RagCore.UnitTests/Knowledge/Loading/Corpus");

    private static readonly KnowledgeSource Source = new(Folder, "Corpus", TenantId.Default, ["everyone"], BaseUrl: null, IdPrefix: string.Empty);

    public static TheoryData<string> Files() => [.. Names()];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_of_a_real_producer_is_read_as_expected(string name)
    {
        var result = DocumentLoader.Load(Source, name, File.ReadAllBytes(Path.Combine(Folder, name)));

        var actual = Describe(result);
        var expected = Path.Combine(Folder, name + ".expected.md");
        if (Environment.GetEnvironmentVariable("CHATOPSBOT_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(expected, actual);
        }

        Assert.Equal(File.ReadAllText(expected), actual);
    }

    [Theory]
    [InlineData("leave-chromium.pdf", "Country of employment: Portugal (Lisbon and remote) · Annual leave: 25 days · Public holidays on top: 13")]
    [InlineData("leave-libreoffice.docx", "Country of employment: Portugal (Lisbon and remote) · Annual leave: 25 days · Public holidays on top: 13")]
    [InlineData("tools-pythondocx.docx", "Tool: Thermal camera · Deposit: €250")]
    [InlineData("rates-openpyxl.xlsx", "Country: Japan · Per diem: 9200 · Valid from: 2025-04-01")]
    [InlineData("rota-xlsxwriter.xlsx", "Week: 2025-W11 · Primary: Tomás Silva · Load: 40 %")]
    [InlineData("lager-excel.csv", "Artikel: Schraube; M4 · Preis: 0,12 € · Lager: 1.200")]
    [InlineData("contacts-python.csv", "Team: Payroll · Contact: payroll@example.com · Note: Answers within, at most, two days")]
    [InlineData("docusaurus-like.html", "Stage: Canary · Wait: 10 min")]
    [InlineData("backup-asciidoctor.html", "System: Wiki · Retention: 90 days")]
    [InlineData("backup-weasyprint.pdf", "System: Wiki · Retention: 90 days")]
    [InlineData("README-tool.md", "Option: -d · Default: 14 · Meaning: days of the loan")]
    [InlineData("html-python.eml", "Day: Monday · Desk: 2")]
    public void A_row_is_said_with_the_labels_of_its_columns(string name, string expected)
    {
        var document = DocumentLoader.Load(Source, name, File.ReadAllBytes(Path.Combine(Folder, name))).Document!;

        Assert.Contains(expected, SentenceReader.Read(document, 0, document.Text.Length).Select(sentence => sentence.Text));
    }

    [Theory]
    [InlineData("leave-libreoffice.pdf", "Leave cannot be sold", "page 2")]
    [InlineData("keys-reportlab.pdf", "before noon", "page 2")]
    [InlineData("review-libreoffice.pptx", "", "slide 1")]
    [InlineData("rates-openpyxl.xlsx", "Japan", "sheet \"Rates\"")]
    public void A_sentence_is_told_the_place_where_a_person_finds_it(string name, string words, string expected)
    {
        var document = DocumentLoader.Load(Source, name, File.ReadAllBytes(Path.Combine(Folder, name))).Document!;

        Assert.Equal(expected, document.PlaceAt(document.Text.IndexOf(words, StringComparison.Ordinal))?.Label);
    }

    [Fact]
    public void Every_place_is_inside_the_text_and_in_order()
    {
        foreach (var name in Names())
        {
            if (DocumentLoader.Load(Source, name, File.ReadAllBytes(Path.Combine(Folder, name))).Document is { } document)
            {
                Assert.Equal(document.Places.Order(Comparer<PlaceMark>.Create((left, right) => left.Offset.CompareTo(right.Offset))), document.Places);
                Assert.All(document.Places, place => Assert.InRange(place.Offset, 0, document.Text.Length));
            }
        }
    }

    private static IEnumerable<string> Names() => Directory.EnumerateFiles(Folder)
        .Select(file => Path.GetFileName(file))
        .Where(name => !name.EndsWith(".expected.md", StringComparison.Ordinal) && name != "README.md")
        .Order(StringComparer.Ordinal);

    private static string Describe(LoadResult result) => string.Join("\n----\n", result.Flatten().Select(part => DescribePart(part, result.Path)));

    private static string DescribePart(LoadResult result, string file)
    {
        var text = new StringBuilder();
        if (result.Path != file)
        {
            text.Append("part: ").Append(result.Path).Append('\n');
        }

        text.Append("outcome: ").Append(result.Outcome).Append('\n');
        if (result.Document is { } document)
        {
            text.Append("title: ").Append(document.Title).Append('\n');
            text.Append("kind: ").Append(document.Kind).Append('\n');
            text.Append("language: ").Append(document.Language).Append('\n');
            text.Append("owner: ").Append(document.Owner).Append('\n');
            text.Append("places: ").AppendJoin(", ", document.Places.Select(place => place.Label)).Append("\n\n");
            text.Append(document.Text);
        }

        return text.ToString();
    }
}
