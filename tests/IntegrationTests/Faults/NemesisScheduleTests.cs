using ChatOpsBot.TestKit.Faults.Replicas;

namespace ChatOpsBot.IntegrationTests.Faults;

/// <summary>What happens in a run can happen again.</summary>
public sealed class NemesisScheduleTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(5);

    [Fact]
    public void The_same_seed_makes_the_same_schedule_and_another_seed_another()
    {
        Assert.Equal(Told(seed: 7), Told(seed: 7));
        Assert.NotEqual(Told(seed: 7), Told(seed: 8));
    }

    [Fact]
    public void Of_one_lane_one_thing_happens_at_a_time()
    {
        var lanes = Create(seed: 7).GroupBy(step => step.Fault.Lane).ToList();

        Assert.Equal(Enum.GetValues<FaultLane>().Length, lanes.Count);
        Assert.All(lanes, lane => Assert.All(lane.Zip(lane.Skip(1)), pair => Assert.True(pair.First.At + pair.First.Duration < pair.Second.At)));
    }

    [Fact]
    public void A_pause_is_longer_than_a_lease()
    {
        var pauses = Create(seed: 7).Where(step => step.Fault.Name.StartsWith("replica", StringComparison.Ordinal) && step.Fault.OutlivesLease).ToList();

        Assert.NotEmpty(pauses);
        Assert.All(pauses, pause => Assert.True(pause.Duration > Lease));
    }

    [Fact]
    public void Everything_that_can_happen_has_a_name_of_its_own()
    {
        var names = StageFaults.Of(replicas: 3).Select(fault => fault.Name).ToList();

        Assert.Equal(names.Count, names.Distinct().Count());
    }

    private static IReadOnlyList<NemesisStep> Create(int seed) => NemesisSchedule.Create(seed, TimeSpan.FromMinutes(30), replicas: 3, Lease);

    private static string Told(int seed) => string.Join('\n', Create(seed));
}
