using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Teams.Outbound.References;

/// <summary>Finds the chats of people and the rooms the bot is in; a person's chat is opened once (T-36).</summary>
internal sealed class TeamsPlaces(TeamsReferences references, TeamsConnectorClient client, IOptions<TeamsOptions> options) : IProactivePlaces
{
    private const int MaxUnreachable = 10_000;

    // Who has not installed the bot does so seldom, and is found at once when they do: their chat is noted.
    private readonly RecentKeys _unreachable = new(MaxUnreachable);

    public ChannelKind Kind => ChannelKind.Teams;

    public async Task<ReplyAddress?> OfPersonAsync(TenantId tenant, string personId, CancellationToken cancellationToken)
    {
        if (!Serves(tenant))
        {
            return null;
        }

        try
        {
            return (await FindOrOpenAsync(options.Value.ServiceUrl.AbsoluteUri, $"28:{options.Value.AppId}", personId, cancellationToken))?.ToReplyAddress();
        }
        catch (TeamsApiException fault)
        {
            throw fault.ToDelivery();
        }
    }

    public async Task<ReplyAddress?> OfConversationAsync(ConversationKey conversation, CancellationToken cancellationToken)
        => Serves(conversation.Tenant) && conversation.ConversationId.Split('/') is [var tenant, var room]
            ? (await references.FindRoomAsync(tenant, room, cancellationToken))?.ToAddress().ToReplyAddress()
            : null;

    /// <summary>Returns the chat with a person, known or opened; null when the person has not installed the bot.</summary>
    /// <exception cref="TeamsApiException">Teams cannot be asked now.</exception>
    public async Task<TeamsAddress?> FindOrOpenAsync(string serviceUrl, string bot, string personId, CancellationToken cancellationToken)
    {
        var tenant = options.Value.TenantId!.ToLowerInvariant();
        if (await references.FindPersonAsync(tenant, personId, cancellationToken) is { } known)
        {
            _unreachable.Remove(personId);
            return known.ToAddress();
        }

        if (_unreachable.Contains(personId))
        {
            return null;
        }

        try
        {
            var place = new TeamsAddress { ServiceUrl = serviceUrl, Tenant = tenant, Conversation = $"chat with {personId}", Bot = bot };
            var opened = await OpenAsync(place, personId, cancellationToken);
            references.NotePerson(opened, personId);
            return opened.ToAddress();
        }
        catch (TeamsApiException fault) when (IsForGood(fault))
        {
            _unreachable.Add(personId);
            return null;
        }
    }

    // A person has one chat with the bot, however often it is opened. No mail address and no user name, which Teams takes from no bot.
    private async Task<TeamsReference> OpenAsync(TeamsAddress place, string personId, CancellationToken cancellationToken)
    {
        var opening = new JsonObject
        {
            ["bot"] = new JsonObject { ["id"] = place.Bot },
            ["members"] = new JsonArray(new JsonObject { ["id"] = personId }),
            ["tenantId"] = place.Tenant,
            ["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = place.Tenant } },
            ["isGroup"] = false,
        };
        var conversation = await client.OpenAsync(place, opening, cancellationToken);
        return TeamsReference.Of(place with { Conversation = conversation, IsPersonal = true });
    }

    // Platforms that open no chats say that they do not know the method.
    private static bool IsForGood(TeamsApiException fault)
        => fault.Failure is DeliveryFailure.Permanent || (fault.Operation == TeamsOperation.Open && fault.Status is 405 or 501);

    private bool Serves(TenantId tenant) => tenant.Value == options.Value.Tenant && options.Value.TenantId is not null;
}
