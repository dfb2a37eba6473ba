using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Storage.Log;
using ChatOpsBot.RagCore.Storage.Serialization;

namespace ChatOpsBot.RagCore.Storage.Embedded;

/// <summary>
/// All that is in memory, made from the records of the log and from nothing else. <see cref="Gate"/> guards every part; it is held
/// shortly and never while the disk is asked.
/// </summary>
internal sealed class EmbeddedState
{
    private readonly Dictionary<int, long> _newestBySegment = [];

    public EmbeddedState(EmbeddedSettings settings, TimeProvider time)
    {
        Claims = new ClaimTable(settings.DedupeWindow, settings.MaxPending);
        Queue = new TurnQueue(Gate, Turns, time);
    }

    public Lock Gate { get; } = new();

    public TurnTable Turns { get; } = new();

    public VoteTable Votes { get; } = new();

    public UsageTable Usage { get; } = new();

    public RecordTable Records { get; } = new();

    public ClaimTable Claims { get; }

    public TurnQueue Queue { get; }

    /// <summary>Takes one record of the log.</summary>
    public void Apply(LogPosition position, ReadOnlySpan<byte> payload)
    {
        var record = new StoredRecord(payload);
        if (payload.Length < StoredRecord.CommonSize || record.Version > StoredRecord.CurrentVersion || !Enum.IsDefined(record.Type))
        {
            throw new StoreUnavailableException(
                $"Segment {position.Segment} holds at byte {position.Offset} a record that a newer release wrote. Start that release, or a newer one.");
        }

        _newestBySegment[position.Segment] = Math.Max(record.At, _newestBySegment.GetValueOrDefault(position.Segment));
        Take(position, record);
    }

    /// <summary>Says whether nothing in a segment is needed any more.</summary>
    public bool IsExpired(int segment, long before)
        => _newestBySegment.GetValueOrDefault(segment) < before && !HasPending(segment);

    /// <summary>Forgets what a segment holds.</summary>
    public void Drop(int segment)
    {
        _newestBySegment.Remove(segment);
        Turns.Drop(segment);
        Votes.Drop(segment);
        Usage.Drop(segment);
        Records.Drop(segment);
    }

    private void Take(LogPosition position, StoredRecord record)
    {
        if (record.Type == RecordType.Voted)
        {
            Votes.Apply(position, record);
            return;
        }

        if (record.Type is RecordType.RecordKept or RecordType.RecordRemoved)
        {
            Records.Apply(position, record);
            return;
        }

        if (record.Type == RecordType.Accepted)
        {
            Claims.Confirm(record);
        }

        TakeUsage(position, record);
        var wasLeased = IsLeased(record.Subject);
        var thread = Turns.Apply(position, record);
        if (wasLeased && !IsLeased(record.Subject))
        {
            Queue.Ended();
        }

        if (thread is not null)
        {
            Queue.Touch(thread);
        }
    }

    // What the turn table takes for the answer of a turn is what is charged, and nothing else.
    private void TakeUsage(LogPosition position, StoredRecord record)
    {
        if (record.Type is RecordType.QuestionAnswered && Turns.Find(record.Subject)?.Pending is not null)
        {
            Usage.Add(position.Segment, record.Subject, record.UsageVotes, StoredUsage.Read(record.Usage));
        }

        if (record.Type is RecordType.Answered or RecordType.QuestionAnswered or RecordType.Dead)
        {
            Usage.Settle(record.Subject);
        }
    }

    private bool IsLeased(KeyHash turn) => Turns.Find(turn)?.Pending is { } pending && pending.Work.HasFlag(PendingWork.Leased);

    // Turns are listed in the order in which they were accepted, so the first one says it for all.
    private bool HasPending(int segment) => Turns.Oldest is { } oldest && oldest.Entry.Accepted.Segment <= segment;
}

/// <summary>What the embedded store is run with.</summary>
/// <param name="SegmentBytes">The size at which a new segment begins.</param>
/// <param name="Retention">How long what has ended is kept.</param>
/// <param name="DedupeWindow">How long a dedupe key is kept.</param>
/// <param name="MaxPending">How many unfinished turns are held.</param>
internal sealed record EmbeddedSettings(int SegmentBytes, TimeSpan Retention, TimeSpan DedupeWindow, int MaxPending);
