using System.Text;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage.Log;
using ChatOpsBot.RagCore.Storage.Serialization;

namespace ChatOpsBot.RagCore.Storage.Embedded;

/// <summary>Reads turns back from the disk.</summary>
internal sealed class TurnReader(SegmentedLog log)
{
    /// <summary>Reads a turn, or returns null when it has been dropped meanwhile.</summary>
    public TurnRecord? Read(TurnSnapshot turn)
        => log.Read(turn.Message, static payload => StoredForm.ReadMessage(new StoredRecord(payload).Body)) is { } message
            ? new TurnRecord(message, turn.State, ReadAnswer(turn.Answer), ReadReceipt(turn.Receipt)) { IsWithdrawn = turn.IsWithdrawn }
            : null;

    public DeliveryReceipt? ReadReceipt(LogPosition position) => position.IsSomewhere
        ? log.Read(position, static payload => StoredForm.ReadReceipt(new StoredRecord(payload).Body))
        : null;

    public StoredVote? ReadVote(LogPosition position) => log.Read(position, static payload => StoredForm.ReadVote(new StoredRecord(payload).Body));

    /// <summary>Reads when the turn whose replay stands at this place was replayed, or null when it never was.</summary>
    public DateTimeOffset? ReadReplayTime(LogPosition position) => position.IsSomewhere
        ? log.Read(position, static payload => (DateTimeOffset?)new DateTimeOffset(new StoredRecord(payload).At, TimeSpan.Zero))
        : null;

    /// <summary>Reads why and when a turn was given up.</summary>
    public (string Cause, DateTimeOffset At)? ReadDeath(LogPosition position) => log.Read(position, static payload => Death(new StoredRecord(payload)));

    /// <summary>Reads when the message at this place was edited, or null when it stands as it was said.</summary>
    public DateTimeOffset? ReadEditTime(LogPosition position) => log.Read(position, static payload => EditTime(new StoredRecord(payload)));

    private static DateTimeOffset? EditTime(StoredRecord record)
        => record.Type == RecordType.Edited ? new DateTimeOffset(record.Number, TimeSpan.Zero) : null;

    private static (string Cause, DateTimeOffset At)? Death(StoredRecord record)
        => (Encoding.UTF8.GetString(record.Rest), new DateTimeOffset(record.At, TimeSpan.Zero));

    private StoredAnswer? ReadAnswer(LogPosition position) => position.IsSomewhere
        ? log.Read(position, static payload => StoredForm.ReadAnswer(new StoredRecord(payload).Body))
        : null;
}

/// <summary>Where the parts of a turn stood at one moment.</summary>
internal readonly record struct TurnSnapshot(LogPosition Message, LogPosition Answer, LogPosition Receipt, LogPosition Replayed, TurnState State, bool IsWithdrawn)
{
    /// <summary>Takes a snapshot; under the store's gate.</summary>
    public static TurnSnapshot Of(TurnEntry turn) => new(turn.Message, turn.Answer, turn.Receipt, turn.Replayed, turn.State, turn.IsWithdrawn);
}
