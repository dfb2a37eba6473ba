using System.Text;
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

    private static string Describe(LoadResult result)
    {
        var text = new StringBuilder();
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
