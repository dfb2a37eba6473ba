using ChatOpsBot.RagCore.Conversations.Records;
using ChatOpsBot.RagCore.Storage.Serialization;
using Npgsql;
using NpgsqlTypes;

namespace ChatOpsBot.RagCore.Storage.Postgres;

/// <summary>Keeps records in PostgreSQL. A write is one statement whose row says whether it happened; they expire by the database's clock.</summary>
internal sealed class PostgresRecordStore(PostgresDatabase database) : IRecordStore
{
    private const string Live = "(expires_at is null or expires_at > bot_now())";

    private const string Find = $"select key, value, version from records where kind = $1 and key = $2 and {Live}";

    private const string List =
        $"select key, value, version from records where kind = $1 and key >= $2 and ($3::text is null or key > $3) and starts_with(key, $2) and {Live} order by key limit $4";

    private const string Insert =
        """
        insert into records (kind, key, value, expires_at) values ($1, $2, $3, bot_now() + $4)
        on conflict (kind, key) do update set value = excluded.value, version = excluded.version, expires_at = excluded.expires_at
        where records.expires_at <= bot_now()
        returning key, value, version
        """;

    private const string Update =
        $"""
        update records set value = $3, version = nextval('record_versions'), expires_at = bot_now() + $4
        where kind = $1 and key = $2 and version = $5 and {Live}
        returning key, value, version
        """;

    private const string Remove = "delete from records where kind = $1 and key = $2 and ($3::bigint is null or version = $3) returning key, value, version";

    public async Task<KeptRecord?> FindAsync(RecordKey key, CancellationToken cancellationToken)
    {
        RecordRules.Check(key);
        return (await ReadAsync(key.Kind, Find, [Kind(key.Kind), Db.Text(Db.Storable(key.Key))], cancellationToken)).SingleOrDefault();
    }

    public Task<IReadOnlyList<KeptRecord>> ListAsync(RecordKind kind, string prefix, string? after, int limit, CancellationToken cancellationToken)
    {
        RecordRules.CheckPage(prefix, limit);
        return ReadAsync(kind, List, [Kind(kind), Db.Text(Db.Storable(prefix)), Db.Text(after is null ? null : Db.Storable(after)), Db.Int(limit)], cancellationToken);
    }

    public async Task<bool> TryWriteAsync(RecordKey key, string value, long expectedVersion, TimeSpan? lifetime, CancellationToken cancellationToken)
    {
        RecordRules.Check(key, value, expectedVersion, lifetime);
        NpgsqlParameter[] parameters = [Kind(key.Kind), Db.Text(Db.Storable(key.Key)), Db.Text(Db.Storable(value)), Lifetime(lifetime)];
        var written = expectedVersion == 0
            ? await ReadAsync(key.Kind, Insert, parameters, cancellationToken)
            : await ReadAsync(key.Kind, Update, [.. parameters, Db.Long(expectedVersion)], cancellationToken);
        return written.Count > 0;
    }

    public async Task<bool> TryRemoveAsync(RecordKey key, long? expectedVersion, CancellationToken cancellationToken)
    {
        RecordRules.Check(key);
        var version = new NpgsqlParameter { Value = (object?)expectedVersion ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint };
        var removed = await ReadAsync(key.Kind, Remove, [Kind(key.Kind), Db.Text(Db.Storable(key.Key)), version], cancellationToken);
        return removed.Count > 0 || expectedVersion is null || await FindAsync(key, cancellationToken) is null;
    }

    private Task<IReadOnlyList<KeptRecord>> ReadAsync(RecordKind kind, string sql, IReadOnlyList<NpgsqlParameter> parameters, CancellationToken cancellationToken)
        => database.AcrossTenantsAsync<IReadOnlyList<KeptRecord>>(
            sql,
            parameters,
            async reader =>
            {
                var records = new List<KeptRecord>();
                while (await reader.ReadAsync(cancellationToken))
                {
                    records.Add(new KeptRecord(new RecordKey(kind, reader.GetString(0)), reader.GetString(1), reader.GetInt64(2)));
                }

                return records;
            },
            cancellationToken);

    private static NpgsqlParameter Kind(RecordKind kind) => Db.Text(kind.ToString());

    private static NpgsqlParameter Lifetime(TimeSpan? lifetime)
        => new() { Value = (object?)lifetime ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Interval };
}
