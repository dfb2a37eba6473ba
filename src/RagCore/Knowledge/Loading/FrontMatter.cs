using System.Collections.Frozen;
using System.Globalization;
using ChatOpsBot.RagCore.Knowledge.Chunking;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ChatOpsBot.RagCore.Knowledge.Loading;

/// <summary>
/// The values at the head of a Markdown file. Only texts and lists of texts are read, from the parser's events: nothing is built from
/// the names in a file, and a block with aliases or deep nesting counts as absent.
/// </summary>
internal sealed class FrontMatter
{
    private const int MaxEvents = 512;
    private const int MaxDepth = 4;

    private static readonly FrontMatter None = new(FrozenDictionary<string, IReadOnlyList<string>>.Empty);

    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _values;

    private FrontMatter(IReadOnlyDictionary<string, IReadOnlyList<string>> values) => _values = values;

    public string? Title => Single("title");

    public string? Language => Single("language") ?? Single("lang");

    public string? Owner => Single("owner") ?? Single("author");

    public DocumentKind? Kind => Enum.TryParse<DocumentKind>(Single("kind")?.Replace("-", string.Empty, StringComparison.Ordinal), ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : null;

    public string? SupersededBy => Single("superseded_by");

    public IReadOnlyList<string> Supersedes => _values.TryGetValue("supersedes", out var list) ? list : [];

    public bool IsSuperseded => SupersededBy is not null || string.Equals(Single("status"), "superseded", StringComparison.OrdinalIgnoreCase);

    public DateOnly? Effective
        => DateOnly.TryParseExact(Single("effective"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    public static FrontMatter Read(string text)
    {
        var (content, _) = FrontMatterBlock.Find(text);
        if (content.Length == 0)
        {
            return None;
        }

        try
        {
            using var reader = new StringReader(text[content.Start..content.End]);
            return new FrontMatter(ReadMapping(new Parser(reader)));
        }
        catch (YamlException)
        {
            return None;
        }
    }

    private static Dictionary<string, IReadOnlyList<string>> ReadMapping(Parser parser)
    {
        var values = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        string? key = null;
        var list = default(List<string>);
        var (depth, events) = (0, 0);
        while (parser.MoveNext())
        {
            switch (parser.Current)
            {
                case AnchorAlias:
                    return [];
                case MappingStart or SequenceStart:
                    depth++;
                    list = depth == 2 && parser.Current is SequenceStart && key is not null ? [] : null;
                    break;
                case MappingEnd or SequenceEnd:
                    if (depth == 2 && key is not null)
                    {
                        values.TryAdd(key, list ?? []);
                        (key, list) = (null, null);
                    }

                    depth--;
                    break;
                case Scalar scalar when depth == 1 && key is null:
                    key = scalar.Value;
                    break;
                case Scalar scalar when depth == 1 && key is not null:
                    values.TryAdd(key, [scalar.Value]);
                    key = null;
                    break;
                case Scalar scalar when depth == 2:
                    list?.Add(scalar.Value);
                    break;
            }

            if (depth > MaxDepth || ++events > MaxEvents)
            {
                return [];
            }
        }

        return values;
    }

    private string? Single(string name)
        => _values.TryGetValue(name, out var list) && list.Count == 1 && !string.IsNullOrWhiteSpace(list[0]) && list[0] != "~" && list[0] != "null"
            ? list[0].Trim()
            : null;
}
