namespace ChatOpsBot.TestKit.Faults;

/// <summary>A fault for as long as it lasts.</summary>
internal sealed class TcpFaultSetting(TcpFault fault)
{
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TcpFault Fault { get; } = fault;

    /// <summary>Gets a task that completes when the next fault has taken its place.</summary>
    public Task Over => _over.Task;

    public void End() => _over.TrySetResult();
}
