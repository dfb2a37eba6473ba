using System.Collections.Frozen;
using ChatOpsBot.RagCore.Conversations;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Access;

/// <summary>Rights from configuration: the groups a person is listed in, and those the door vouches for.</summary>
internal sealed class ConfiguredAccessResolver(IOptions<AccessOptions> options) : IAccessResolver
{
    private readonly FrozenDictionary<Person, string[]> _groupsByPerson = GroupsByPerson(options.Value);

    public Task<AccessFilter> ResolveAsync(InboundMessage message, CancellationToken cancellationToken)
        => Task.FromResult(Resolve(message.Conversation.Tenant, message.Audience, message.Conversation.Channel, message.Sender));

    private AccessFilter Resolve(TenantId tenant, Audience audience, ChannelKind channel, Sender sender) => audience switch
    {
        Audience.Private => AccessFilter.For(tenant, [Principals.Everyone, .. sender.Principals, .. GroupsOf(channel, sender.Id)]),
        Audience.Shared => AccessFilter.For(tenant, [Principals.Everyone]),
        _ => AccessFilter.Nothing(tenant),
    };

    private IEnumerable<string> GroupsOf(ChannelKind channel, string senderId)
        => Lookup(new Person(null, senderId)).Concat(Lookup(new Person(channel, senderId)));

    private string[] Lookup(Person person) => _groupsByPerson.GetValueOrDefault(person, []);

    private static FrozenDictionary<Person, string[]> GroupsByPerson(AccessOptions options)
        => (from listed in options.Groups
            from entry in listed.Value
            where !string.IsNullOrWhiteSpace(entry)
            group listed.Key by Person.Parse(entry.Trim()))
            .ToFrozenDictionary(groups => groups.Key, groups => groups.Distinct(StringComparer.Ordinal).ToArray());

    /// <summary>A person as configuration names one. The channel is split off here, so that nobody gains rights by a user id that looks like a prefix.</summary>
    private readonly record struct Person(ChannelKind? Channel, string Id)
    {
        public static Person Parse(string entry)
        {
            var colon = entry.IndexOf(':', StringComparison.Ordinal);
            return colon > 0 && Enum.TryParse<ChannelKind>(entry[..colon], ignoreCase: true, out var channel) && !char.IsAsciiDigit(entry[0])
                ? new Person(channel, entry[(colon + 1)..])
                : new Person(null, entry);
        }
    }
}
