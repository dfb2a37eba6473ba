using ChatOpsBot.RagCore.Inbox;

namespace ChatOpsBot.RagCore.Usage.Ledger;

/// <summary>What a turn sets aside before it uses it.</summary>
/// <param name="TurnId">The turn; it has one claim at most.</param>
/// <param name="Account">Who will be charged.</param>
/// <param name="Cost">How much; zero for a turn that only counts as a question.</param>
/// <param name="Holds">For how long, should the turn never end.</param>
public sealed record UsageClaim(string TurnId, AnswerAccount Account, decimal Cost, TimeSpan Holds)
{
    /// <summary>Longer than the longest attempt at a turn may take; the next attempt claims anew.</summary>
    public static readonly TimeSpan DefaultHold = TimeSpan.FromMinutes(15);
}
