using Microsoft.Extensions.AI;

namespace ChatOpsBot.TestKit.Models;

/// <summary>What a scripted model does next.</summary>
public abstract record ChatStep
{
    private ChatStep()
    {
    }

    internal abstract ValueTask<ChatResponseUpdate?> PlayAsync(TimeProvider time, CancellationToken cancellationToken);

    private static ValueTask<ChatResponseUpdate?> Said(AIContent content) => new(new ChatResponseUpdate(ChatRole.Assistant, [content]));

    /// <summary>Says a piece of text.</summary>
    public sealed record Delta(string Text) : ChatStep
    {
        internal override ValueTask<ChatResponseUpdate?> PlayAsync(TimeProvider time, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Said(new TextContent(Text));
        }
    }

    /// <summary>Says anything else, such as a call of a tool.</summary>
    public sealed record Content(AIContent Value) : ChatStep
    {
        internal override ValueTask<ChatResponseUpdate?> PlayAsync(TimeProvider time, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Said(Value);
        }
    }

    /// <summary>Says what was used.</summary>
    public sealed record Usage(long Input, long Output) : ChatStep
    {
        internal override ValueTask<ChatResponseUpdate?> PlayAsync(TimeProvider time, CancellationToken cancellationToken)
            => Said(new UsageContent(new UsageDetails { InputTokenCount = Input, OutputTokenCount = Output, TotalTokenCount = Input + Output }));
    }

    /// <summary>Says why it ends.</summary>
    public sealed record Finish(ChatFinishReason Reason) : ChatStep
    {
        internal override ValueTask<ChatResponseUpdate?> PlayAsync(TimeProvider time, CancellationToken cancellationToken)
            => new(new ChatResponseUpdate(ChatRole.Assistant, (string?)null) { FinishReason = Reason });
    }

    /// <summary>Says nothing for some time.</summary>
    public sealed record Pause(TimeSpan Length) : ChatStep
    {
        internal override async ValueTask<ChatResponseUpdate?> PlayAsync(TimeProvider time, CancellationToken cancellationToken)
        {
            await Task.Delay(Length, time, cancellationToken);
            return null;
        }
    }

    /// <summary>Says nothing until a test lets it go on, or the caller gives up.</summary>
    public sealed record Wait(Task Until) : ChatStep
    {
        internal override async ValueTask<ChatResponseUpdate?> PlayAsync(TimeProvider time, CancellationToken cancellationToken)
        {
            await Until.WaitAsync(cancellationToken);
            return null;
        }
    }

    /// <summary>Goes wrong.</summary>
    public sealed record Fault(Func<Exception> Make) : ChatStep
    {
        internal override ValueTask<ChatResponseUpdate?> PlayAsync(TimeProvider time, CancellationToken cancellationToken) => throw Make();
    }
}
