using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>The ids of the messages of one reply in a <see cref="DeliveryReceipt"/>, in order, separated by a space, which no id of Teams holds.</summary>
internal static class TeamsReceipt
{
    private const char Separator = ' ';

    public static DeliveryReceipt Of(IEnumerable<string> ids) => new(string.Join(Separator, ids));

    public static string[] Ids(DeliveryReceipt? receipt)
        => receipt?.MessageId.Split(Separator, StringSplitOptions.RemoveEmptyEntries) ?? [];

    public static bool Holds(DeliveryReceipt? receipt, string id) => Ids(receipt).Contains(id, StringComparer.Ordinal);
}
