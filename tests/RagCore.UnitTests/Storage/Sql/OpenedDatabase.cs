using ChatOpsBot.RagCore.Storage.Sql;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOpsBot.RagCore.UnitTests.Storage.Sql;

/// <summary>A database that nothing is asked of.</summary>
internal sealed class OpenedDatabase(SqlToolOptions options) : IDisposable
{
    public SqlDatabase Database { get; } = new("tickets", options, TimeProvider.System, NullLogger<SqlDatabase>.Instance);

    public void Dispose() => Database.Dispose();
}
