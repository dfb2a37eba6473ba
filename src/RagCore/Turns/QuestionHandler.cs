using System.Collections.Concurrent;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Answering.Attachments;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Memory;
using ChatOpsBot.RagCore.Usage.Budgets;
using ChatOpsBot.RagCore.Usage.Calls;

namespace ChatOpsBot.RagCore.Turns;

/// <summary>Answers everything that is not a command: recalls the thread, resolves what may be used, answers.</summary>
internal sealed class QuestionHandler(
    IConversationMemory memory,
    IAccessResolver access,
    MessageAnswerer answerer,
    IKnowledgeIndex index,
    SpendingDesk spending,
    TimeProvider time) : ITurnHandler
{
    public bool ShowsPlaceholder => true;

    public bool CanHandle(InboundMessage message) => true;

    public async Task<StoredAnswer> HandleAsync(InboundMessage message, IProgress<TurnProgress> progress, CancellationToken cancellationToken)
    {
        var thread = QuotedTalk.Before(message, await memory.RecallAsync(message.Conversation, cancellationToken));
        var filter = await access.ResolveAsync(message, cancellationToken);
        var indexVersion = index.Version;
        var (account, budget) = await spending.BeginAsync(message, cancellationToken);
        var question = new Question(message.Text, thread, message.ReplyLanguage)
        {
            Account = new ModelAccount(message.Conversation.Tenant, message.Conversation.Channel, message.Sender.Id, message.TurnId),
            Asker = message.Audience is Audience.Private && message.Sender.Id.Length > 0 ? $"{message.Conversation.Channel.ToString().ToLowerInvariant()}:{message.Sender.Id}" : null,
            ThreadKey = $"{message.Conversation.Channel}/{message.Conversation.ConversationId}/{message.Conversation.ThreadId}",
            Spending = budget.Level,
            Remarks = budget.Remark is { } remark ? [remark(Phrases.For(message.ReplyLanguage))] : [],
        };
        var outcome = await AnswerAsync(message, question, filter, progress, cancellationToken);
        var versions = new Dictionary<string, string>(outcome.Versions, StringComparer.Ordinal) { ["index"] = indexVersion };
        return new StoredAnswer(outcome.Reply, outcome.StandaloneQuestion, time.GetUtcNow(), outcome.Timings, versions, FailureCause: null)
        {
            Charges = spending.End(message, outcome.Charges),
            Account = account,
        };
    }

    private async Task<QuestionOutcome> AnswerAsync(
        InboundMessage message, Question question, AccessFilter filter, IProgress<TurnProgress> progress, CancellationToken cancellationToken)
    {
        var charges = new ConcurrentQueue<ModelCharge>();
        try
        {
            return await answerer.AnswerAsync(message, question with { OnCharged = charges.Enqueue }, filter, progress, cancellationToken);
        }
        catch
        {
            // It was paid all the same.
            spending.End(message, [.. charges]);
            throw;
        }
    }
}
