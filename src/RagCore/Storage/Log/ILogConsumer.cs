namespace ChatOpsBot.RagCore.Storage.Log;

/// <summary>Whoever keeps the state that the log is the truth of.</summary>
internal interface ILogConsumer
{
    /// <summary>Takes a record that was read at the start, in order.</summary>
    void Replay(LogPosition position, ReadOnlySpan<byte> payload);

    /// <summary>Takes records that have just become durable, in order, before those who wait for them go on.</summary>
    void Commit(IReadOnlyList<AppendTicket> batch);

    /// <summary>Takes back what was to become durable and did not, before those who wait for it are told.</summary>
    void Reject(IReadOnlyList<AppendTicket> batch);

    /// <summary>Says whether the oldest segment may be dropped, and forgets what it holds when so.</summary>
    bool LetGo(int segment);

    /// <summary>Is told once that the log can no longer be trusted to keep anything.</summary>
    void Fail(Exception cause);
}
