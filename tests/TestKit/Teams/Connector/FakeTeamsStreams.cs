using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Teams.Connector;

/// <summary>
/// Teams' streams, every step as strict as its documentation (T-29, T-30): https://learn.microsoft.com/microsoftteams/platform/bots/streaming-ux
/// </summary>
internal sealed class FakeTeamsStreams(TimeProvider time)
{
    private const string NotAllowed = "ContentStreamNotAllowed";
    private const int MaxInformative = 1_000;

    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan MinSpacing = TimeSpan.FromSeconds(1);

    private readonly List<FakeTeamsStream> _streams = [];

    public IReadOnlyList<FakeTeamsStream> All
    {
        get
        {
            Expire();
            return [.. _streams];
        }
    }

    /// <summary>Says what a post is, by its body.</summary>
    public static string KindOf(string operation, string body)
        => operation != "post" ? operation
            : !body.Contains("\"streaminfo\"", StringComparison.Ordinal) ? body.Contains("\"type\":\"typing\"", StringComparison.Ordinal) ? "typing" : "post"
            : body.Contains("\"streamType\":\"final\"", StringComparison.Ordinal) ? "stream_end"
            : body.Contains("\"streamId\"", StringComparison.Ordinal) ? "stream_chunk"
            : "stream_start";

    public void Stop(string conversation) => Replace(stream => stream.Conversation == conversation && stream.State == "open", stream => stream with { State = "stopped" });

    public void Remove(string conversation, string? id) => _streams.RemoveAll(stream => stream.Conversation == conversation && stream.Id == id);

    /// <summary>Says whether a message may not be changed: it is being streamed, or a person stopped it.</summary>
    public bool Guards(string conversation, string? id)
    {
        Expire();
        return _streams.Exists(stream => stream.Conversation == conversation && stream.Id == id && (stream.State is "open" or "stopped"));
    }

    /// <summary>Takes a request of a stream; returns the message that people see now, if it changed.</summary>
    public (TeamsReply Reply, TeamsStoredMessage? Shown) Take(TeamsRequest request, JsonObject activity, bool isAllowed, Func<string> newId)
    {
        Expire();
        var info = (activity["entities"] as JsonArray ?? []).OfType<JsonObject>().Single(entity => (string?)entity["type"] == "streaminfo");

        // T-30: nowhere but between a person and a bot, and not everywhere there.
        if (!isAllowed || !request.Conversation.StartsWith("a:", StringComparison.Ordinal))
        {
            return (TeamsReply.Error(400, "BadArgument", message: "streaming api is not enabled"), null);
        }

        return request.Operation switch
        {
            "stream_start" => Start(request, activity, info, newId),
            "stream_chunk" => Go(request, activity, info),
            _ => End(request, activity, info),
        };
    }

    private (TeamsReply Reply, TeamsStoredMessage? Shown) Start(TeamsRequest request, JsonObject activity, JsonObject info, Func<string> newId)
    {
        // T-29: one stream a chat, the first is number 1.
        if (_streams.Exists(stream => stream.Conversation == request.Conversation && stream.State == "open"))
        {
            return (TeamsReply.Error(403, NotAllowed, message: "Content stream is not allowed"), null);
        }

        if (ChunkProblem(activity, info) is { } problem || (int?)info["streamSequence"] != 1)
        {
            return (TeamsReply.Error(400, "BadRequest"), null);
        }

        var now = time.GetUtcNow();
        var stream = new FakeTeamsStream(request.Conversation, newId(), now) { Said = [(string)activity["text"]!] };
        _streams.Add(stream);
        return (new TeamsReply(201, new JsonObject { ["id"] = stream.Id }), null);
    }

