namespace ChatOpsBot.RagCore.Turns;

/// <summary>A gate cannot decide yet. The turn waits and is tried again; the attempt does not count, since nothing was done in it.</summary>
/// <param name="reason">What is waited for, never message text.</param>
/// <param name="delay">How long to wait.</param>
public sealed class TurnDeferredException(string reason, TimeSpan delay) : Exception(reason)
{
    /// <summary>Gets how long to wait.</summary>
    public TimeSpan Delay { get; } = delay;
}
