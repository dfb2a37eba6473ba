using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;

namespace ChatOpsBot.RagCore.Usage.Budgets;

/// <summary>Where a question gets its money before it is answered and gives its bill after.</summary>
internal sealed class SpendingDesk(BudgetKeeper budgets, PersonKeys persons, UsageMetrics metrics)
{
    /// <summary>Says who is charged for a question and what models may cost for it.</summary>
    public async Task<(AnswerAccount Account, SpendingDecision Decision)> BeginAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        var conversation = message.Conversation;
        var account = new AnswerAccount(conversation.Tenant, conversation.Channel, persons.Of(conversation.Tenant, conversation.Channel, message.Sender.Id));
        return (account, await budgets.ReserveAsync(account, message.TurnId, cancellationToken));
    }

    /// <summary>Counts what was paid, also for an answer that is never stored.</summary>
    public void End(IReadOnlyList<ModelCharge> charges) => metrics.Charged(charges);
}
