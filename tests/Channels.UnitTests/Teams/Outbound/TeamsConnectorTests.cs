using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Teams.Connector;

namespace ChatOpsBot.Channels.UnitTests.Teams.Outbound;

public sealed class TeamsConnectorTests
{
    private const string World = "smba.trafficmanager.net";
    private const string Government = "smba.infra.gcc.teams.microsoft.com";

    [Fact]
    public async Task Ids_are_escaped_and_the_path_of_the_service_is_kept()
    {
        using var teams = new TeamsInProcess();

        await PostAsync(teams);

        Assert.Equal($"https://{World}/emea/v3/conversations/19%3Aops%40thread.tacv2%3Bmessageid%3D1/activities", Assert.Single(teams.Network.Addresses).AbsoluteUri);
    }

    [Fact]
    public async Task A_tenant_of_the_government_cloud_is_called_there_once()
    {
        using var teams = new TeamsInProcess();
        teams.Platform.Fail("post", TeamsFault.Answer(403, "InvalidBotApiHost"));

        await PostAsync(teams);

        Assert.Equal([World, Government], teams.Network.Addresses.Select(address => address.Host));
        Assert.StartsWith("/emea/v3/", teams.Network.Addresses[1].AbsolutePath, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, Government, World)]
    [InlineData(1, World)]
    public async Task Nobody_is_asked_twice_and_no_host_that_is_not_allowed(int calls, params string[] hosts)
    {
        using var teams = new TeamsInProcess(hosts: hosts);
        teams.Platform.Fail("post", [.. Enumerable.Repeat(TeamsFault.Answer(403, "InvalidBotApiHost"), 5)]);

        var fault = await Assert.ThrowsAsync<DeliveryException>(() => PostAsync(teams));

        Assert.Equal((DeliveryFailure.Transient, TimeSpan.FromSeconds(30)), (fault.Failure, fault.RetryAfter));
        Assert.Equal(calls, teams.Network.Addresses.Count);
    }

    [Fact]
    public async Task A_post_without_an_answer_ends_after_ten_seconds_and_is_not_repeated()
    {
        using var teams = new TeamsInProcess();
        await PostAsync(teams);
        teams.Platform.Fail("post", TeamsFault.Hang(TeamsEffect.Done));
        var start = teams.Time.GetUtcNow();

        var fault = await Assert.ThrowsAsync<DeliveryException>(() => PostAsync(teams));

        Assert.Equal(("teams post: timeout", DeliveryFailure.Ambiguous), (fault.Message, fault.Failure));
        Assert.InRange(teams.Time.GetUtcNow() - start, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(12));
        Assert.Equal(2, teams.Network.Addresses.Count);
    }

    [Fact]
    public async Task An_update_without_an_answer_is_repeated()
    {
        using var teams = new TeamsInProcess();
        var target = teams.Ask(1, "1");
        var receipt = await RunAsync(teams, teams.Channel.PostPlaceholderAsync(target, default));
        teams.Platform.Fail("update", TeamsFault.Hang(TeamsEffect.Done), TeamsFault.Cut(TeamsEffect.Done));

        await teams.RunAsync(teams.Channel.UpdateAsync(target, receipt!, new OutboundReply(ReplySamples.Answer, default), default));

        Assert.Equal(2, Assert.Single(teams.Platform.Messages).Edits - 1);
    }

    [Fact]
    public async Task Cancelling_is_cancelling_and_no_failure()
    {
        using var teams = new TeamsInProcess();
        await PostAsync(teams);
        teams.Platform.Fail("post", TeamsFault.Hang(TeamsEffect.None));
        using var stop = new CancellationTokenSource();

        var post = teams.Channel.PostPlaceholderAsync(teams.Ask(2, "2"), stop.Token);
        teams.Time.Advance(TimeSpan.FromSeconds(1));
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => post);
    }

    private static Task<DeliveryReceipt?> PostAsync(TeamsInProcess teams) => RunAsync(teams, teams.Channel.PostPlaceholderAsync(teams.Ask(1, "1"), default));

    private static async Task<DeliveryReceipt?> RunAsync(TeamsInProcess teams, Task<DeliveryReceipt?> post)
    {
        await teams.RunAsync(post);
        return await post;
    }
}
