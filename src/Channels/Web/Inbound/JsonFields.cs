using System.Text.Json;

namespace ChatOpsBot.Channels.Web.Inbound;

/// <summary>Reads the fields of a request body and remembers the first that is not as it should be. Unknown fields are nobody's business.</summary>
internal sealed class JsonFields(JsonElement body)
{
    public WebProblem? Problem { get; private set; }

    public string? Text(string name, bool required = false)
    {
        if (!body.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null)
        {
            return required ? Refuse(name, "is missing") : null;
        }

        return value.ValueKind is JsonValueKind.String ? Decode(name, value) : Refuse(name, "is not text");
    }

    public IReadOnlyList<string> Texts(string name, int limit)
    {
        if (!body.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null)
        {
            return [];
        }

        if (value.ValueKind is not JsonValueKind.Array
            || value.GetArrayLength() > limit
            || value.EnumerateArray().Any(item => item.ValueKind is not JsonValueKind.String))
        {
            Refuse(name, $"is not a list of at most {limit} texts");
            return [];
        }

        return [.. value.EnumerateArray().Select(item => Decode(name, item)).OfType<string>()];
    }

    public string? Refuse(string name, string what)
    {
        Problem ??= new WebProblem(400, "bad_field", $"`{name}` {what}.");
        return null;
    }

    private string? Decode(string name, JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return Refuse(name, "is not valid Unicode");
        }
    }
}
