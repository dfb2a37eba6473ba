namespace ChatOpsBot.TestKit.Faults.Replicas;

/// <summary>
/// Delivers questions as platforms do at their worst: out of order, again until they are acknowledged, and sometimes again after that.
/// </summary>
/// <param name="seed">What is delivered when and how often depends on this and the question alone.</param>
public sealed class FaultDeliveries(int seed)
{
    private const int LatestMilliseconds = 400;
    private const double DuplicateShare = 0.3;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>Delivers a question until it is acknowledged, and notes that in the ledger.</summary>
    public async Task AskAsync(FaultQuestion question, int number, Ledger ledger, CancellationToken cancellationToken)
    {
        var random = new Random(HashCode(number));
        var early = random.NextDouble() < DuplicateShare / 2;
        var late = random.NextDouble() < DuplicateShare / 2;
        await Task.Delay(random.Next(LatestMilliseconds), cancellationToken);
        ledger.Asked(question.Marker, question.Place, DateTimeOffset.UtcNow);
        var duplicate = early ? DeliverAsync(question, 1) : Task.FromResult(true);
        for (var time = 0; !await DeliverAsync(question, time); time++)
        {
            var pause = FirstPause * Math.Pow(2, Math.Min(time, 5));
            await Task.Delay(pause < LongestPause ? pause : LongestPause, cancellationToken);
        }

        ledger.Acknowledged(question.Marker, DateTimeOffset.UtcNow);
        await duplicate;
        if (late)
        {
            await Task.Delay(random.Next(LatestMilliseconds * 5), cancellationToken);
            await DeliverAsync(question, 1);
        }
    }

    private static async Task<bool> DeliverAsync(FaultQuestion question, int time)
    {
        try
        {
            using var response = await question.DeliverAsync(time);
            return response.IsSuccessStatusCode;
        }
        catch (Exception lost) when (lost is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    // System.HashCode differs from process to process.
    private int HashCode(int number) => unchecked((seed * 397) ^ (number * 7919));
}
