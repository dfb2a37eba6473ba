using System.Text;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Storage.Log;

namespace ChatOpsBot.RagCore.Storage.Serialization;

/// <summary>What stands for the things of the contracts in memory and in the heads of records. Part of the format.</summary>
internal static class Keys
{
    public static KeyHash OfThread(ConversationKey conversation)
        => KeyHash.Of(conversation.Tenant.Value, conversation.Channel.ToString(), conversation.ConversationId, conversation.ThreadId);

    public static KeyHash OfPerson(TenantId tenant, ChannelKind channel, string senderId) => KeyHash.Of(tenant.Value, channel.ToString(), senderId);

    public static KeyHash OfVotes(TenantId tenant, string turnId) => KeyHash.Of(tenant.Value, turnId);

    /// <summary>Returns a checksum that finds a message inside its thread; the message itself is compared before anything is done to it.</summary>
    public static uint ChecksumOf(string messageId)
        => messageId.Length <= 128
            ? ChecksumOf(messageId, stackalloc byte[512])
            : ChecksumOf(messageId, new byte[Encoding.UTF8.GetMaxByteCount(messageId.Length)]);

    private static uint ChecksumOf(string messageId, Span<byte> buffer)
        => Frame.Checksum(0, buffer[..Encoding.UTF8.GetBytes(messageId, buffer)]);
}
