using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Storage.Serialization;
using Npgsql;

namespace ChatOpsBot.RagCore.Storage.Postgres;

/// <summary>Changes messages whose turn has not started. A row that a worker is about to lease is locked here first or not at all.</summary>
internal sealed class MessageChanges(PostgresDatabase database)
{
    private const string Untouched =
        "thread = $1 and message_key = $2 and not ended and not leased and state = 0 and attempt = 0 and replayed_at is null";

    private const string Find = $"select id, message, edited_at from turns where {Untouched} order by seq limit 1 for update";
    private const string Replace = "update turns set message = $2, edited_at = $3 where id = $1";

    private const string Cancel =
        $"update turns set state = 4, ended = true, ended_at = bot_now() where id = (select id from turns where {Untouched} order by seq limit 1 for update) returning id";

    public Task<bool> TryEditAsync(InboundEdit edit, CancellationToken cancellationToken) => database.GuardAsync(
        async () =>
        {
            database.RequireSchema();
            await using var connection = await database.ConnectAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            if (await FindAsync(connection, edit, cancellationToken) is not { } found)
            {
                return false;
            }

            // A platform does not promise the order of edits; an older one that arrives late must not undo a newer one.
            if (found.EditedAt is null || found.EditedAt <= edit.EditedAt.UtcTicks)
            {
                await ReplaceAsync(connection, found, edit, cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
            return true;
        },
        cancellationToken);

    public Task<bool> TryCancelAsync(InboundRemoval removal, CancellationToken cancellationToken) => database.AcrossTenantsAsync(
        Cancel, Place(removal.Conversation, removal.MessageId), reader => reader.ReadAsync(cancellationToken), cancellationToken);

    private static async Task<Found?> FindAsync(NpgsqlConnection connection, InboundEdit edit, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Find, connection);
        command.Parameters.AddRange(Place(edit.Conversation, edit.MessageId));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new Found(reader.GetString(0), reader.GetString(1), await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetInt64(2))
            : null;
    }

    private static async Task ReplaceAsync(NpgsqlConnection connection, Found found, InboundEdit edit, CancellationToken cancellationToken)
    {
        var message = StoredForm.ReadMessage(StoredText.Bytes(found.Message)) with { Text = edit.Text };
        await using var command = new NpgsqlCommand(Replace, connection)
        {
            Parameters = { Db.Text(found.TurnId), Db.Text(StoredText.Of(message, StoredJson.Default.InboundMessage)), Db.Long(edit.EditedAt.UtcTicks) },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlParameter[] Place(ConversationKey conversation, string messageId)
        => [Db.Key(Keys.OfThread(conversation)), Db.Key(KeyHash.Of(messageId))];

    private sealed record Found(string TurnId, string Message, long? EditedAt);
}
