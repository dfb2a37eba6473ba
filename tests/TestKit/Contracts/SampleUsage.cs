using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;

namespace ChatOpsBot.TestKit.Contracts;

/// <summary>Accounts, charges and charged answers.</summary>
public static class SampleUsage
{
    public static AnswerAccount Ann { get; } = new(TenantId.Default, ChannelKind.Slack, "ann");

    public static AnswerAccount Ben { get; } = new(new TenantId("other"), ChannelKind.Teams, "ben");

    public static ModelCharge Charge(
        string model = "big", ModelPurpose purpose = ModelPurpose.Answer, long input = 10, long output = 5, decimal cost = 0.01m, bool isEstimated = false)
        => new(model, purpose, input, output, cost, isEstimated);

    /// <summary>Returns an answer that was decided so many days after the start of the tests' clock.</summary>
    public static StoredAnswer Answer(AnswerAccount? account, int days, params ModelCharge[] charges)
        => SampleTurns.Answer() with { Account = account, Charges = charges, AnsweredAt = SampleTurns.Start.AddDays(days) };
}
