using ChatOpsBot.BotHost.Hosting;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.TestKit.Inbox;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ChatOpsBot.IntegrationTests.Hosting;

public sealed class StorageCheckTests
{
    [Theory]
    [InlineData(null, null, HealthStatus.Healthy, "3 turns wait, 1 run")]
    [InlineData(null, "The database does not answer.", HealthStatus.Degraded, "The database does not answer.")]
    [InlineData("Nothing is taken.", null, HealthStatus.Unhealthy, "Nothing is taken.")]
    [InlineData("Nothing is taken.", "And slowly.", HealthStatus.Unhealthy, "Nothing is taken.")]
    public async Task Readiness_tells_what_is_missing_from_what_makes_it_impossible(string? obstacle, string? degradation, HealthStatus status, string detail)
    {
        var inbox = new FakeInbox { Told = new InboxStatistics(3, 1, null) { Obstacle = obstacle, Degradation = degradation } };

        var result = await new StorageCheck(inbox).CheckHealthAsync(new HealthCheckContext());

        Assert.Equal((status, detail), (result.Status, result.Description));
    }
}
