using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using Npgsql;

namespace ChatOpsBot.RagCore.Storage.Postgres;

/// <summary>The dead letters in PostgreSQL.</summary>
internal sealed class PostgresDeadLetters(PostgresDatabase database, SchemaMigrator migrator, InboxGauge gauge, LeaseDesk desk) : IDeadLetters
{
    private const string IsAnswered = "answer is not null and answer::json ->> 'FailureCause' is null";

    private const string List =
        $"select tenant, id, channel, coalesce(cause, ''), ended_at, attempt, {IsAnswered} from turns where state = 3 order by ended_at desc limit $1";

    private const string Replay =
        $"""
        with replayed as (
            update turns
            set state = case when {IsAnswered} then 1 else 0 end,
                answer = case when {IsAnswered} then answer end,
                answered_seq = case when {IsAnswered} then answered_seq end,
                ended = false, ended_at = null, cause = null, attempt = 0, due_at = bot_now(), replayed_at = bot_now()
            where id = $1 and state = 3
            returning id)
        select (select pg_notify('chatopsbot_turns', id)::text from replayed) is not null, exists (select from turns where id = $1)
        """;

    public async Task<IReadOnlyList<DeadLetter>> ListAsync(int limit, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        return await database.AcrossTenantsAsync(
            List,
            [Db.Int(limit)],
            async reader =>
            {
                var letters = new List<DeadLetter>();
                while (await reader.ReadAsync(cancellationToken))
                {
                    letters.Add(Read(reader));
                }

                return letters;
            },
            cancellationToken);
    }

    public async Task<ReplayResult> ReplayAsync(string turnId, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        var result = await database.AcrossTenantsAsync(
            Replay,
            [Db.Text(Db.Storable(turnId))],
            async reader =>
            {
                await reader.ReadAsync(CancellationToken.None);
                return reader.GetBoolean(0) ? ReplayResult.Replayed : reader.GetBoolean(1) ? ReplayResult.NotDead : ReplayResult.Unknown;
            },
            CancellationToken.None);
        if (result is ReplayResult.Replayed)
        {
            gauge.Arrived(1);
            desk.Wake();
        }

        return result;
    }

    // A command asks without anything of the host having been started.
    private Task OpenAsync(CancellationToken cancellationToken) => database.IsMigrated ? Task.CompletedTask : migrator.MigrateAsync(cancellationToken);

    private static DeadLetter Read(NpgsqlDataReader reader) => new(
        new TenantId(reader.GetString(0)),
        reader.GetString(1),
        Enum.Parse<ChannelKind>(reader.GetString(2)),
        reader.GetString(3),
        reader.GetFieldValue<DateTimeOffset>(4),
        reader.GetInt32(5),
        reader.GetBoolean(6));
}