    private (TeamsReply Reply, TeamsStoredMessage? Shown) Go(TeamsRequest request, JsonObject activity, JsonObject info)
    {
        var (text, now, isAnswer) = ((string?)activity["text"] ?? string.Empty, time.GetUtcNow(), (string?)info["streamType"] != "informative");
        if (Refusal(request, info, out var stream) is { } refusal)
        {
            return (refusal, null);
        }

        // T-29: the throttling limit is one request per second.
        if (now - stream!.LastChunk < MinSpacing)
        {
            return (TeamsReply.Error(429, "API calls quota exceeded", retryAfter: 1), null);
        }

        Replace(other => other.Id == stream.Id, other => other with { LastChunk = now });
        if (ChunkProblem(activity, info) is not null || (!isAnswer && stream.Text.Length > 0))
        {
            return (TeamsReply.Error(400, "BadRequest"), null);
        }

        // T-29: what comes out of order is taken and dropped.
        if ((int?)info["streamSequence"] is not { } sequence || sequence <= stream.Sequence)
        {
            return (new TeamsReply(202, new JsonObject { ["error"] = new JsonObject { ["code"] = "ContentStreamSequenceOrderPreConditionFailed" } }), null);
        }

        // T-29: each chunk carries the full text so far.
        if (isAnswer && !text.StartsWith(stream.Text, StringComparison.Ordinal))
        {
            return (Mismatch(), null);
        }

        var next = stream with { Sequence = sequence, LastChunk = now, Text = isAnswer ? text : stream.Text, Said = [.. stream.Said, text] };
        Replace(other => other.Id == stream.Id, _ => next);
        return (new TeamsReply(202, []), isAnswer ? new TeamsStoredMessage(request.Conversation, stream.Id, activity, next.Said.Count) : null);
    }

    private (TeamsReply Reply, TeamsStoredMessage? Shown) End(TeamsRequest request, JsonObject activity, JsonObject info)
    {
        if (Refusal(request, info, out var stream) is { } refusal)
        {
            return (refusal, null);
        }

        // T-29: the end is a message without a number, and says all that was streamed; a card may take the text's place.
        var text = (string?)activity["text"] ?? string.Empty;
        var hasCard = activity["attachments"] is JsonArray { Count: > 0 };
        if ((string?)activity["type"] != "message" || info["streamSequence"] is not null || (text.Length == 0 && !hasCard))
        {
            return (TeamsReply.Error(400, "BadRequest"), null);
        }

        if (FakeTeamsRules.Problem(activity, request.Body) is { } problem)
        {
            return (TeamsReply.Error(problem.Status, problem.Code), null);
        }

        if (text.Length > 0 && !text.StartsWith(stream!.Text, StringComparison.Ordinal))
        {
            return (Mismatch(), null);
        }

        Replace(other => other.Id == stream!.Id, ended => ended with { State = "ended" });
        return (new TeamsReply(202, []), new TeamsStoredMessage(request.Conversation, stream!.Id, activity, stream.Said.Count + 1));
    }

    private TeamsReply? Refusal(TeamsRequest request, JsonObject info, out FakeTeamsStream? stream)
    {
        stream = _streams.Find(known => known.Conversation == request.Conversation && known.Id == (string?)info["streamId"]);
        return stream?.State switch
        {
            null => TeamsReply.Error(400, "BadRequest"),
            "ended" => TeamsReply.Error(403, NotAllowed, message: "Content stream is not allowed on an already completed streamed message"),
            "stopped" => TeamsReply.Error(403, NotAllowed, message: "Content stream was canceled by user."),
            "expired" => TeamsReply.Error(403, NotAllowed, message: "Content stream finished due to exceeded streaming time."),
            _ => null,
        };
    }

    // T-29: attachments, the AI label and feedback belong to the end; what the bot is doing has 1,000 characters.
    private static string? ChunkProblem(JsonObject activity, JsonObject info) => (string?)info["streamType"] switch
    {
        "informative" or "streaming" when (string?)activity["type"] != "typing" => "no typing",
        "informative" when (string?)activity["text"] is not { Length: > 0 and <= MaxInformative } => "text",
        "streaming" when (string?)activity["text"] is not { Length: > 0 } => "text",
        "informative" or "streaming" when activity["attachments"] is not null || activity["channelData"]?["feedbackLoop"] is not null => "too early",
        "informative" or "streaming" when ((JsonArray)activity["entities"]!).Count > 1 => "too early",
        "informative" or "streaming" => null,
        _ => "type",
    };

    private static TeamsReply Mismatch()
        => TeamsReply.Error(403, NotAllowed, message: "Request streamed content should contain the previously streamed content");

    private void Expire()
    {
        var now = time.GetUtcNow();
        Replace(stream => stream.State == "open" && now - stream.Started >= MaxAge, stream => stream with { State = "expired" });
    }

    private void Replace(Predicate<FakeTeamsStream> which, Func<FakeTeamsStream, FakeTeamsStream> by)
    {
        for (var i = 0; i < _streams.Count; i++)
        {
            _streams[i] = which(_streams[i]) ? by(_streams[i]) : _streams[i];
        }
    }
}
