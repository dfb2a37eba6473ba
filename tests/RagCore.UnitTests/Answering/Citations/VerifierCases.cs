using System.Security.Cryptography;
using System.Text;
using ChatOpsBot.RagCore.Answering.Citations;
using ChatOpsBot.RagCore.Answering.Generation;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.TestKit.Files;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace ChatOpsBot.RagCore.UnitTests.Answering.Citations;

/// <summary>
/// Statements with their quotes, and whether the quotes bear them out; one file a class. A hash divides them: the verifier is made better with the
/// one half and measured with the other.
/// </summary>
internal static class VerifierCases
{
    private static readonly IDeserializer Yaml = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();

    public static Dictionary<string, Passage> Passages { get; } = Yaml
        .Deserialize<Dictionary<string, PassageFile>>(File.ReadAllText(PathOf("passages.yaml")))
        .ToDictionary(entry => entry.Key, entry => Read(entry.Key, entry.Value));

    public static IReadOnlyList<VerifierCase> All { get; } =
        [.. Directory.EnumerateFiles(PathOf(), "*.yaml").Order(StringComparer.Ordinal).Where(path => Path.GetFileName(path) != "passages.yaml").SelectMany(Read)];

    private static string PathOf(params string[] parts)
        => RepositoryFiles.PathOf(["tests", "RagCore.UnitTests", "Answering", "Citations", "Cases", .. parts]);

    private static Passage Read(string id, PassageFile file)
        => TestDocuments.Whole(TestDocuments.Markdown(id, file.Title, file.Text) with { Language = file.Language }, [.. file.Headings]);

    private static IEnumerable<VerifierCase> Read(string path)
    {
        var file = Yaml.Deserialize<CaseFile>(File.ReadAllText(path));
        return file.Cases.Select(words => new VerifierCase(Path.GetFileNameWithoutExtension(path), file.Supported, words));
    }

    internal sealed class PassageFile
    {
        public string Title { get; set; } = string.Empty;

        public List<string> Headings { get; set; } = [];

        public string? Language { get; set; }

        public string Text { get; set; } = string.Empty;
    }

    internal sealed class CaseFile
    {
        public bool Supported { get; set; }

        public List<List<string>> Cases { get; set; } = [];
    }
}

/// <summary>One statement with its quotes.</summary>
/// <param name="Class">What was done to it.</param>
/// <param name="IsSupported">Whether the quotes bear it out.</param>
/// <param name="Words">The statement, then passage and quote by turns.</param>
internal sealed record VerifierCase(string Class, bool IsSupported, IReadOnlyList<string> Words)
{
    public bool IsHeldOut { get; } = (SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Words)))[0] & 1) == 1;

    public bool IsKept()
    {
        var names = VerifierCases.Passages.Keys.ToList();
        var quotes = Enumerable.Range(0, (Words.Count - 1) / 2).Select(index => new DraftQuote(names.IndexOf(Words[(2 * index) + 1]) + 1, Words[(2 * index) + 2]));
        var draft = new AnswerDraft([new DraftStatement(Words[0], [.. quotes])], 1, AnswerMode.Model);
        return CitationVerifier.Verify(draft, [.. VerifierCases.Passages.Values]).Statements.Count == 1;
    }
}
