using System.Net;

namespace ChatOpsBot.RagCore.Knowledge.Crawling.Network;

/// <summary>A host has an address that pages may not be read from.</summary>
internal sealed class AddressRefusedException(string host, IPAddress address)
    : Exception($"{host} has the address {address}, which is not one of the public internet.");
