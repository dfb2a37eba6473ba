using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Answering.Tools;
using ChatOpsBot.RagCore.Knowledge;
using Npgsql;
using NpgsqlTypes;

namespace ChatOpsBot.RagCore.Storage.Sql;

/// <summary>Looks up what its file declares. Who asks is bound here, from what the door knows; a model has no way to say it.</summary>
internal sealed class SqlTool : IAnswerTool
{
    private const int LongestCell = 500;

    private readonly SqlToolDefinition _definition;
    private readonly SqlDatabase _database;
    private readonly string _sql;

    public SqlTool(SqlToolDefinition definition, SqlDatabase database)
    {
        _definition = definition;
        _database = database;
        _sql = Statement(definition);
        Parameters = Schema(definition);
    }

    public string Name => _definition.Name;

    public string Description => _definition.Description;

    public JsonElement Parameters { get; }

    public ToolAudience Audience => _definition.Audience;

    public async Task<ToolResult?> InvokeAsync(IReadOnlyDictionary<string, JsonElement> arguments, ToolCaller caller, CancellationToken cancellationToken)
    {
        var parameters = _definition.Statement.Parameters.Select(name => Bind(name, arguments, caller)).ToArray();
        var rows = await _database.ReadAsync(_sql, parameters, _definition.Columns.Count, cancellationToken);
        return rows.Count == 0 ? null : new ToolResult(_definition.Title, Table(rows), TextFormat.Markdown, _definition.Link);
    }

    private NpgsqlParameter Bind(string name, IReadOnlyDictionary<string, JsonElement> arguments, ToolCaller caller) => name switch
    {
        SqlToolDefinition.Asker => Text(caller.Asker ?? throw new ToolFaultException("Nobody is known to look it up for.")),
        SqlToolDefinition.Tenant => Text(caller.Tenant.Value),
        _ => _definition.Parameters.First(parameter => parameter.Name == name).Bind(arguments),
    };

    private static NpgsqlParameter Text(string value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Text };

    // As a subquery the statement cannot write even by WITH, and the database itself counts rows and writes values as text.
    private static string Statement(SqlToolDefinition definition)
    {
        var columns = definition.Columns.Select(column => string.Create(CultureInfo.InvariantCulture, $"left(looked_up.\"{column.Name}\"::text, {LongestCell})"));
        return string.Create(CultureInfo.InvariantCulture, $"select {string.Join(", ", columns)} from (\n{definition.Statement.Text}\n) as looked_up limit {definition.MaxRows}");
    }

    private static JsonElement Schema(SqlToolDefinition definition)
    {
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(definition.Parameters.Select(parameter => KeyValuePair.Create(parameter.Name, (JsonNode?)parameter.Schema()))),
            ["required"] = new JsonArray([.. definition.Parameters.Where(parameter => parameter.IsRequired).Select(parameter => JsonValue.Create(parameter.Name))]),
            ["additionalProperties"] = false,
        };
        return JsonSerializer.SerializeToElement(schema);
    }

    private string Table(IReadOnlyList<string?[]> rows)
    {
        var table = new StringBuilder();
        Add(table, _definition.Columns.Select(column => column.Heading));
        Add(table, _definition.Columns.Select(_ => "---"));
        foreach (var row in rows)
        {
            Add(table, row);
        }

        return table.ToString();
    }

    private static void Add(StringBuilder table, IEnumerable<string?> cells)
        => table.Append("| ").AppendJoin(" | ", cells.Select(Cell)).Append(" |\n");

    private static string Cell(string? text)
        => string.Join(' ', (text ?? string.Empty).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("|", "\\|", StringComparison.Ordinal);
}
