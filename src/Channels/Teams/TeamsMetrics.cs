using System.Diagnostics.Metrics;

namespace ChatOpsBot.Channels.Teams;

/// <summary>What came in and what went out. Every tag is from a closed set: <see cref="TeamsResults"/>, the operations of the Connector.</summary>
internal sealed class TeamsMetrics
{
    public const string MeterName = "ChatOpsBot.Channels.Teams";

    private readonly Counter<long> _requests;
    private readonly Counter<long> _calls;
    private readonly Counter<long> _orphans;
    private readonly Counter<long> _streams;

    public TeamsMetrics(IMeterFactory meterFactory)
    {
        var meter = meterFactory.Create(MeterName);
        _requests = meter.CreateCounter<long>("chatopsbot.teams.requests", "{request}", "Requests from Teams by result.");
        _calls = meter.CreateCounter<long>("chatopsbot.teams.calls", "{call}", "Calls of the Connector and the token endpoint by operation and result.");
        _orphans = meter.CreateCounter<long>("chatopsbot.teams.orphans", "{message}", "Placeholders that may stand beside their answer, by what became of them: suspected, removed (T-18).");
        _streams = meter.CreateCounter<long>("chatopsbot.teams.streams", "{stream}", "Streams by how they ended: ended, outlasted, stopped by the person, broken, unsupported (T-29).");
    }

    public void Request(string result) => _requests.Add(1, new KeyValuePair<string, object?>("result", result));

    public void Call(string operation, string result) => _calls.Add(1, new("operation", operation), new("result", result));

    public void Stream(string end) => _streams.Add(1, new KeyValuePair<string, object?>("end", end));

    public void Orphan(string state) => _orphans.Add(1, new KeyValuePair<string, object?>("state", state));
}

/// <summary>The results of a request.</summary>
internal static class TeamsResults
{
    public const string Accepted = "accepted";
    public const string Duplicate = "duplicate";
    public const string Edited = "edited";
    public const string Removed = "removed";
    public const string Voted = "voted";
    public const string Asked = "asked";
    public const string Refreshed = "refreshed";
    public const string Opened = "opened";
    public const string Answered = "answered";
    public const string Unanswered = "unanswered";
    public const string Installed = "installed";
    public const string Uninstalled = "uninstalled";
    public const string Done = "done";
    public const string RateLimited = "rate_limited";

    public const string MissingToken = "missing_token";
    public const string MalformedToken = "malformed_token";
    public const string WrongAlgorithm = "wrong_algorithm";
    public const string UnknownKey = "unknown_key";
    public const string BadSignature = "bad_signature";
    public const string WrongIssuer = "wrong_issuer";
    public const string WrongAudience = "wrong_audience";
    public const string Expired = "expired";
    public const string NotYetValid = "not_yet_valid";
    public const string NoServiceUrlClaim = "no_service_url_claim";
    public const string WrongServiceUrl = "wrong_service_url";
    public const string ForbiddenServiceUrl = "forbidden_service_url";
    public const string NotEndorsed = "not_endorsed";
    public const string KeysUnavailable = "keys_unavailable";

    public const string TooLarge = "too_large";
    public const string Malformed = "malformed";
    public const string BadRequest = "bad_request";
    public const string UnsupportedMediaType = "unsupported_media_type";
    public const string UnsupportedChannel = "unsupported_channel";

    public const string UnknownType = "unknown_type";
    public const string UnknownShape = "unknown_shape";
    public const string UnknownInvoke = "unknown_invoke";
    public const string WrongTenant = "wrong_tenant";
    public const string Own = "own";
    public const string OtherBot = "other_bot";
    public const string NotAddressed = "not_addressed";
    public const string NotAllowed = "not_allowed";

    public const string Busy = "busy";
    public const string Unavailable = "unavailable";
}
