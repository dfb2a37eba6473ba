using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>Slack did not do what was asked. Carries the method and Slack's error code, never a body, an address or a token.</summary>
internal sealed class SlackApiException(SlackMethod method, string error, DeliveryFailure failure, TimeSpan? retryAfter = null)
    : Exception($"{method.Name}: {error}")
{
    /// <summary>Gets Slack's error code, or one of ours: <c>timeout</c>, <c>unreachable</c>, <c>connection_lost</c>, <c>http_NNN</c>, <c>breaker_open</c>, <c>invalid_response</c>.</summary>
    public string Error { get; } = error;

    public DeliveryFailure Failure { get; } = failure;

    public TimeSpan? RetryAfter { get; } = retryAfter;

    public DeliveryException ToDelivery() => new(Failure, Message, RetryAfter, this);
}
