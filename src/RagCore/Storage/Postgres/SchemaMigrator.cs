using System.Globalization;
using System.Reflection;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ChatOpsBot.RagCore.Storage.Postgres;

/// <summary>
/// Brings the schema up to what this release needs: numbered files, each in a transaction, one replica at a time. What a newer release
/// added stays usable, because every migration leaves the release before able to work; what is two releases ahead is refused.
/// </summary>
internal sealed partial class SchemaMigrator(PostgresDatabase database, ILogger<SchemaMigrator> logger)
{
    // Any number, as long as it is the same in all replicas and nobody else's.
    private const long Lock = 0x43_68_61_74_4F_70_73;

    private const string History =
        "create table if not exists schema_migrations (version integer primary key, name text not null, applied_at timestamptz not null default clock_timestamp())";

    /// <summary>Applies what is missing and lets statements through.</summary>
    /// <exception cref="StoreUnavailableException">The database does not answer, or is too new for this release.</exception>
    public Task MigrateAsync(CancellationToken cancellationToken) => database.GuardAsync(
        async () =>
        {
            await using var connection = await database.ConnectAsync(cancellationToken);
            await ExecuteAsync(connection, $"select pg_advisory_lock({Lock.ToString(CultureInfo.InvariantCulture)})", cancellationToken);
            try
            {
                await ApplyAsync(connection, cancellationToken);
                await WarnOfSuperuserAsync(connection, cancellationToken);
            }
            finally
            {
                await ExecuteAsync(connection, $"select pg_advisory_unlock({Lock.ToString(CultureInfo.InvariantCulture)})", CancellationToken.None);
            }

            database.SchemaIsReady();
            return true;
        },
        cancellationToken);

    private async Task ApplyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, History, cancellationToken);
        await using var read = new NpgsqlCommand("select coalesce(max(version), 0) from schema_migrations", connection);
        var current = (int)(await read.ExecuteScalarAsync(cancellationToken))!;
        var migrations = Migrations();
        if (current > migrations[^1].Version + 1)
        {
            SchemaTooNew(current, migrations[^1].Version);
            var reason = $"The schema of the database is version {current}; this release knows {migrations[^1].Version} and works with one more. Start a newer release.";
            database.Refuse(reason);
            throw new StoreUnavailableException(reason);
        }

        foreach (var migration in migrations.Where(migration => migration.Version > current))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await ExecuteAsync(connection, migration.Sql, cancellationToken);
            await using var note = new NpgsqlCommand("insert into schema_migrations (version, name) values ($1, $2)", connection)
            {
                Parameters = { Db.Int(migration.Version), Db.Text(migration.Name) },
            };
            await note.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            SchemaMigrated(migration.Name);
        }
    }

    private async Task WarnOfSuperuserAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var read = new NpgsqlCommand("select rolsuper or rolbypassrls from pg_roles where rolname = current_user", connection);
        if (await read.ExecuteScalarAsync(cancellationToken) is true)
        {
            ConnectedAsSuperuser();
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Returns the migrations of this release, in order.</summary>
    internal static IReadOnlyList<Migration> Migrations()
    {
        const string folder = ".Migrations.";
        var assembly = typeof(SchemaMigrator).Assembly;
        return
        [
            .. from resource in assembly.GetManifestResourceNames()
               where resource.StartsWith(typeof(SchemaMigrator).Namespace + folder, StringComparison.Ordinal)
               let name = resource[(typeof(SchemaMigrator).Namespace!.Length + folder.Length)..]
               orderby name
               select new Migration(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name, Read(assembly, resource)),
        ];
    }

    private static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    [LoggerMessage(LogEvents.SchemaMigrated, LogLevel.Information, "The schema was brought forward by {Migration}")]
    private partial void SchemaMigrated(string migration);

    [LoggerMessage(LogEvents.SchemaRefused, LogLevel.Critical, "The schema of the database is version {Current}, this release knows {Known}: nothing is read or written")]
    private partial void SchemaTooNew(int current, int known);

    [LoggerMessage(LogEvents.SuperuserConnection, LogLevel.Warning, "The role of Storage:Postgres:ConnectionString is not held back by row-level security (superuser or BYPASSRLS): give the bot a role of its own")]
    private partial void ConnectedAsSuperuser();

    /// <summary>One step of the schema.</summary>
    /// <param name="Version">Its number.</param>
    /// <param name="Name">The file's name.</param>
    /// <param name="Sql">What it does.</param>
    internal sealed record Migration(int Version, string Name, string Sql);
}
