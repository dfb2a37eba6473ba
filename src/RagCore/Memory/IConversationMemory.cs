using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Memory;

/// <summary>The thread so far: at most 10 exchanges of the last 24 hours. Never the only copy of anything.</summary>
public interface IConversationMemory
{
    /// <summary>Returns the thread's exchanges, oldest first.</summary>
    Task<IReadOnlyList<Exchange>> RecallAsync(ConversationKey conversation, CancellationToken cancellationToken);

    /// <summary>Adds the exchange of a turn that ended. Adding a turn twice keeps one.</summary>
    Task AppendAsync(ConversationKey conversation, Exchange exchange, CancellationToken cancellationToken);

    /// <summary>Throws away what is held of the thread; what the journal still tells is read there again.</summary>
    Task DropAsync(ConversationKey conversation, CancellationToken cancellationToken);

    /// <summary>Forgets the thread.</summary>
    Task ForgetAsync(ConversationKey conversation, CancellationToken cancellationToken);
}

/// <summary>One question and what was said to it.</summary>
/// <param name="TurnId">The turn.</param>
/// <param name="Question">The question as it was understood.</param>
/// <param name="Reply">What was said.</param>
/// <param name="At">When the question was asked.</param>
public sealed record Exchange(string TurnId, string Question, Reply Reply, DateTimeOffset At);
