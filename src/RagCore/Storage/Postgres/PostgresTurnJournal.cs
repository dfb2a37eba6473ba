using System.Runtime.CompilerServices;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage.Serialization;
using Npgsql;

namespace ChatOpsBot.RagCore.Storage.Postgres;

/// <summary>Looks turns up in PostgreSQL, each statement for one tenant alone.</summary>
internal sealed class PostgresTurnJournal(PostgresDatabase database) : ITurnJournal
{
    private const string Columns = "message, state, answer, receipt, withdrawn_at";
    private const string Find = $"select {Columns} from turns where id = $1 and tenant = $2";
    private const string Knows = "select exists (select from turns where thread = $1 and state <> 4)";

    private const string List =
        $"""
        select {Columns} from (
            select seq, {Columns} from turns t
            where t.thread = $1 and t.state in (1, 2) and t.received_at >= $2
                and t.answered_seq > coalesce((select f.forgotten_seq from forgotten_threads f where f.thread = $1), 0)
            order by seq desc limit $3) as newest
        order by seq
        """;

    private const string ListOfPerson =
        $"""
        select {Columns} from turns t
        where t.person = $1 and t.tenant = $2 and t.state in (1, 2)
            and t.answered_seq > coalesce((select f.forgotten_seq from forgotten_threads f where f.thread = t.thread), 0)
        order by t.seq desc limit $3
        """;

    private const string Posted = $"select {Columns} from turns where thread = $1 and receipt is not null order by seq desc limit $2";

    private const string Message = $"select {Columns} from turns where thread = $1 and message_key = $2 order by seq desc limit $3";

    private const string PlaceTurns =
        $$"""
        select {{Columns}}, seq from turns
        where tenant = $1 and channel = $2 and starts_with(message::json #>> '{Conversation,ConversationId}', $3)
            and received_at < $4 and withdrawn_at is null and seq > $5
        order by seq limit $6
        """;

    private const string Withdraw =
        "update turns set message = $3, answer = null, withdrawn_at = coalesce(withdrawn_at, bot_now()) where id = $1 and tenant = $2 returning id";

    private const string Forget =
        """
        insert into forgotten_threads (thread, tenant, forgotten_seq) values ($1, $2, nextval('steps'))
        on conflict (thread) do update set forgotten_seq = excluded.forgotten_seq returning thread
        """;

    private const int PageSize = 500;

    // PostgreSQL's first day; .NET's is earlier than any it knows.
    private static readonly DateTime Ever = new(1, 1, 2, 0, 0, 0, DateTimeKind.Utc);

    public async Task<TurnRecord?> FindAsync(TenantId tenant, string turnId, CancellationToken cancellationToken)
    {
        // An id from outside that PostgreSQL cannot hold is the id of no turn.
        var found = await ReadAsync(tenant, Find, [Db.Text(Db.Storable(turnId)), Db.Text(tenant.Value)], cancellationToken);
        return found is [var turn] && turn.Message.TurnId == turnId ? turn : null;
    }

    public Task<bool> KnowsThreadAsync(ConversationKey conversation, CancellationToken cancellationToken) => database.OfTenantAsync(
        conversation.Tenant,
        Knows,
        [Db.Key(Keys.OfThread(conversation))],
        async reader => await reader.ReadAsync(cancellationToken) && reader.GetBoolean(0),
        cancellationToken);

    public async Task<IReadOnlyList<TurnRecord>> ListThreadAsync(
        ConversationKey conversation, DateTimeOffset since, int limit, CancellationToken cancellationToken)
    {
        var from = since.UtcDateTime < Ever ? Ever : since.UtcDateTime;
        return await ReadAsync(
            conversation.Tenant, List, [Db.Key(Keys.OfThread(conversation)), new NpgsqlParameter<DateTime> { TypedValue = from }, Db.Int(limit)], cancellationToken);
    }

    public async Task<IReadOnlyList<TurnRecord>> ListOfPersonAsync(
        TenantId tenant, ChannelKind channel, string senderId, int limit, CancellationToken cancellationToken)
        => senderId.Length == 0
            ? []
            : await ReadAsync(tenant, ListOfPerson, [Db.Key(Keys.OfPerson(tenant, channel, senderId)), Db.Text(tenant.Value), Db.Int(limit)], cancellationToken);

