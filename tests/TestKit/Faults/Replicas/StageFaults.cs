namespace ChatOpsBot.TestKit.Faults.Replicas;

/// <summary>Everything that happens to stages, by name.</summary>
public static class StageFaults
{
    private static readonly TimeSpan SlowStore = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan SlowPlatform = TimeSpan.FromSeconds(3);

    /// <summary>Returns what can happen to a stage with so many replicas, always in the same order.</summary>
    public static IReadOnlyList<StageFault> Of(int replicas) =>
    [
        new("postgres crash", FaultLane.Stores, stage => stage.Postgres!.CrashAsync(), stage => stage.Postgres!.StartAsync()),
        new("postgres stop", FaultLane.Stores, stage => stage.Postgres!.StopAsync(), stage => stage.Postgres!.StartAsync()),
        new("redis crash", FaultLane.Stores, stage => stage.Redis!.CrashAsync(), stage => stage.Redis!.StartAsync()),
        new("redis pause", FaultLane.Stores, stage => stage.Redis!.PauseAsync(true), stage => stage.Redis!.PauseAsync(false)),
        .. OnTheWay("postgres", FaultLane.Stores, SlowStore, stage => [stage.PostgresProxy!]),
        .. OnTheWay("redis", FaultLane.Stores, SlowStore, stage => [stage.RedisProxy!]),
        .. OnTheWay("slack", FaultLane.Platforms, SlowPlatform, stage => [stage.Slack.Proxy]),
        .. OnTheWay("teams", FaultLane.Platforms, SlowPlatform, stage => [stage.Teams.Proxy]),
        .. OnTheWay("platforms", FaultLane.Platforms, SlowPlatform, stage => [stage.Slack.Proxy, stage.Teams.Proxy]),
        .. Enumerable.Range(0, replicas).SelectMany(OfReplica),
    ];

    private static IEnumerable<StageFault> OnTheWay(string to, FaultLane lane, TimeSpan slow, Func<FaultStage, IReadOnlyList<TcpFaultProxy>> proxies)
    {
        return
        [
            Proxied("refused", TcpFault.Refuse),
            Proxied("flapping", TcpFault.Refuse) with { Flaps = true },
            Proxied("slow", TcpFault.Latency(slow)),
            Proxied("narrow", TcpFault.Bandwidth(bytesPerSecond: 4_000)),
            Proxied("half-open", TcpFault.HalfOpen),
            Proxied("reset", TcpFault.ResetAfter(bytes: 700)),
            Proxied("cut", TcpFault.CutAfter(bytes: 300)),
            Proxied("garbage", TcpFault.Garbage),
        ];

        StageFault Proxied(string name, TcpFault fault) => new($"{to} {name}", lane, stage => SetAsync(stage, fault), stage => SetAsync(stage, TcpFault.None));

        Task SetAsync(FaultStage stage, TcpFault fault) => Task.WhenAll(proxies(stage).Select(proxy => proxy.SetAsync(fault)));
    }

    private static IEnumerable<StageFault> OfReplica(int number) =>
    [
        new($"replica {number} killed", FaultLane.Replicas, stage => stage.Replicas[number].KillAsync(), stage => Started(stage, number)),
        new($"replica {number} paused", FaultLane.Replicas, stage => stage.Replicas[number].PauseAsync(true), stage => stage.Replicas[number].PauseAsync(false))
        {
            OutlivesLease = true,
        },
        new($"replica {number} terminated", FaultLane.Replicas, stage => stage.Replicas[number].TerminateAsync(), stage => Started(stage, number)),
    ];

    // A database may be down meanwhile, which keeps a process from being ready and not from being started.
    private static Task Started(FaultStage stage, int number)
    {
        stage.Replicas[number].Launch();
        return Task.CompletedTask;
    }
}
