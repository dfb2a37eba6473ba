using System.Globalization;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.Channels.Teams.Outbound.Streaming;

/// <summary>Marks in a receipt that its first message began as a stream, and when: a stored receipt is all that is left of it after a crash.</summary>
internal static class TeamsStreamReceipts
{
    private const string Mark = "stream@";

    public static DeliveryReceipt Of(string id, DateTimeOffset started)
        => DeliveryReceipt.Of([id]).WithRemark(string.Create(CultureInfo.InvariantCulture, $"{Mark}{started.ToUnixTimeSeconds()}"));

    /// <summary>Returns when the stream began; null: it is none.</summary>
    public static DateTimeOffset? StartOf(DeliveryReceipt receipt)
        => receipt.Remark is { } remark && remark.StartsWith(Mark, StringComparison.Ordinal)
            && long.TryParse(remark.AsSpan(Mark.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
