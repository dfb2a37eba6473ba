using Microsoft.Extensions.AI;

namespace ChatOpsBot.TestKit.Models;

/// <summary>One call of a scripted model.</summary>
/// <param name="messages">What was said to it.</param>
/// <param name="options">How it was called.</param>
public sealed class ScriptedChatCall(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
{
    /// <summary>Gets what was said to it.</summary>
    public IReadOnlyList<ChatMessage> Messages => messages;

    /// <summary>Gets how it was called.</summary>
    public ChatOptions? Options => options;

    /// <summary>Gets how the call ended.</summary>
    public ScriptedChatEnd End { get; internal set; }

    internal void Leave(CancellationToken cancellationToken)
    {
        if (End == ScriptedChatEnd.Running)
        {
            End = cancellationToken.IsCancellationRequested ? ScriptedChatEnd.Cancelled : ScriptedChatEnd.Broken;
        }
    }
}

/// <summary>How a call of a scripted model ended.</summary>
public enum ScriptedChatEnd
{
    /// <summary>It has not.</summary>
    Running,

    /// <summary>The script was played to its end.</summary>
    Completed,

    /// <summary>The caller cancelled it.</summary>
    Cancelled,

    /// <summary>A fault of the script, or the caller read no further.</summary>
    Broken,
}
