using System.Net;
using ChatOpsBot.RagCore.Knowledge.Crawling.Network;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Crawling;

public sealed class AddressTests
{
    [Theory]
    [InlineData("93.184.216.34")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.1")]
    [InlineData("169.253.0.1")]
    [InlineData("2606:2800:220:1::1")]
    [InlineData("::ffff:93.184.216.34")]
    [InlineData("64:ff9b::5db8:d822")]
    [InlineData("2002:5db8:d822::1")]
    public void A_public_address_is_read_from(string address) => Assert.True(new AddressPolicy([]).Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("100.100.100.200")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("168.63.129.16")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.192")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("203.0.113.7")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2002:a00:1::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%2")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void An_address_that_is_not_public_is_not(string address) => Assert.False(new AddressPolicy([]).Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("10.20.3.4", true)]
    [InlineData("::ffff:10.20.3.4", true)]
    [InlineData("10.21.0.1", false)]
    [InlineData("fd12::1", true)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("100.100.100.200", false)]
    [InlineData("127.0.0.1", false)]
    public void A_named_network_is_read_from_and_what_clouds_tell_their_machines_is_not(string address, bool allowed)
    {
        IPNetwork[] named = [IPNetwork.Parse("10.20.0.0/16"), IPNetwork.Parse("fd00::/8"), IPNetwork.Parse("100.64.0.0/10")];

        Assert.Equal(allowed, new AddressPolicy(named).Allows(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("10.20.0.0/16", true)]
    [InlineData("fd00::/8", true)]
    [InlineData("0.0.0.0/0", false)]
    [InlineData("127.0.0.0/8", false)]
    [InlineData("169.254.0.0/16", false)]
    [InlineData("10.0.0.0/7", false)]
    [InlineData("::/0", false)]
    public void Only_private_networks_may_be_named(string network, bool allowed) => Assert.Equal(allowed, AddressPolicy.MayBeAllowed(IPNetwork.Parse(network)));

    [Theory]
    [InlineData("https://example.com/a?b=c", null)]
    [InlineData("https://example.com:443/", null)]
    [InlineData("http://example.com/", "is not an https address")]
    [InlineData("http://0x7f000001/", "is not an https address")]
    [InlineData("file:///etc/passwd", "is not an https address")]
    [InlineData("https://example.com:8443/", "has a port other than 443")]
    [InlineData("https://example.com@127.0.0.1/", "names a user")]
    [InlineData("https://user:pass@example.com/", "names a user")]
    [InlineData("https://@example.com/", "names a user")]
    [InlineData("not an address", "is not an https address")]
    public void An_address_is_https_on_its_own_port_without_a_user(string url, string? fault) => Assert.Equal(fault, PageAddress.FaultOf(new Uri(url, UriKind.RelativeOrAbsolute)));

    [Theory]
    [InlineData("https://0x7f000001/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://127.1/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://[::1]/")]
    public void A_host_that_is_an_address_is_seen_through_in_every_spelling(string url)
    {
        var address = PageAddress.Literal(new Uri(url).IdnHost);

        Assert.NotNull(address);
        Assert.False(new AddressPolicy([]).Allows(address));
    }

    [Fact]
    public void What_is_shown_of_an_address_has_neither_user_nor_query()
        => Assert.Equal("https://example.com/a", PageAddress.Shown(new Uri("https://user:pass@example.com/a?key=secret#x")));
}
