using ChatOpsBot.BotHost.Hosting;
using ChatOpsBot.RagCore.Knowledge.Watching;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ChatOpsBot.IntegrationTests.Hosting;

public sealed class KnowledgeCheckTests
{
    [Theory]
    [InlineData(0, 0, "The documents are being read.")]
    [InlineData(120, 1169, "Reading: 120 of 1169 files.")]
    [InlineData(1169, 1169, "1169 files are read and being indexed.")]
    public async Task How_far_the_reading_is_stands_in_the_probe_until_the_documents_are_served(int read, int found, string detail)
    {
        var result = await CheckAsync(isLoaded: false, new ReadingProgress(read, found));

        Assert.Equal((HealthStatus.Unhealthy, detail), (result.Status, result.Description));
    }

    [Fact]
    public async Task A_later_reading_takes_nothing_from_readiness()
        => Assert.Equal(HealthStatus.Healthy, (await CheckAsync(isLoaded: true, new ReadingProgress(1, 2))).Status);

    private static Task<HealthCheckResult> CheckAsync(bool isLoaded, ReadingProgress progress)
        => new KnowledgeCheck(new Readiness(isLoaded, progress)).CheckHealthAsync(new HealthCheckContext());

    private sealed record Readiness(bool IsLoaded, ReadingProgress Progress) : IKnowledgeReadiness
    {
        public Task WaitUntilLoadedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
