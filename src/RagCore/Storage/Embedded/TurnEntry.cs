using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage.Log;

namespace ChatOpsBot.RagCore.Storage.Embedded;

/// <summary>What is in memory of a turn for as long as its records are kept: where they stand. Guarded by the store's gate.</summary>
internal sealed class TurnEntry
{
    public required ThreadEntry Thread { get; init; }

    /// <summary>Gets where the turn began; the turn is dropped with that segment.</summary>
    public required LogPosition Accepted { get; init; }

    public required long ReceivedAt { get; init; }

    /// <summary>Gets what tells most messages apart without reading them.</summary>
    public required uint MessageIdChecksum { get; init; }

    /// <summary>Gets or sets the message as it stands now, after edits.</summary>
    public LogPosition Message { get; set; }

    public LogPosition Answer { get; set; }

    public LogPosition Receipt { get; set; }

    /// <summary>Gets or sets where the turn was last replayed.</summary>
    public LogPosition Replayed { get; set; }

    public TurnState State { get; set; }

    public bool IsWithdrawn { get; set; }

    /// <summary>Gets or sets the turn before this one in its thread.</summary>
    public TurnEntry? Earlier { get; set; }

    /// <summary>Gets or sets the turn before this one of the same person.</summary>
    public TurnEntry? EarlierOfPerson { get; set; }

    /// <summary>Gets or sets what only an unfinished turn needs; null once it has ended.</summary>
    public PendingTurn? Pending { get; set; }
}

/// <summary>What is in memory of a turn until it ends.</summary>
internal sealed class PendingTurn
{
    public required TurnEntry Entry { get; init; }

    /// <summary>Gets what tells most messages apart without reading them; null when this one can no longer be changed.</summary>
    public required uint? MessageIdChecksum { get; init; }

    public long DueAt { get; set; }

    public long Token { get; set; }

    public int Attempt { get; set; }

    public PendingWork Work { get; set; }

    /// <summary>Gets or sets the next unfinished turn of the thread.</summary>
    public PendingTurn? NextInThread { get; set; }

    public PendingTurn? Older { get; set; }

    public PendingTurn? Newer { get; set; }

    /// <summary>Gets a value indicating whether no worker has ever begun with it, so that its message can still be changed.</summary>
    public bool IsUntouched => Work == PendingWork.None && Attempt == 0 && !Entry.Receipt.IsSomewhere && Entry.State == TurnState.Received;
}

/// <summary>What is going on with an unfinished turn.</summary>
[Flags]
internal enum PendingWork
{
    None = 0,

    /// <summary>A worker has it.</summary>
    Leased = 1,

    /// <summary>Its answer is on the way to the disk.</summary>
    Answering = 2,

    /// <summary>The end of its lease is on the way to the disk.</summary>
    Ending = 4,

    /// <summary>A change of its message is on the way to the disk.</summary>
    Changing = 8,
}

/// <summary>What is in memory of a thread.</summary>
internal sealed class ThreadEntry
{
    /// <summary>Gets or sets the oldest unfinished turn.</summary>
    public PendingTurn? First { get; set; }

    public PendingTurn? Last { get; set; }

    public TurnEntry? Latest { get; set; }

    /// <summary>Gets or sets how many turns that were not cancelled are kept.</summary>
    public int Turns { get; set; }

    /// <summary>Gets or sets the order under which the thread stands in the queue of those that can run; 0 when it does not. Other entries there are stale.</summary>
    public long QueuedAt { get; set; }

    /// <summary>Gets or sets a value indicating whether the thread is looked at again when its first turn is due.</summary>
    public bool IsDelayed { get; set; }

    /// <summary>Gets or sets where the thread was forgotten; answers before it are not told any more.</summary>
    public LogPosition Forgotten { get; set; }
}
