using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;

namespace ChatOpsBot.RagCore.Memory;

/// <summary>What is remembered of one person over all threads.</summary>
public sealed class PersonalMemory(ITurnJournal journal, IConversationMemory memory)
{
    private const int TurnsAtOnce = 200;
    private const int MaxRounds = 50;

    /// <summary>Returns the person's newest questions, newest first; commands are none.</summary>
    /// <exception cref="StoreUnavailableException">The journal cannot be read now.</exception>
    public async Task<IReadOnlyList<TurnRecord>> RecentAsync(TenantId tenant, ChannelKind channel, string senderId, int limit, CancellationToken cancellationToken)
    {
        var turns = await journal.ListOfPersonAsync(tenant, channel, senderId, TurnsAtOnce, cancellationToken);
        return [.. turns.Where(turn => turn.Answer is { Question.Length: > 0 }).Take(limit)];
    }

    /// <summary>Forgets every thread the person has an answer in and returns how many these were.</summary>
    /// <exception cref="StoreUnavailableException">Not all could be forgotten now; asking again goes on.</exception>
    public async Task<int> ForgetAsync(TenantId tenant, ChannelKind channel, string senderId, CancellationToken cancellationToken)
    {
        var forgotten = new HashSet<ConversationKey>();
        for (var round = 0; round < MaxRounds; round++)
        {
            var turns = await journal.ListOfPersonAsync(tenant, channel, senderId, TurnsAtOnce, cancellationToken);
            var threads = turns.Select(turn => turn.Message.Conversation).Where(forgotten.Add).ToList();
            foreach (var thread in threads)
            {
                await memory.ForgetAsync(thread, cancellationToken);
            }

            if (threads.Count == 0)
            {
                break;
            }
        }

        return forgotten.Count;
    }
}
