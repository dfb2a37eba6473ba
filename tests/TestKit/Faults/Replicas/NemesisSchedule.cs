using System.Globalization;

namespace ChatOpsBot.TestKit.Faults.Replicas;

/// <summary>One thing that happens.</summary>
/// <param name="At">When, from the beginning.</param>
/// <param name="Fault">What.</param>
/// <param name="Duration">For how long.</param>
public sealed record NemesisStep(TimeSpan At, StageFault Fault, TimeSpan Duration)
{
    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{At.TotalSeconds,7:F1} s  {Fault.Name} for {Duration.TotalSeconds:F1} s");
}

/// <summary>Makes up what happens when.</summary>
public static class NemesisSchedule
{
    private const double LongestSeconds = 8;
    private const double ShortestGapSeconds = 2;
    private const double LongestGapSeconds = 8;

    /// <summary>Returns what happens within a time; the same for the same seed, time, replicas and lease.</summary>
    public static IReadOnlyList<NemesisStep> Create(int seed, TimeSpan duration, int replicas, TimeSpan lease)
    {
        var faults = StageFaults.Of(replicas);
        var random = new Random(seed);
        return [.. Enum.GetValues<FaultLane>().SelectMany(lane => Lane([.. faults.Where(fault => fault.Lane == lane)], random, duration, lease)).OrderBy(step => step.At)];
    }

    private static List<NemesisStep> Lane(IReadOnlyList<StageFault> faults, Random random, TimeSpan duration, TimeSpan lease)
    {
        var steps = new List<NemesisStep>();
        for (var at = Gap(random); at < duration; at += Gap(random))
        {
            var fault = faults[random.Next(faults.Count)];
            var lasts = TimeSpan.FromSeconds(0.5 + (random.NextDouble() * (LongestSeconds - 0.5))) + (fault.OutlivesLease ? lease : TimeSpan.Zero);
            steps.Add(new NemesisStep(at, fault, lasts));
            at += lasts;
        }

        return steps;
    }

    private static TimeSpan Gap(Random random) => TimeSpan.FromSeconds(ShortestGapSeconds + (random.NextDouble() * (LongestGapSeconds - ShortestGapSeconds)));
}
