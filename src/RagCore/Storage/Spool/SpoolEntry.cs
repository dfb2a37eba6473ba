using ChatOpsBot.RagCore.Storage.Log;
using ChatOpsBot.RagCore.Storage.Serialization;

namespace ChatOpsBot.RagCore.Storage.Spool;

/// <summary>What is in memory of a message that waits: where it stands and what tells it from others. Guarded by the table's gate.</summary>
internal sealed class SpoolEntry
{
    private TaskCompletionSource? _freed;

    /// <summary>Gets where it was first written; its segment is kept for as long as it waits.</summary>
    public required LogPosition Accepted { get; init; }

    public required KeyHash Turn { get; init; }

    public required KeyHash Thread { get; init; }

    public required KeyHash[] Keys { get; init; }

    public required uint MessageIdChecksum { get; init; }

    public required long ReceivedAt { get; init; }

    public required long SpooledAt { get; init; }

    /// <summary>Gets or sets the message as it stands now, after edits.</summary>
    public required LogPosition Message { get; set; }

    /// <summary>Gets or sets the platform's time of the last edit, or our time of the removal; zero when it stands as it was said.</summary>
    public long ChangedAt { get; set; }

    public bool IsCancelled { get; set; }

    /// <summary>Gets or sets a value indicating whether it is no longer offered to the database and only kept.</summary>
    public bool IsAside { get; set; }

    /// <summary>Gets or sets how often the database refused it for a reason that is not its being down.</summary>
    public int Failures { get; set; }

    public SpoolWork Work { get; set; }

    public SpoolEntry? Earlier { get; set; }

    public SpoolEntry? Later { get; set; }

    public LinkedListNode<SpoolEntry>? Place { get; set; }

    /// <summary>Completes when nobody has it in hands any more.</summary>
    public Task Freed() => (_freed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Free()
    {
        Work = SpoolWork.None;
        _freed?.TrySetResult();
        _freed = null;
    }
}

/// <summary>What is being done with a message that waits.</summary>
internal enum SpoolWork
{
    None,

    /// <summary>It is being handed to the database.</summary>
    Draining,

    /// <summary>A change of it is on the way to the disk.</summary>
    Changing,
}
