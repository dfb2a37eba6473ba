using ChatOpsBot.RagCore.Answering.Tools;
using ChatOpsBot.RagCore.Knowledge;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Storage.Sql;

/// <summary>The declared look-ups with their databases. Read once: another statement is another release.</summary>
internal sealed class SqlTools : IToolSource, IDisposable
{
    private readonly Dictionary<string, SqlDatabase> _databases;

    public SqlTools(IOptions<SqlToolOptions> options, ContentRoot root, TimeProvider time, ILogger<SqlDatabase> logger)
    {
        var definitions = SqlToolFolder.Read(options.Value, root).Definitions;
        _databases = definitions.Select(definition => definition.Connection).Distinct(StringComparer.Ordinal)
            .ToDictionary(name => name, name => new SqlDatabase(name, options.Value, time, logger), StringComparer.Ordinal);
        Tools = [.. definitions.Select(definition => new SqlTool(definition, _databases[definition.Connection]))];
    }

    public IReadOnlyList<IAnswerTool> Tools { get; }

    public IEnumerable<SqlDatabase> Databases => _databases.Values;

    public void Dispose()
    {
        foreach (var database in _databases.Values)
        {
            database.Dispose();
        }
    }
}
