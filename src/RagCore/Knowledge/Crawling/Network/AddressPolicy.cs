using System.Net;
using System.Net.Sockets;

namespace ChatOpsBot.RagCore.Knowledge.Crawling.Network;

/// <summary>
/// Says which addresses pages may be read from: those of the public internet, and private networks that an operator named. What is on this
/// machine, and what clouds tell their machines, is never read, whatever was named.
/// </summary>
internal sealed class AddressPolicy(IReadOnlyList<IPNetwork> allowed)
{
    // Networks an operator may name: private ones, and the space that providers share.
    private static readonly IPNetwork[] Private = Networks("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7");

    // Services of clouds that hand out credentials, inside networks that could be named or that are public.
    private static readonly IPNetwork[] Never = Networks("100.100.100.200/32", "168.63.129.16/32", "fd00:ec2::/32", "fd20:ce::254/128");

    // The registries of special addresses (RFC 6890 and those after it), apart from the private ones.
    private static readonly IPNetwork[] Special = Networks(
        "0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4", "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fe80::/10", "fec0::/10", "ff00::/8");

    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork Tunnelled = IPNetwork.Parse("2002::/16");

    /// <summary>Says whether a network is one that an operator may name.</summary>
    public static bool MayBeAllowed(IPNetwork network)
        => Array.Exists(Private, known => known.BaseAddress.AddressFamily == network.BaseAddress.AddressFamily
            && known.PrefixLength <= network.PrefixLength && known.Contains(network.BaseAddress));

    /// <summary>Says whether pages may be read from an address.</summary>
    public bool Allows(IPAddress address)
    {
        var real = Unwrapped(address);
        if (Contains(Special, real) || Contains(Never, real))
        {
            return false;
        }

        return !Contains(Private, real) || Contains(allowed, real);
    }

    /// <summary>An address that carries another one is as good as the one it carries.</summary>
    private static IPAddress Unwrapped(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        return Translated.Contains(address) ? new IPAddress(bytes.AsSpan(12, 4))
            : Tunnelled.Contains(address) ? new IPAddress(bytes.AsSpan(2, 4))
            : address.ScopeId == 0 ? address : new IPAddress(bytes);
    }

    private static bool Contains(IReadOnlyList<IPNetwork> networks, IPAddress address) => networks.Any(network => network.Contains(address));

    private static IPNetwork[] Networks(params string[] texts) => [.. texts.Select(text => IPNetwork.Parse(text))];
}
