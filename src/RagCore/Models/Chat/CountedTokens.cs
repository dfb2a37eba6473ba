using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Models.Chat;

/// <summary>What a provider counts of one call. A service that counts with every piece counts the whole call each time: the highest count holds.</summary>
internal struct CountedTokens
{
    // No model reads or writes as much in one call; sums of what is believed stay within their types.
    private const long Most = 100_000_000;

    public long Input { get; private set; }

    public long Output { get; private set; }

    public void Take(UsageDetails usage)
    {
        Input = Math.Max(Input, Believed(usage.InputTokenCount));
        Output = Math.Max(Output, Believed(usage.OutputTokenCount));
    }

    private static long Believed(long? count) => Math.Clamp(count ?? 0, 0, Most);
}
