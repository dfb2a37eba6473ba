using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Outbound;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.TestKit.Teams.Connector;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.UnitTests.Teams.Outbound;

/// <summary>The bot's own token: got once, renewed early, shown to nobody else (T-06, T-08).</summary>
public sealed class TeamsTokenTests
{
    [Theory]
    [InlineData(TeamsAppType.SingleTenant)]
    [InlineData(TeamsAppType.MultiTenant)]
    public async Task One_token_serves_many_calls(TeamsAppType type)
    {
        await using var world = await TeamsWorld.StartAsync(options => options.AppType = type);

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => PostAsync(world)));

        Assert.Equal((1, 10), (world.Count("token"), world.Count("post")));
    }

    [Fact]
    public async Task A_machine_uses_its_own_identity()
    {
        await using var world = await TeamsWorld.StartAsync(
            options => (options.AppType, options.AppPassword) = (TeamsAppType.UserAssignedMSI, null),
            teams => new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["IDENTITY_ENDPOINT"] = teams.IdentityEndpoint.AbsoluteUri,
                ["IDENTITY_HEADER"] = FakeTeams.IdentityHeader,
            }).Build());

        await PostAsync(world);

        Assert.Equal((1, 1), (world.Count("token"), world.Platform.Messages.Count));
    }

    [Fact]
    public async Task A_virtual_machine_asks_its_metadata()
    {
        await using var world = await TeamsWorld.StartAsync(options => (options.AppType, options.AppPassword) = (TeamsAppType.UserAssignedMSI, null));

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => PostAsync(world)));

        Assert.Equal((1, 10), (world.Count("token"), world.Platform.Messages.Count));
        Assert.Equal(new Uri("http://169.254.169.254/"), new TeamsTokenRequests(Options.Create(new TeamsOptions()), new ConfigurationBuilder().Build()).MetadataService);
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_ends()
    {
        await using var world = await TeamsWorld.StartAsync();
        await PostAsync(world);

        world.Time.Advance(TimeSpan.FromMinutes(56));
        await PostAsync(world);
        await UntilAsync(() => world.Count("token") == 2);
        world.Time.Advance(TimeSpan.FromMinutes(5));
        await PostAsync(world);

        Assert.Equal(2, world.Count("token"));
        Assert.All(world.Platform.Calls, call => Assert.NotEqual(401, call.Status));
    }

    [Fact]
    public async Task The_old_token_serves_while_it_cannot_be_renewed_and_no_longer()
    {
        using var teams = new TeamsInProcess();
        await PostAsync(teams, 1);
        teams.Platform.Fail("token", [.. Enumerable.Repeat(TeamsFault.Answer(500), 50)]);

        teams.Time.Advance(TimeSpan.FromMinutes(56));
        await PostAsync(teams, 2);
        teams.Time.Advance(TimeSpan.FromMinutes(3));
        await PostAsync(teams, 3);
        teams.Time.Advance(TimeSpan.FromMinutes(2));

        await Assert.ThrowsAsync<DeliveryException>(() => PostAsync(teams, 4));
        Assert.Equal((3, 3), (teams.Platform.Messages.Count, teams.Network.Addresses.Count));
    }

    [Fact]
    public async Task A_token_that_was_withdrawn_is_replaced_at_once()
    {
        await using var world = await TeamsWorld.StartAsync();
        await PostAsync(world);
        world.Platform.RevokeTokens();

        await PostAsync(world);

        Assert.Equal((2, 3, 2), (world.Count("token"), world.Count("post"), world.Platform.Messages.Count));
    }

    [Theory]
    [InlineData(400, "invalid_request")]
    [InlineData(401, "invalid_client")]
    [InlineData(302, null)]
    [InlineData(200, "no_token")]
    public async Task Without_a_token_the_turn_waits_for_an_operator(int status, string? code)
    {
        await using var world = await TeamsWorld.StartAsync();
        world.Platform.Fail("token", TeamsFault.Answer(status, code));

        var fault = await Assert.ThrowsAsync<DeliveryException>(() => PostAsync(world));

        Assert.Equal((DeliveryFailure.Transient, TimeSpan.FromSeconds(30)), (fault.Failure, fault.RetryAfter));
        Assert.Equal(0, world.Count("post"));
    }

    [Theory]
    [InlineData(TeamsFaultKind.Status)]
    [InlineData(TeamsFaultKind.Cut)]
    public async Task When_the_token_endpoint_is_out_of_order_the_turn_waits_for_no_operator(TeamsFaultKind kind)
    {
        await using var world = await TeamsWorld.StartAsync();
        world.Platform.Fail("token", new TeamsFault(kind, TeamsEffect.None, Status: 503));

        var fault = await Assert.ThrowsAsync<DeliveryException>(() => PostAsync(world));

        Assert.Equal((DeliveryFailure.Transient, null), (fault.Failure, fault.RetryAfter));
    }

    [Fact]
    public async Task Neither_secret_nor_token_nor_body_is_logged()
    {
        await using var world = await TeamsWorld.StartAsync(options => options.AppPassword = "wrong~secret.987");

        var fault = await Assert.ThrowsAsync<DeliveryException>(() => PostAsync(world));

        Assert.Equal("teams token: 401 invalid_client", fault.Message);
        Assert.DoesNotContain("wrong~secret", fault + world.Logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", fault + world.Logs.Text, StringComparison.Ordinal);
        Assert.Contains("[5508]", world.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_is_not_on_the_list_is_never_called()
    {
        await using var world = await TeamsWorld.StartAsync();
        await using var stranger = await FakeTeams.StartAsync();
        var address = world.NewAddress() with { ServiceUrl = stranger.ServiceUrl.AbsoluteUri };

        var fault = await Assert.ThrowsAsync<DeliveryException>(() => world.Channel.PostPlaceholderAsync(world.Target("turn-a", address), default));

        Assert.Equal(DeliveryFailure.Permanent, fault.Failure);
        Assert.Empty(stranger.Platform.Calls);
        Assert.Empty(world.Platform.Calls);
    }

    [Theory]
    [InlineData("https://smba.trafficmanager.net.evil.example/emea/")]
    [InlineData("http://smba.trafficmanager.net/emea/")]
    [InlineData("https://smba.trafficmanager.net@evil.example/")]
    [InlineData("https://bot@smba.trafficmanager.net/")]
    [InlineData("emea/")]
    [InlineData("")]
    public async Task An_address_that_only_looks_like_microsofts_gets_no_token(string serviceUrl)
    {
        await using var world = await TeamsWorld.StartAsync(options => options.AllowedServiceHosts.Clear());
        var address = world.NewAddress() with { ServiceUrl = serviceUrl };

        var fault = await Assert.ThrowsAsync<DeliveryException>(() => world.Channel.PostPlaceholderAsync(world.Target("turn-a", address), default));

        Assert.Equal((DeliveryFailure.Permanent, "teams post: forbidden_service_url"), (fault.Failure, fault.Message));
        Assert.Equal(0, world.Count("token"));
    }

    [Fact]
    public async Task A_test_client_on_this_machine_needs_no_token_and_nobody_else_is_called_without_one()
    {
        await using var world = await TeamsWorld.StartAsync(options =>
        {
            (options.AppPassword, options.DangerouslyAllowUnauthenticatedRequests) = (null, true);
            options.AllowedServiceHosts.Add("smba.trafficmanager.net");
        });
        world.Platform.TakesAnonymous = true;
        var elsewhere = world.NewAddress() with { ServiceUrl = "https://smba.trafficmanager.net/emea/" };

        await PostAsync(world);
        var fault = await Assert.ThrowsAsync<DeliveryException>(() => world.Channel.PostPlaceholderAsync(world.Target("turn-b", elsewhere), default));

        Assert.Equal((1, 0), (world.Platform.Messages.Count, world.Count("token")));
        Assert.Equal(DeliveryFailure.Permanent, fault.Failure);
    }

    private static async Task PostAsync(TeamsWorld world) => await world.Channel.PostPlaceholderAsync(await world.AskAsync("turn-a"), default);

    private static Task<DeliveryReceipt?> PostAsync(TeamsInProcess teams, int number)
        => teams.RunAsync(teams.Channel.PostPlaceholderAsync(teams.Ask(number, $"{number}"), default));

    private static async Task UntilAsync(Func<bool> done)
    {
        for (var i = 0; i < 500 && !done(); i++)
        {
            await Task.Delay(10);
        }

        Assert.True(done());
    }
}
