using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;

namespace ChatOpsBot.RagCore.Usage.Budgets;

/// <summary>Where a question gets its money before it is answered and gives its bill after.</summary>
internal sealed class SpendingDesk(BudgetKeeper budgets, PersonKeys persons, UsageMetrics metrics)
{
    private readonly TurnCharges _paid = new();

    /// <summary>Says who is charged for a question and what models may cost for it.</summary>
    public async Task<(AnswerAccount Account, SpendingDecision Decision)> BeginAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        var account = AccountOf(message);
        var paid = _paid.Of(message.TurnId).Sum(charge => charge.Cost);
        return (account, await budgets.ReserveAsync(account, message.TurnId, paid, cancellationToken));
    }

    /// <summary>Counts what an attempt paid, also one that came to no answer; returns what an answer is charged with: what every attempt paid.</summary>
    public IReadOnlyList<ModelCharge> End(InboundMessage message, IReadOnlyList<ModelCharge> charges)
    {
        metrics.Charged(charges);
        return _paid.Add(message.TurnId, charges);
    }

    /// <summary>Charges what was paid for a turn that is given up to who asked; unchanged when nothing was.</summary>
    public StoredAnswer Charge(InboundMessage message, StoredAnswer apology)
        => _paid.Of(message.TurnId) is { Count: > 0 } charges ? apology with { Account = AccountOf(message), Charges = charges } : apology;

    private AnswerAccount AccountOf(InboundMessage message)
    {
        var conversation = message.Conversation;
        return new AnswerAccount(conversation.Tenant, conversation.Channel, persons.Of(conversation.Tenant, conversation.Channel, message.Sender.Id));
    }
}
