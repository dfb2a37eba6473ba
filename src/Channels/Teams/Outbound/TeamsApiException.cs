using System.Globalization;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>Teams did not do what was asked. Carries the operation, the status and the error code, never a body, an address or a token.</summary>
/// <param name="operation">What was asked.</param>
/// <param name="status">The HTTP status; null when there was none.</param>
/// <param name="errorCode">Teams' error code, or one of ours; null when there was none.</param>
/// <param name="failure">What it means for the next attempt.</param>
/// <param name="retryAfter">How long to wait before it.</param>
internal sealed class TeamsApiException(
    TeamsOperation operation, int? status, string? errorCode, DeliveryFailure failure, TimeSpan? retryAfter = null)
    : Exception($"teams {operation.Name}: {string.Join(' ', Said(status, errorCode))}")
{
    public TeamsOperation Operation { get; } = operation;

    public int? Status { get; } = status;

    /// <summary>Gets Teams' error code, or one of ours in snake case: <c>timeout</c>, <c>unreachable</c>, <c>connection_lost</c>, <c>paced</c>.</summary>
    public string? ErrorCode { get; } = errorCode;

    public DeliveryFailure Failure { get; } = failure;

    public TimeSpan? RetryAfter { get; } = retryAfter;

    public DeliveryException ToDelivery() => new(Failure, Message, RetryAfter, this);

    private static IEnumerable<string> Said(int? status, string? errorCode)
    {
        if (status is { } number)
        {
            yield return number.ToString(CultureInfo.InvariantCulture);
        }

        if (errorCode is not null)
        {
            yield return errorCode;
        }
    }
}
