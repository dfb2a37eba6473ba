using System.Diagnostics.CodeAnalysis;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.Channels.Web.Inbound;

/// <summary>What a request proved about itself before its body was read.</summary>
/// <param name="Tenant">The organisation.</param>
/// <param name="Id">The key's public id, or <c>local</c>.</param>
/// <param name="Principals">The rights of the key itself.</param>
/// <param name="MayActFor">The users it may act for, or <c>*</c>.</param>
internal sealed record WebCredential(TenantId Tenant, string Id, IReadOnlyList<string> Principals, IReadOnlyList<string> MayActFor)
{
    private const int MaxUserLength = 128;

    /// <summary>Gets a developer on this machine, where no keys are configured: one person of the default tenant, whoever they say they are.</summary>
    public static WebCredential Local { get; } = new(TenantId.Default, "local", [], ["*"]);

    /// <summary>Says whom the request speaks for. The tenant in a request can only repeat what the key says.</summary>
    public bool TryActFor(string? user, string? tenant, [NotNullWhen(true)] out WebCaller? caller, [NotNullWhen(false)] out WebProblem? problem)
    {
        caller = null;
        problem = (tenant, user) switch
        {
            (not null, _) when !string.Equals(tenant, Tenant.Value, StringComparison.Ordinal) => WebProblem.WrongTenant,
            (_, not null) when !IsUser(user) => WebProblem.BadUser,
            (_, not null) when !MayActForUser(user) => WebProblem.MayNotActForUser,
            _ => null,
        };
        if (problem is not null)
        {
            return false;
        }

        caller = user is null ? Itself() : new WebCaller(Tenant, new Sender(user, []), Audience.Private, Owner(user));
        return true;
    }

    private WebCaller Itself()
    {
        var audience = ReferenceEquals(this, Local) || Principals.Count > 0 ? Audience.Private : Audience.Unknown;
        return new WebCaller(Tenant, new Sender(Id, Principals), audience, Owner(string.Empty));
    }

    private string Owner(string user) => $"{Id}/{Uri.EscapeDataString(user)}";

    private bool MayActForUser(string user) => MayActFor.Contains(user, StringComparer.Ordinal) || MayActFor.Contains("*", StringComparer.Ordinal);

    // "key:" would be read as the id of a key wherever people are named; "*" is everybody and nobody.
    private static bool IsUser(string user)
        => user.Length is > 0 and <= MaxUserLength
            && user is not "*"
            && !user.StartsWith("key:", StringComparison.OrdinalIgnoreCase)
            && !user.Any(character => char.IsControl(character) || char.IsWhiteSpace(character) || char.IsSurrogate(character));
}

/// <summary>Who asks.</summary>
/// <param name="Tenant">The organisation.</param>
/// <param name="Sender">The person, or the key itself.</param>
/// <param name="Audience">Whose rights count.</param>
/// <param name="Owner">Whose conversations it may see: the key and the user, in a form in which no two callers are alike.</param>
internal sealed record WebCaller(TenantId Tenant, Sender Sender, Audience Audience, string Owner)
{
    /// <summary>Returns the stored key of a conversation. What a client calls its conversation means nothing outside its owner.</summary>
    public ConversationKey Conversation(string conversationId)
    {
        var scoped = $"{Owner}/{conversationId}";
        return new ConversationKey(Tenant, ChannelKind.Web, scoped, scoped);
    }

    /// <summary>Says whether a stored conversation is this caller's, and what the caller calls it.</summary>
    public bool Owns(ConversationKey conversation, [NotNullWhen(true)] out string? conversationId)
    {
        var owns = conversation.Tenant == Tenant
            && conversation.Channel is ChannelKind.Web
            && conversation.ConversationId.StartsWith($"{Owner}/", StringComparison.Ordinal);
        conversationId = owns ? conversation.ConversationId[(Owner.Length + 1)..] : null;
        return owns;
    }
}
