using System.Collections.Concurrent;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Memory;

namespace ChatOpsBot.Channels.UnitTests.Teams;

/// <summary>A memory that holds nothing and keeps what it was told to forget.</summary>
internal sealed class RecordedForgetting : IConversationMemory
{
    public ConcurrentQueue<ConversationKey> Forgotten { get; } = new();

    public Task<IReadOnlyList<Exchange>> RecallAsync(ConversationKey conversation, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Exchange>>([]);

    public Task AppendAsync(ConversationKey conversation, Exchange exchange, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DropAsync(ConversationKey conversation, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ForgetAsync(ConversationKey conversation, CancellationToken cancellationToken)
    {
        Forgotten.Enqueue(conversation);
        return Task.CompletedTask;
    }
}
