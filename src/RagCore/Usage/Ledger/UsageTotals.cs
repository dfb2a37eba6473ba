namespace ChatOpsBot.RagCore.Usage.Ledger;

/// <summary>A sum of usage.</summary>
/// <param name="Questions">Questions answered.</param>
/// <param name="Calls">Calls of models.</param>
/// <param name="EstimatedCalls">Those whose tokens were counted by us.</param>
/// <param name="InputTokens">Tokens read.</param>
/// <param name="OutputTokens">Tokens written.</param>
/// <param name="Cost">The price, in the currency of the price table.</param>
/// <param name="UpVotes">Votes that found an answer helpful; not counted where a window is summed.</param>
public readonly record struct UsageTotals(
    long Questions, long Calls, long EstimatedCalls, long InputTokens, long OutputTokens, decimal Cost, long UpVotes)
{
    /// <summary>Gets all tokens.</summary>
    public long Tokens => InputTokens + OutputTokens;

    /// <summary>Gets what one answer cost that somebody found helpful; null when nobody did.</summary>
    public decimal? CostPerUpVote => UpVotes == 0 ? null : Cost / UpVotes;

    /// <summary>Gets what one question cost; null when there was none.</summary>
    public decimal? CostPerQuestion => Questions == 0 ? null : Cost / Questions;

    /// <summary>Adds two sums.</summary>
    public static UsageTotals operator +(UsageTotals left, UsageTotals right) => new(
        left.Questions + right.Questions,
        left.Calls + right.Calls,
        left.EstimatedCalls + right.EstimatedCalls,
        left.InputTokens + right.InputTokens,
        left.OutputTokens + right.OutputTokens,
        left.Cost + right.Cost,
        left.UpVotes + right.UpVotes);

    /// <summary>Takes one sum from another.</summary>
    public static UsageTotals operator -(UsageTotals left, UsageTotals right) => new(
        left.Questions - right.Questions,
        left.Calls - right.Calls,
        left.EstimatedCalls - right.EstimatedCalls,
        left.InputTokens - right.InputTokens,
        left.OutputTokens - right.OutputTokens,
        left.Cost - right.Cost,
        left.UpVotes - right.UpVotes);
}
