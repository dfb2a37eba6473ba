using System.Collections.Frozen;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>What an answer of the Connector means for the next attempt (T-15, T-16, T-18).</summary>
internal static class TeamsErrors
{
    public const string Timeout = "timeout";
    public const string Unreachable = "unreachable";
    public const string ConnectionLost = "connection_lost";
    public const string InvalidResponse = "invalid_response";
    public const string Paced = "paced";
    public const string BreakerOpen = "breaker_open";
    public const string Closed = "conversation_closed";
    public const string ForbiddenHost = "forbidden_service_url";

    public const string WrongHost = "InvalidBotApiHost";
    public const string StreamNotAllowed = "ContentStreamNotAllowed";

    /// <summary>The person pressed Stop.</summary>
    public const string StreamStopped = "stream_stopped";

    /// <summary>What was said does not begin with what was streamed.</summary>
    public const string StreamMismatch = "stream_mismatch";

    private const string ConversationNotFound = "ConversationNotFound";
    private const int MaxLength = 64;

    /// <summary>Long enough not to hammer Microsoft while an operator mends the secret or the proxy, short enough that answers go out soon after.</summary>
    public static readonly TimeSpan OperatorPause = TimeSpan.FromSeconds(30);

    // People closed the conversation to the bot; only they open it again (T-16).
    private static readonly FrozenSet<string> Closing = FrozenSet.Create(
        "BotNotInConversationRoster", "BotDisabledByAdmin", "ConversationBlockedByUser", "MessageWritesBlocked");

    /// <summary>Says whether an answer is worth another attempt at once, after a wait. Never after a post that may have been shown.</summary>
    public static bool IsRepeatedHere(TeamsApiException fault) => fault.Status switch
    {
        412 or 429 or 503 => true,
        408 or 502 or 504 => !fault.Operation.Creates,
        null => !fault.Operation.Creates && fault.ErrorCode is Timeout or ConnectionLost,
        _ => false,
    };

    /// <summary>Says whether a fault speaks for an outage of the whole tenant or host. A refusal does not.</summary>
    public static bool IsOutage(Exception fault)
        => fault is TeamsApiException { Status: >= 500 } or TeamsApiException { Status: null, ErrorCode: Timeout or Unreachable or ConnectionLost };

    /// <summary>Says whether a request may be done after we have heard of its fault.</summary>
    public static bool MayYetBeDone(TeamsApiException fault) => fault.Status == 504 || fault is { Status: null, ErrorCode: Timeout or ConnectionLost };

    public static bool IsClosing(TeamsApiException fault) => fault.Status == 403 && fault.ErrorCode is { } code && Closing.Contains(code);

    public static bool IsCardRefused(TeamsApiException fault)
        => fault.Status is 400 or 413 && (fault.Operation == TeamsOperation.Update || fault.Operation == TeamsOperation.StreamEnd);

    /// <summary>Says what a status means.</summary>
    public static TeamsApiException Of(TeamsOperation operation, int status, string? code, TimeSpan? retryAfter)
    {
        var failure = Classify(operation, status, code);
        var pause = failure is DeliveryFailure.Transient && status is < 500 and not (408 or 412 or 429) ? OperatorPause : retryAfter;
        return new TeamsApiException(operation, status, code, failure, pause);
    }

    /// <summary>Says what it means that nobody knows how a call ended.</summary>
    public static DeliveryFailure Unclear(TeamsOperation operation) => operation.Creates ? DeliveryFailure.Ambiguous : DeliveryFailure.Transient;

    /// <summary>Tells apart what Teams calls by one code. Only the words of its documentation are looked for, and none of them goes any further.</summary>
    public static string? Code(string? code, string? message) => code switch
    {
        StreamNotAllowed when Says(message, "cancel") => StreamStopped,
        StreamNotAllowed when Says(message, "previously streamed") => StreamMismatch,
        _ => Clean(code),
    };

    /// <summary>An error code as it may enter messages and logs; anything else is not an error code.</summary>
    public static string? Clean(string? code)
        => code is { Length: > 0 and <= MaxLength } && code.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.') ? code : null;

    private static bool Says(string? message, string words) => message?.Contains(words, StringComparison.OrdinalIgnoreCase) is true;

    // What is left, redirects and refusals without a code of Teams', comes from a proxy on the way, which an operator mends.
    private static DeliveryFailure Classify(TeamsOperation operation, int status, string? code) => status switch
    {
        400 or 413 => DeliveryFailure.Permanent,
        403 => code is null or WrongHost ? DeliveryFailure.Transient : DeliveryFailure.Permanent,
        404 or 410 => operation == TeamsOperation.Update && code != ConversationNotFound ? DeliveryFailure.Gone : DeliveryFailure.Permanent,
        412 or 429 or 503 => DeliveryFailure.Transient,
        408 or >= 500 => Unclear(operation),
        _ => DeliveryFailure.Transient,
    };
}
