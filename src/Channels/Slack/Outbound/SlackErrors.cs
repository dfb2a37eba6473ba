using System.Collections.Frozen;
using System.Net;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>What Slack's error codes mean for the next attempt (S-56, S-57).</summary>
internal static class SlackErrors
{
    public const string RateLimited = "ratelimited";
    public const string MessageNotFound = "message_not_found";

    public const string ChannelNotFound = "channel_not_found";
    public const string HashConflict = "hash_conflict";
    public const string StreamingStateConflict = "streaming_state_conflict";
    public const string CannotDelete = "cant_delete_message";

    public const string MissingScope = "missing_scope";

    public const string Timeout = "timeout";
    public const string Unreachable = "unreachable";
    public const string ConnectionLost = "connection_lost";
    public const string BreakerOpen = "breaker_open";

    /// <summary>The app is not installed in the workspace.</summary>
    public const string NotInstalled = "not_installed";

    /// <summary>It could not be read which token to use.</summary>
    public const string TokenUnavailable = "token_unavailable";

    public const string TokenExpired = "token_expired";

    private const int MaxLength = 64;

    // Long enough not to hammer Slack while an operator mends the token or the proxy, short enough that answers go out soon after.
    private static readonly TimeSpan OperatorPause = TimeSpan.FromSeconds(30);

    // They may have happened in part: read back before anything is posted again.
    private static readonly FrozenSet<string> Ambiguous = FrozenSet.Create("internal_error", "fatal_error");

    private static readonly FrozenSet<string> Permanent = FrozenSet.Create(
        "access_denied", "as_user_not_supported", "block_mismatch", "cannot_reply_to_message", CannotDelete,
        "cant_update_message", ChannelNotFound, "duplicate_channel_not_found", "edit_window_closed", "ekm_access_denied", "exchanged_trigger_id",
        "expired_trigger_id", "expired_url", HashConflict, "invalid_arguments", "invalid_blocks", "invalid_blocks_format", "invalid_json",
        "invalid_metadata_format", "invalid_payload", "invalid_trigger_id", "invalid_ts_latest", "is_archived", "is_inactive", "message_not_found", "messages_tab_disabled",
        "metadata_too_large", "msg_blocks_too_long", "msg_too_long", "no_permission", "no_text", "not_allowed_token_type",
        "not_in_channel", "org_login_required", "restricted_action", "restricted_action_non_threadable_channel", "restricted_action_read_only_channel",
        "restricted_action_thread_locked", "restricted_action_thread_only_channel", "team_access_not_granted", "thread_not_found",
        "too_many_attachments", "trigger_exchanged", "trigger_expired", "unknown_method", "used_url", "user_not_found", "user_not_in_channel", "user_not_visible", "view_too_large");

    // An operator mends these while the answer waits.
    private static readonly FrozenSet<string> Credentials = FrozenSet.Create(
        "account_inactive", "invalid_auth", MissingScope, "not_authed", TokenExpired, "token_revoked");

    // The message cannot be changed, but another one can be posted: updates are held to stricter limits than posts.
    private static readonly FrozenSet<string> LostUpdates = FrozenSet.Create(
        "cant_update_message", "edit_window_closed", MessageNotFound, "msg_too_long");

    // Errors that plain text without blocks can mend.
    private static readonly FrozenSet<string> BlockFaults = FrozenSet.Create(
        "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "block_mismatch", "metadata_too_large", "invalid_metadata_format");

    // The stream takes no more: Slack has ended it (S-67), a person has, or the message is gone.
    private static readonly FrozenSet<string> EndsOfStream = FrozenSet.Create("message_not_in_streaming_state", "stopped_by_user", MessageNotFound);

    // The plan, the app's settings or its scopes do not allow a method that the bot can do without.
    private static readonly FrozenSet<string> NotOffered = FrozenSet.Create(
        "unknown_method", MissingScope, "feature_not_enabled", "not_allowed", "not_allowed_token_type", "http_404", "http_405");

    /// <summary>Says what an error code means. An unknown one is tried again until the deadline: it says that nothing was done.</summary>
    public static DeliveryFailure Classify(SlackMethod method, string error)
        => Permanent.Contains(error) ? DeliveryFailure.Permanent
            : Ambiguous.Contains(error) ? Unclear(method)
            : DeliveryFailure.Transient;

    /// <summary>Says what an HTTP status without an answer of Slack means. Most come from a proxy on the way, which an operator mends.</summary>
    public static DeliveryFailure Classify(SlackMethod method, HttpStatusCode status) => status switch
    {
        >= HttpStatusCode.InternalServerError => Unclear(method),
        HttpStatusCode.RequestEntityTooLarge => DeliveryFailure.Permanent,
        _ => DeliveryFailure.Transient,
    };

    /// <summary>Our code for an HTTP status without an answer of Slack.</summary>
    public static string OfStatus(HttpStatusCode status) => $"http_{(int)status}";

    /// <summary>Says whether a fault speaks for an outage of the whole workspace. An answer of Slack, whatever it says, does not.</summary>
    public static bool IsOutage(Exception fault) => fault is SlackApiException { Error: var error }
        && (error is Timeout or Unreachable or ConnectionLost || error.StartsWith("http_5", StringComparison.Ordinal));

    /// <summary>How long to wait before a call that failed like this is worth repeating; null: as long as any other.</summary>
    public static TimeSpan? PauseAfter(string error) => Credentials.Contains(error) ? OperatorPause : null;

    /// <summary>How long to wait after an HTTP status that an operator must mend.</summary>
    public static TimeSpan? PauseAfter(DeliveryFailure failure) => failure is DeliveryFailure.Transient ? OperatorPause : null;

    /// <summary>What it means that nobody knows how a call ended.</summary>
    public static DeliveryFailure Unclear(SlackMethod method) => method.Creates ? DeliveryFailure.Ambiguous : DeliveryFailure.Transient;

    /// <summary>Says whether another token could do what this one could not.</summary>
    public static bool IsOfTheToken(string error) => error is TokenExpired or "token_revoked" or "invalid_auth" or "account_inactive" or "not_authed";

    /// <summary>Says whether Slack itself refused, and would again.</summary>
    public static bool IsRefusal(string error)
        => error is not (Timeout or Unreachable or ConnectionLost or BreakerOpen or "invalid_response" or "request_timeout" or "service_unavailable")
            && !IsRateLimit(error) && !Ambiguous.Contains(error) && !error.StartsWith("http_", StringComparison.Ordinal);

    public static bool IsRateLimit(string error) => error is RateLimited or "rate_limited";

    /// <summary>Says whether an update was refused for good although something new could be posted. A block fault was tried as plain text before.</summary>
    public static bool IsLostUpdate(string error) => LostUpdates.Contains(error) || BlockFaults.Contains(error);

    /// <summary>Says whether a stream is over, or its message gone.</summary>
    public static bool IsStreamOver(string error) => EndsOfStream.Contains(error);

    /// <summary>Says whether an optional method is not to be had in this workspace.</summary>
    public static bool IsNotOffered(string error) => NotOffered.Contains(error);

    public static bool IsBlockFault(string error) => BlockFaults.Contains(error);

    /// <summary>An error code as it may enter messages and logs; anything else is not an error code.</summary>
    public static string Clean(string? error)
        => error is { Length: > 0 and <= MaxLength } && error.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.') ? error : "invalid_response";
}
