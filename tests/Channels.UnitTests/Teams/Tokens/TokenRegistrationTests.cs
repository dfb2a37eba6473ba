using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Inbound.Tokens;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.UnitTests.Teams.Tokens;

public sealed class TokenRegistrationTests
{
    [Fact]
    public void Everything_is_there_and_the_doors_check_is_the_one_that_warns()
    {
        using var services = Services(new());

        Assert.NotNull(services.GetRequiredService<TokenValidator>());
        Assert.NotNull(services.GetRequiredService<ServiceHosts>());
        Assert.Contains(services.GetRequiredService<UnauthenticatedRequests>(), services.GetServices<IHostedService>());
    }

    [Fact]
    public void Faults_in_the_settings_are_found()
    {
        using var services = Services(new() { ["Channels:Teams:Enabled"] = "true" });

        var fault = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<TeamsOptions>>().Value);

        Assert.Contains("Channels:Teams:AppType is missing", fault.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Services(Dictionary<string, string?> settings) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
        .AddSingleton<IHostEnvironment>(new Surroundings("Production"))
        .AddLogging()
        .AddMetrics()
        .AddTeamsChannel()
        .BuildServiceProvider(validateScopes: true);
}
