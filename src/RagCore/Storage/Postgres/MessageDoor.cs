using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage.Serialization;
using Microsoft.Extensions.Options;
using NpgsqlTypes;

namespace ChatOpsBot.RagCore.Storage.Postgres;

/// <summary>Stores messages, once each, many with one statement.</summary>
internal sealed class MessageDoor
{
    private const string Accept = "select accept_messages($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

    private readonly PostgresDatabase _database;
    private readonly InboxGauge _gauge;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly TimeSpan _window;
    private readonly GroupCommit<Arrival, Guid, AcceptResult> _commits;

    public MessageDoor(PostgresDatabase database, InboxGauge gauge, TimeProvider time, IOptions<PostgresOptions> options, IOptions<InboxOptions> inbox)
    {
        _database = database;
        _gauge = gauge;
        _time = time;
        _timeout = options.Value.AcceptTimeout;
        _window = inbox.Value.DedupeWindow;
        _commits = new GroupCommit<Arrival, Guid, AcceptResult>(StoreAsync, arrival => arrival.Keys);
    }

    /// <summary>Gets or sets who is told that there is something to lease.</summary>
    public Action OnAccepted { get; set; } = static () => { };

    /// <summary>Stores a message. What takes too long may still be stored afterwards: who tries elsewhere must bear that it is stored twice.</summary>
    public async Task<AcceptResult> AcceptAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            // Once handed in it cannot be called back, so that a caller who goes away is not waited for and nothing else changes.
            return await _commits.AddAsync(Arrival.Of(message)).WaitAsync(_timeout, _time, CancellationToken.None);
        }
        catch (TimeoutException slow)
        {
            throw new StoreUnavailableException($"PostgreSQL did not take a message within {_timeout.TotalSeconds:F1} s.", slow);
        }
    }

    private async Task<IReadOnlyList<AcceptResult>> StoreAsync(IReadOnlyList<Arrival> arrivals)
    {
        var results = await _database.AcrossTenantsAsync(
            Accept,
            [
                Db.Array([.. arrivals.Select(arrival => arrival.Message.TurnId)], NpgsqlDbType.Text),
                Db.Array([.. arrivals.Select(arrival => arrival.Message.Conversation.Tenant.Value)], NpgsqlDbType.Text),
                Db.Array([.. arrivals.Select(arrival => arrival.Message.Conversation.Channel.ToString())], NpgsqlDbType.Text),
                Db.Array([.. arrivals.Select(arrival => Db.Uuid(Serialization.Keys.OfThread(arrival.Message.Conversation)))], NpgsqlDbType.Uuid),
                Db.Array([.. arrivals.Select(arrival => Db.Uuid(KeyHash.Of(arrival.Message.MessageId)))], NpgsqlDbType.Uuid),
                Db.Array([.. arrivals.Select(arrival => arrival.Message.ReceivedAt.UtcDateTime)], NpgsqlDbType.TimestampTz),
                Db.Array([.. arrivals.Select(arrival => arrival.Json)], NpgsqlDbType.Text),
                Db.Array([.. arrivals.SelectMany((arrival, index) => Enumerable.Repeat(index + 1, arrival.Keys.Count))], NpgsqlDbType.Integer),
                Db.Array([.. arrivals.SelectMany(arrival => arrival.Keys)], NpgsqlDbType.Uuid),
                Db.Interval(_window),
                Db.Bool(_gauge.IsFull),
                Db.Array([.. arrivals.Select(arrival => PersonOf(arrival.Message))], NpgsqlDbType.Uuid),
            ],
            async reader =>
            {
                await reader.ReadAsync(CancellationToken.None);
                return reader.GetFieldValue<short[]>(0);
            },
            CancellationToken.None);
        var accepted = results.Count(result => result == 0);
        if (accepted > 0)
        {
            _gauge.Arrived(accepted);
            OnAccepted();
        }

        return [.. results.Select(result => (AcceptResult)result)];
    }

    private static Guid PersonOf(InboundMessage message)
        => Db.Uuid(Serialization.Keys.OfPerson(message.Conversation.Tenant, message.Conversation.Channel, message.Sender.Id));

    private sealed record Arrival(InboundMessage Message, string Json, IReadOnlyList<Guid> Keys)
    {
        public static Arrival Of(InboundMessage message)
            => new(message, StoredText.Of(message, StoredJson.Default.InboundMessage), [.. message.DedupeKeys.Select(key => Db.Uuid(KeyHash.Of(key))).Distinct()]);
    }
}
