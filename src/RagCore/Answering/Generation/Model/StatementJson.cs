using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ChatOpsBot.RagCore.Answering.Generation.Model;

/// <summary>One statement as models write it. The prompt asks for one form; near ones are understood too.</summary>
internal static class StatementJson
{
    private const int MostQuotes = 8;

    private static readonly string[] TextNames = ["text", "statement", "claim", "sentence"];
    private static readonly string[] QuotesNames = ["quotes", "citations", "sources", "evidence"];
    private static readonly string[] PassageNames = ["passage", "source", "number", "id", "n"];
    private static readonly string[] QuoteNames = ["quote", "text", "exact_quote", "excerpt"];
    private static readonly string[] ListNames = ["statements", "answer", "answers", "claims"];
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 24 };

    public static JsonDocument? TryParse(string json)
    {
        try
        {
            // Half a character, as a cut or a hostile model leaves it, becomes a replacement character.
            return JsonDocument.Parse(Encoding.UTF8.GetBytes(json), Lenient);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Returns the statement an object is, or null.</summary>
    public static DraftStatement? Read(JsonElement element)
    {
        try
        {
            return ReadValid(element);
        }
        catch (InvalidOperationException)
        {
            // An escape that stands for half a character.
            return null;
        }
    }

    private static DraftStatement? ReadValid(JsonElement element)
    {
        if (element.ValueKind is not JsonValueKind.Object || Find(element, TextNames) is not { ValueKind: JsonValueKind.String } text)
        {
            return null;
        }

        return Find(element, QuotesNames) switch
        {
            { ValueKind: JsonValueKind.Array } list => new DraftStatement(text.GetString()!, [.. list.EnumerateArray().Take(MostQuotes).Select(Quote).OfType<DraftQuote>()]),
            { ValueKind: JsonValueKind.Object } one => new DraftStatement(text.GetString()!, Quote(one) is { } quote ? [quote] : []),
            { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
            null when HasOwnQuote(element) => new DraftStatement(text.GetString()!, Quote(element) is { } quote ? [quote] : []),
            _ => null,
        };
    }

    /// <summary>Says whether an object is an answer without statements: the model found none.</summary>
    public static bool SaysNothing(JsonElement element)
        => element.ValueKind is JsonValueKind.Object
            && Find(element, ListNames) is { } list
            && (list.ValueKind is JsonValueKind.Null || (list.ValueKind is JsonValueKind.Array && list.GetArrayLength() == 0));

    // {"text": "…", "passage": 1, "quote": "…"}; without an own name for the quote it would be a quote itself.
    private static bool HasOwnQuote(JsonElement element)
        => Find(element, ["quote", "exact_quote", "excerpt"]) is { ValueKind: JsonValueKind.String } && Find(element, PassageNames) is not null;

    private static DraftQuote? Quote(JsonElement element)
        => element.ValueKind is JsonValueKind.Object
            && Find(element, QuoteNames) is { ValueKind: JsonValueKind.String } text
            && Find(element, PassageNames) is { } passage
            && Number(passage) is { } number
                ? new DraftQuote(number, text.GetString()!)
                : null;

    private static int? Number(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number when element.TryGetInt32(out var number) => number,
        JsonValueKind.String when int.TryParse(
            element.GetString()!.Trim().Trim('[', ']', '#'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static JsonElement? Find(JsonElement element, string[] names)
    {
        foreach (var name in names)
        {
            foreach (var property in element.EnumerateObject())
            {
                if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase))
                {
                    return property.Value;
                }
            }
        }

        return null;
    }
}
