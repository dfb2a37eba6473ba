using System.Diagnostics.Metrics;

namespace ChatOpsBot.Channels.Slack;

/// <summary>What came in and what went out. Every tag is from a closed set: <see cref="SlackResults"/>, the routes, the methods.</summary>
internal sealed class SlackMetrics
{
    public const string MeterName = "ChatOpsBot.Channels.Slack";

    private readonly Counter<long> _requests;
    private readonly Counter<long> _calls;
    private readonly Counter<long> _streams;
    private readonly Counter<long> _limitedMinutes;

    public SlackMetrics(IMeterFactory meterFactory)
    {
        var meter = meterFactory.Create(MeterName);
        _requests = meter.CreateCounter<long>("chatopsbot.slack.requests", "{request}", "Requests from Slack by route and result.");
        _calls = meter.CreateCounter<long>("chatopsbot.slack.calls", "{call}", "Calls of the Web API by method and result.");
        _streams = meter.CreateCounter<long>("chatopsbot.slack.streams", "{stream}", "Streamed answers by result: finished, or replaced by an update.");
        _limitedMinutes = meter.CreateCounter<long>("chatopsbot.slack.events_rate_limited", "{minute}", "Minutes for which Slack held events back (S-16).");
    }

    public void Request(string route, string result) => _requests.Add(1, new("route", route), new("result", result));

    public void Call(string method, string result) => _calls.Add(1, new("method", method), new("result", result));

    public void Stream(string result) => _streams.Add(1, new KeyValuePair<string, object?>("result", result));

    public void EventsRateLimited() => _limitedMinutes.Add(1);
}

/// <summary>The results of a request.</summary>
internal static class SlackResults
{
    public const string Accepted = "accepted";
    public const string Duplicate = "duplicate";
    public const string Edited = "edited";
    public const string Removed = "removed";
    public const string Verified = "verified";
    public const string Voted = "voted";
    public const string Shared = "shared";
    public const string Helped = "helped";
    public const string Opened = "opened";
    public const string Saved = "saved";
    public const string Noticed = "noticed";
    public const string Finished = "finished";
    public const string Replaced = "replaced";
    public const string Done = "done";
    public const string Uninstalled = "uninstalled";
    public const string RateLimited = "rate_limited";

    public const string BadSignature = "bad_signature";
    public const string Stale = "stale";
    public const string MissingSignature = "missing_signature";
    public const string TooLarge = "too_large";
    public const string Malformed = "malformed";
    public const string BadRequest = "bad_request";
    public const string ForbiddenResponseUrl = "forbidden_response_url";

    public const string UnknownType = "unknown_type";
    public const string UnknownShape = "unknown_shape";
    public const string WrongTenant = "wrong_tenant";
    public const string Own = "own";
    public const string OtherBot = "other_bot";
    public const string Subtype = "subtype";
    public const string NotAddressed = "not_addressed";
    public const string NotAllowed = "not_allowed";

    public const string Busy = "busy";
    public const string Unavailable = "unavailable";
}
