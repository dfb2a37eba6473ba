using ChatOpsBot.TestKit.Faults.Replicas;

namespace ChatOpsBot.EndToEndTests.Faults;

/// <summary>Two replicas in server mode, with their servers, for all drills; each drill leaves them whole.</summary>
public sealed class FaultFixture : IAsyncLifetime
{
    public const int Replicas = 2;

    public FaultStage Stage { get; private set; } = null!;

    public async Task InitializeAsync() => Stage = await FaultStage.StartAsync(new FaultStageOptions { Replicas = Replicas, SlackEvery = 6 });

    public async Task DisposeAsync() => await Stage.DisposeAsync();
}
