using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ChatOpsBot.Channels.Teams.Inbound.Tokens;

/// <summary>The SHA-256 of a token, so that no token is kept in memory.</summary>
internal readonly record struct TokenHash(UInt128 High, UInt128 Low)
{
    // The characters are hashed as they lie in memory: no copy, and no two tokens share their bytes.
    public static TokenHash Of(ReadOnlySpan<char> token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(token), hash);
        return new TokenHash(MemoryMarshal.Read<UInt128>(hash), MemoryMarshal.Read<UInt128>(hash[16..]));
    }
}
