namespace ChatOpsBot.TestKit.Faults.Replicas;

/// <summary>Lets a schedule happen to a stage.</summary>
public static class Nemesis
{
    /// <summary>Lets everything happen; all is mended when this returns.</summary>
    /// <param name="stage">To what.</param>
    /// <param name="schedule">What.</param>
    /// <returns>When each was mended.</returns>
    public static async Task<IReadOnlyList<(NemesisStep Step, DateTimeOffset MendedAt)>> RunAsync(FaultStage stage, IReadOnlyList<NemesisStep> schedule)
    {
        var began = DateTimeOffset.UtcNow;
        var lanes = await Task.WhenAll(schedule.GroupBy(step => step.Fault.Lane).Select(lane => RunLaneAsync(stage, [.. lane], began)));
        await stage.StartReplicasAsync();
        await Task.WhenAll(stage.Replicas.Select(replica => replica.WaitUntilReadyAsync()));
        return [.. lanes.SelectMany(mended => mended).OrderBy(mended => mended.Step.At)];
    }

    private static async Task<List<(NemesisStep Step, DateTimeOffset MendedAt)>> RunLaneAsync(FaultStage stage, IReadOnlyList<NemesisStep> steps, DateTimeOffset began)
    {
        var mended = new List<(NemesisStep Step, DateTimeOffset MendedAt)>();
        foreach (var step in steps)
        {
            var wait = began + step.At - DateTimeOffset.UtcNow;
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
            await step.Fault.RunAsync(stage, step.Duration);
            mended.Add((step, DateTimeOffset.UtcNow));
        }

        return mended;
    }
}
