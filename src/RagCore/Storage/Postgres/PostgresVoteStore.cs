using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.RagCore.Storage.Serialization;
using Npgsql;

namespace ChatOpsBot.RagCore.Storage.Postgres;

/// <summary>Keeps votes in PostgreSQL, each statement for one tenant alone.</summary>
internal sealed class PostgresVoteStore(PostgresDatabase database) : IVoteStore
{
    private const string Put =
        """
        with put as (
            insert into votes (tenant, turn_id, voter, cast_at, value, vote) values ($1, $2, $3, $4, $5, $6)
            on conflict (tenant, turn_id, voter) do update
            set cast_at = excluded.cast_at, value = excluded.value, vote = excluded.vote, stored_at = bot_now()
            where votes.cast_at <= excluded.cast_at
            returning vote)
        select vote from put
        """;

    private const string Find = "select vote from votes where tenant = $1 and turn_id = $2 and voter = $3";
    private const string Tally = "select count(*) filter (where value = 1), count(*) filter (where value = 2) from votes where tenant = $1 and turn_id = $2";
    private const string List = "select vote from votes where tenant = $1 and value <> 0 order by cast_at desc limit $2";

    public async Task<StoredVote> PutAsync(StoredVote vote, CancellationToken cancellationToken)
    {
        var cast = vote.Vote;
        var stored = await ReadAsync(
            cast.Tenant,
            Put,
            [
                Db.Text(cast.Tenant.Value), Db.Text(Db.Storable(cast.TurnId)), Db.Key(KeyHash.Of(cast.VoterId)), Db.Long(cast.CastAt.UtcTicks),
                new NpgsqlParameter<short> { TypedValue = (short)cast.Value }, Db.Text(StoredText.Of(vote, StoredJson.Default.StoredVote)),
            ],
            cancellationToken);
        return stored is [var stands] ? stands : await FindAsync(cast.Tenant, cast.TurnId, cast.VoterId, cancellationToken) ?? vote;
    }

    public async Task<StoredVote?> FindAsync(TenantId tenant, string turnId, string voterId, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(
            tenant, Find, [Db.Text(tenant.Value), Db.Text(Db.Storable(turnId)), Db.Key(KeyHash.Of(voterId))], cancellationToken);
        return found is [var vote] ? vote : null;
    }

    public Task<VoteTally> TallyAsync(TenantId tenant, string turnId, CancellationToken cancellationToken) => database.OfTenantAsync(
        tenant,
        Tally,
        [Db.Text(tenant.Value), Db.Text(Db.Storable(turnId))],
        async reader => await reader.ReadAsync(cancellationToken) ? new VoteTally((int)reader.GetInt64(0), (int)reader.GetInt64(1)) : default,
        cancellationToken);

    public Task<IReadOnlyList<StoredVote>> ListAsync(TenantId tenant, int limit, CancellationToken cancellationToken)
        => ReadAsync(tenant, List, [Db.Text(tenant.Value), Db.Int(limit)], cancellationToken);

    private Task<IReadOnlyList<StoredVote>> ReadAsync(TenantId tenant, string sql, IReadOnlyList<NpgsqlParameter> parameters, CancellationToken cancellationToken)
        => database.OfTenantAsync<IReadOnlyList<StoredVote>>(
            tenant,
            sql,
            parameters,
            async reader =>
            {
                var votes = new List<StoredVote>();
                while (await reader.ReadAsync(cancellationToken))
                {
                    votes.Add(StoredForm.ReadVote(StoredText.Bytes(reader.GetString(0))));
                }

                return votes;
            },
            cancellationToken);
}
