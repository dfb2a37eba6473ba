using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ChatOpsBot.RagCore.Conversations;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Usage;

/// <summary>Makes of a person what usage is counted by: the same for every question of theirs, and no way back without the key (L-23).</summary>
internal sealed class PersonKeys(IOptions<PersonKeyOptions> options)
{
    private const int Length = 32;

    private readonly byte[] _key = Encoding.UTF8.GetBytes(options.Value.PersonSecret);

    public string Of(TenantId tenant, ChannelKind channel, string personId)
    {
        // With lengths, so that ids cut in another place are another person.
        var person = string.Create(CultureInfo.InvariantCulture, $"{tenant.Value.Length}:{tenant.Value}{channel}:{personId}");
        return Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(person)))[..Length];
    }
}
