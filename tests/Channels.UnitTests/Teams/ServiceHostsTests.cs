using ChatOpsBot.Channels.Teams;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.UnitTests.Teams;

public sealed class ServiceHostsTests
{
    [Theory]
    [InlineData("https://smba.trafficmanager.net/amer/")]
    [InlineData("https://smba.trafficmanager.net/de/5b2f/")]
    [InlineData("https://SMBA.TrafficManager.net:443/amer")]
    [InlineData("https://smba.infra.gcc.teams.microsoft.com/gcc/")]
    [InlineData("https://smba.infra.gov.teams.microsoft.us/gov/")]
    public void Microsofts_own_hosts_are_allowed(string url) => Assert.True(Hosts().Allows(url));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("smba.trafficmanager.net")]
    [InlineData("//smba.trafficmanager.net/")]
    [InlineData("http://smba.trafficmanager.net/amer/")]
    [InlineData("ftp://smba.trafficmanager.net/amer/")]
    [InlineData("https://smba.trafficmanager.net:8443/amer/")]
    [InlineData("https://smba.trafficmanager.net./amer/")]
    [InlineData("https://smba.trafficmanager.net.evil.example/")]
    [InlineData("https://evil.trafficmanager.net/")]
    [InlineData("https://a.smba.trafficmanager.net/")]
    [InlineData("https://smba.trafficmanager.net@evil.example/")]
    [InlineData("https://evil.example@smba.trafficmanager.net/")]
    [InlineData("https://smba.trafficmanager.net\\@evil.example/")]
    [InlineData("https:\\\\smba.trafficmanager.net/")]
    [InlineData("https://evil.example/#smba.trafficmanager.net")]
    [InlineData("https://evil.example/?smba.trafficmanager.net")]
    [InlineData("https://smba.trafficmanager.net/?x=")]
    [InlineData("https://smba.trafficmanager.net/#x")]
    [InlineData(" https://smba.trafficmanager.net/")]
    [InlineData("https://smba.trafficmanager.net/\r\nX: y")]
    [InlineData("https://smba.trafficmanager.n\u0435t/")]
    [InlineData("https://\uff53mba.trafficmanager.net/")]
    [InlineData("https://localhost/")]
    [InlineData("http://localhost:4010/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("http://169.254.169.254/")]
    [InlineData("https://[::1]/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    public void Everything_else_is_not(string? url) => Assert.False(Hosts().Allows(url));

    [Fact]
    public void An_address_has_an_end() => Assert.False(Hosts().Allows($"https://smba.trafficmanager.net/{new string('a', 1_000)}"));

    [Fact]
    public void Given_hosts_replace_Microsofts()
    {
        var hosts = Hosts(allowed: ["connector.example:8443", "127.0.0.1:4010"]);

        Assert.True(hosts.Allows("https://Connector.example:8443/x"));
        Assert.True(hosts.Allows("https://127.0.0.1:4010/x"));
        Assert.True(hosts.Allows("http://127.0.0.1:4010/x"));
        Assert.False(hosts.Allows("http://connector.example:8443/x"));
        Assert.False(hosts.Allows("https://connector.example/x"));
        Assert.False(hosts.Allows("http://127.0.0.1:4011/x"));
        Assert.False(hosts.Allows("https://smba.trafficmanager.net/amer/"));
    }

    [Theory]
    [InlineData("http://localhost:56150/", true)]
    [InlineData("http://127.0.0.1:1/", true)]
    [InlineData("https://[::1]:9/", true)]
    [InlineData("https://smba.trafficmanager.net/amer/", true)]
    [InlineData("http://localhost.evil.example/", false)]
    [InlineData("http://192.168.0.1/", false)]
    [InlineData("http://user@localhost/", false)]
    public void Test_clients_may_be_anywhere_on_this_machine(string url, bool allowed) => Assert.Equal(allowed, Hosts(dangerously: true).Allows(url));

    private static ServiceHosts Hosts(bool dangerously = false, string[]? allowed = null)
    {
        var options = new TeamsOptions { DangerouslyAllowUnauthenticatedRequests = dangerously };
        foreach (var host in allowed ?? [])
        {
            options.AllowedServiceHosts.Add(host);
        }

        return new ServiceHosts(Options.Create(options));
    }
}