    public async Task<TurnRecord?> FindReplyAsync(ConversationKey conversation, string messageId, int limit, CancellationToken cancellationToken)
    {
        var posted = await ReadAsync(conversation.Tenant, Posted, [Db.Key(Keys.OfThread(conversation)), Db.Int(limit)], cancellationToken);
        return posted.FirstOrDefault(turn => turn.Receipt?.Holds(messageId) is true && turn.Message.Conversation == conversation);
    }

    public async Task<IReadOnlyList<TurnRecord>> ListMessageAsync(
        ConversationKey conversation, string messageId, int limit, CancellationToken cancellationToken)
    {
        var started = await ReadAsync(
            conversation.Tenant, Message, [Db.Key(Keys.OfThread(conversation)), Db.Key(KeyHash.Of(messageId)), Db.Int(limit)], cancellationToken);
        return [.. started.Where(turn => turn.Message.MessageId == messageId && turn.Message.Conversation == conversation)];
    }

    public async IAsyncEnumerable<TurnRecord> ListPlaceAsync(Place place, DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = 0L;
        for (var read = PageSize; read == PageSize;)
        {
            var page = await database.OfTenantAsync(
                place.Tenant,
                PlaceTurns,
                [
                    Db.Text(place.Tenant.Value), Db.Text(place.Channel.ToString()), Db.Text(Db.Storable(place.ConversationPrefix)),
                    new NpgsqlParameter<DateTime> { TypedValue = before.UtcDateTime }, Db.Long(last), Db.Int(PageSize),
                ],
                reader => PageAsync(reader, cancellationToken),
                cancellationToken);
            read = page.Count;
            foreach (var (turn, seq) in page)
            {
                last = seq;
                if (place.Holds(turn.Message.Conversation))
                {
                    yield return turn;
                }
            }
        }
    }

    public async Task<bool> WithdrawAsync(TenantId tenant, string turnId, CancellationToken cancellationToken)
    {
        if (await FindAsync(tenant, turnId, cancellationToken) is not { } turn)
        {
            return false;
        }

        var left = StoredText.Of(TurnRecord.Emptied(turn.Message), StoredJson.Default.InboundMessage);
        return await database.OfTenantAsync(
            tenant,
            Withdraw,
            [Db.Text(turnId), Db.Text(tenant.Value), Db.Text(left)],
            reader => reader.ReadAsync(CancellationToken.None),
            cancellationToken);
    }

    public Task ForgetThreadAsync(ConversationKey conversation, CancellationToken cancellationToken) => database.OfTenantAsync(
        conversation.Tenant,
        Forget,
        [Db.Key(Keys.OfThread(conversation)), Db.Text(conversation.Tenant.Value)],
        reader => reader.ReadAsync(CancellationToken.None),
        cancellationToken);

    private Task<IReadOnlyList<TurnRecord>> ReadAsync(TenantId tenant, string sql, IReadOnlyList<NpgsqlParameter> parameters, CancellationToken cancellationToken)
        => database.OfTenantAsync<IReadOnlyList<TurnRecord>>(
            tenant,
            sql,
            parameters,
            async reader =>
            {
                var turns = new List<TurnRecord>();
                while (await reader.ReadAsync(cancellationToken))
                {
                    turns.Add(Turn(reader));
                }

                return turns;
            },
            cancellationToken);

    private static async Task<List<(TurnRecord Turn, long Seq)>> PageAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var page = new List<(TurnRecord Turn, long Seq)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            page.Add((Turn(reader), reader.GetInt64(5)));
        }

        return page;
    }

    private static TurnRecord Turn(NpgsqlDataReader reader) => new(
        StoredForm.ReadMessage(StoredText.Bytes(reader.GetString(0))),
        (TurnState)reader.GetInt16(1),
        reader.IsDBNull(2) ? null : StoredForm.ReadAnswer(StoredText.Bytes(reader.GetString(2))),
        reader.IsDBNull(3) ? null : StoredForm.ReadReceipt(StoredText.Bytes(reader.GetString(3))))
    {
        IsWithdrawn = !reader.IsDBNull(4),
    };
}
