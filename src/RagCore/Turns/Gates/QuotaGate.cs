using System.Collections.Frozen;
using ChatOpsBot.RagCore.Commands;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Usage;
using ChatOpsBot.RagCore.Usage.Ledger;
using ChatOpsBot.RagCore.Usage.Quotas;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Turns.Gates;

/// <summary>
/// Refuses questions above what the plan of an organisation allows in a day. A question is counted once, however often it is tried: while it runs by what it
/// set aside, and then by its answer.
/// </summary>
internal sealed partial class QuotaGate(
    IUsageLedger ledger, PersonKeys persons, IEnumerable<ICommand> commands, IOptions<QuotaOptions> options, TimeProvider time, ILogger<QuotaGate> logger) : IInboundGate
{
    private readonly FrozenSet<string> _commands = commands.Select(command => command.Name).ToFrozenSet(StringComparer.Ordinal);

    public async ValueTask<GateRefusal?> CheckAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        var conversation = message.Conversation;
        if (options.Value.PlanOf(conversation.Tenant.Value) is not { } plan
            || (CommandNames.Parse(message.Text) is { } command && _commands.Contains(command)))
        {
            return null;
        }

        var account = new AnswerAccount(conversation.Tenant, conversation.Channel, persons.Of(conversation.Tenant, conversation.Channel, message.Sender.Id));
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var claim = new UsageClaim(message.TurnId, account, Cost: 0, UsageClaim.DefaultHold);
        try
        {
            var stands = await ledger.ClaimAsync(
                claim, [new UsageWindow(account.Tenant, null, today, today), new UsageWindow(account.Tenant, account.PersonKey, today, today)], cancellationToken);
            if (Exceeded(plan, stands[0], stands[1]) is not { } text)
            {
                return null;
            }

            // What is refused must not keep out a question that was let in before and is tried again.
            await ledger.ClaimAsync(claim with { Holds = TimeSpan.Zero }, [], cancellationToken);
            return new GateRefusal("quota", TextOf(text, today, Phrases.For(message.ReplyLanguage))) { IsForAsker = IsFull(plan.QuestionsPerPersonPerDay, stands[1]) };
        }
        catch (StoreUnavailableException)
        {
            // The store that cannot count can store no answer either; the limits per minute hold meanwhile.
            QuotaNotChecked(message.TurnId);
            return null;
        }
    }

    private static Phrase? Exceeded(UsagePlan plan, UsageStand tenant, UsageStand person)
        => IsFull(plan.QuestionsPerPersonPerDay, person) ? Phrase.QuotaPerson
            : IsFull(plan.QuestionsPerDay, tenant) ? Phrase.QuotaOrganisation
            : plan.TokensPerDay > 0 && tenant.Settled.Tokens >= plan.TokensPerDay ? Phrase.QuotaAnswers
            : null;

    private static bool IsFull(long limit, UsageStand stand) => limit > 0 && stand.Settled.Questions + stand.OpenQuestions >= limit;

    private static string TextOf(Phrase text, DateOnly today, Phrases words) => words.Say(text, ("date", words.DayAndMonth(today.AddDays(1))));

    [LoggerMessage(LogEvents.QuotaNotChecked, LogLevel.Warning, "The quota of turn {TurnId} was not checked: the ledger of usage cannot be asked")]
    private partial void QuotaNotChecked(string turnId);
}
