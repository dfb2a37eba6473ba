using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Answering.Tools;
using Npgsql;
using NpgsqlTypes;

namespace ChatOpsBot.RagCore.Storage.Sql;

/// <summary>A parameter of a look-up that the model fills in.</summary>
/// <param name="Name">Its name in the statement.</param>
/// <param name="Type">What it takes.</param>
/// <param name="Description">What it means, for the model.</param>
internal sealed record SqlToolParameter(string Name, SqlParameterType Type, string Description)
{
    public const int DefaultMaxLength = 200;

    private const int LongestNumber = 40;

    /// <summary>Gets a value indicating whether a call without it is refused; else it is null in the statement.</summary>
    public bool IsRequired { get; init; } = true;

    /// <summary>Gets the only values it takes; empty: any.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Gets how many characters a text may have.</summary>
    public int MaxLength { get; init; } = DefaultMaxLength;

    /// <summary>Returns the schema that tells a model of it.</summary>
    public JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = TypeName(), ["description"] = Description };
        if (Type is SqlParameterType.Date)
        {
            schema["format"] = "date";
        }

        if (Type is SqlParameterType.Text)
        {
            schema["maxLength"] = MaxLength;
        }

        if (Values.Count > 0)
        {
            schema["enum"] = new JsonArray([.. Values.Select(value => JsonValue.Create(value))]);
        }

        return schema;
    }

    /// <summary>Returns the value of a call for the database.</summary>
    /// <exception cref="ToolFaultException">It is none that this takes.</exception>
    public NpgsqlParameter Bind(IReadOnlyDictionary<string, JsonElement> arguments)
    {
        if (!arguments.TryGetValue(Name, out var given) || given.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return IsRequired ? throw Wrong("is missing") : new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = DatabaseType() };
        }

        var text = TextOf(given);
        if (Values.Count > 0 && !Values.Contains(text, StringComparer.Ordinal))
        {
            throw Wrong("is none of its values");
        }

        return new NpgsqlParameter { Value = Read(text), NpgsqlDbType = DatabaseType() };
    }

    private object Read(string text) => Type switch
    {
        SqlParameterType.Text when text.Length <= MaxLength && !text.Contains('\0', StringComparison.Ordinal) => text,
        SqlParameterType.Text => throw Wrong("is too long or has a character that no text has"),
        _ when text.Length > LongestNumber => throw Wrong("is too long"),
        SqlParameterType.Integer when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        SqlParameterType.Decimal when decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) => number,
        SqlParameterType.Date when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => date,
        SqlParameterType.Boolean when bool.TryParse(text, out var truth) => truth,
        _ => throw Wrong("is not of its type"),
    };

    private string TextOf(JsonElement given)
    {
        try
        {
            return given.ValueKind switch
            {
                JsonValueKind.String => given.GetString()!,
                JsonValueKind.Number => given.GetRawText(),
                JsonValueKind.True => bool.TrueString,
                JsonValueKind.False => bool.FalseString,
                _ => throw Wrong("is not of its type"),
            };
        }
        catch (InvalidOperationException)
        {
            // An escape that stands for half a character.
            throw Wrong("is no text");
        }
    }

    private string TypeName() => Type switch
    {
        SqlParameterType.Integer => "integer",
        SqlParameterType.Decimal => "number",
        SqlParameterType.Boolean => "boolean",
        _ => "string",
    };

    private NpgsqlDbType DatabaseType() => Type switch
    {
        SqlParameterType.Integer => NpgsqlDbType.Bigint,
        SqlParameterType.Decimal => NpgsqlDbType.Numeric,
        SqlParameterType.Date => NpgsqlDbType.Date,
        SqlParameterType.Boolean => NpgsqlDbType.Boolean,
        _ => NpgsqlDbType.Text,
    };

    private ToolFaultException Wrong(string what) => new($"The argument {Name} {what}.");
}
