using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Teams.Connector;

/// <summary>What the fake Teams remembers and what it answers, without a network. Thread-safe.</summary>
public sealed class FakeTeamsPlatform
{
    private readonly TimeProvider _time;
    private readonly FakeTeamsLimits _limits;
    private readonly Lock _gate = new();
    private readonly List<TeamsStoredMessage> _messages = [];
    private readonly HashSet<string> _conversations = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<TeamsCallRecord> _calls = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<TeamsFault>> _faults = new(StringComparer.Ordinal);
    private readonly FakeTeamsRosters _rosters = new();
    private readonly FakeTeamsStreams _streams;
    private int _nextId;

    internal FakeTeamsPlatform(TimeProvider time)
    {
        _time = time;
        _limits = new FakeTeamsLimits(time);
        _streams = new FakeTeamsStreams(time);
        Tokens = new FakeTeamsTokens(time);
    }

    /// <summary>Gets every request, in order of arrival.</summary>
    public IReadOnlyList<TeamsCallRecord> Calls => [.. _calls];

    /// <summary>Gets every message there is, oldest first.</summary>
    public IReadOnlyList<TeamsStoredMessage> Messages
    {
        get
        {
            lock (_gate)
            {
                return [.. _messages];
            }
        }
    }

    /// <summary>Gets or sets a value indicating whether requests without a token are taken, as a test client on the machine does.</summary>
    public bool TakesAnonymous { get; set; }

    /// <summary>Gets every stream there was, oldest first.</summary>
    public IReadOnlyList<FakeTeamsStream> Streams
    {
        get
        {
            lock (_gate)
            {
                return _streams.All;
            }
        }
    }

    /// <summary>Gets or sets a value indicating whether bots may stream (T-30).</summary>
    public bool StreamsAllowed { get; set; } = true;

    internal FakeTeamsTokens Tokens { get; }

    /// <summary>Makes the next requests of a kind go wrong, in this order.</summary>
    public void Fail(string operation, params TeamsFault[] faults)
    {
        var queue = _faults.GetOrAdd(operation, _ => new ConcurrentQueue<TeamsFault>());
        foreach (var fault in faults)
        {
            queue.Enqueue(fault);
        }
    }

    public void Open(string conversation)
    {
        lock (_gate)
        {
            _conversations.Add(conversation);
        }
    }

    /// <summary>Says who is in a conversation.</summary>
    public void SetMembers(string conversation, params TeamsMember[] members)
    {
        lock (_gate)
        {
            _rosters.Set(RoomOf(conversation), members);
        }
    }

    /// <summary>Makes every conversation unknown.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _conversations.Clear();
        }
    }

    /// <summary>Deletes a message, as a person or a data-loss rule does (T-39).</summary>
    public void Withdraw(string id)
    {
        lock (_gate)
        {
            _messages.RemoveAll(message => message.Id == id);
        }
    }

    /// <summary>Presses Stop on what is being streamed.</summary>
    public void Stop(string conversation)
    {
        lock (_gate)
        {
            _streams.Stop(conversation);
        }
    }

    /// <summary>Makes every token that was issued worthless.</summary>
    public void RevokeTokens() => Tokens.Revoke();

    public void SetTokenLife(TimeSpan life) => Tokens.Life = life;

    public IReadOnlyList<TeamsStoredMessage> MessagesIn(string conversation) => [.. Messages.Where(message => message.Conversation == conversation)];

    /// <summary>Returns the chat between a person and the bot, as it is named when it is opened.</summary>
    public static string ChatOf(string person) => $"a:chat-{person}";

    /// <summary>Answers a request; the fault says how the answer is lost, if it is.</summary>
    internal (TeamsReply Reply, TeamsFault? Fault) Answer(TeamsRequest request, Func<TeamsReply> token)
    {
        var fault = _faults.TryGetValue(request.Operation, out var faults) && faults.TryDequeue(out var next) && next.Kind is not TeamsFaultKind.None ? next : null;
        var reply = Reply(request, fault, token);
        _calls.Enqueue(new TeamsCallRecord(request, _time.GetUtcNow(), fault is { Kind: not TeamsFaultKind.Status } ? 0 : reply.Status));
        return (reply, fault);
    }

    private TeamsReply Reply(TeamsRequest request, TeamsFault? fault, Func<TeamsReply> token)
    {
        if (fault is { Effect: TeamsEffect.None })
        {
            return TeamsReply.Error(fault.Status, fault.Code, fault.RetryAfter);
        }

        var reply = request.Operation == "token" ? token() : Serve(request);
        return fault is null ? reply : TeamsReply.Error(fault.Status, fault.Code, fault.RetryAfter);
    }

    private TeamsReply Serve(TeamsRequest request)
    {
        if (!Tokens.IsGenuine(request.Bearer) && !(TakesAnonymous && request.Bearer is null))
        {
            return TeamsReply.Error(401, "Unauthorized");
        }

        if (_limits.Exceeded(request.Conversation, request.Operation == "members") is { } seconds)
        {
            return TeamsReply.Error(429, "TooManyRequests", seconds);
        }

        lock (_gate)
        {
            return request.Operation == "open" ? OpenChat(request.Body) : !IsKnown(request) ? TeamsReply.Error(404, "ConversationNotFound")
                : request.Operation == "members" ? _rosters.Page(request.Conversation, request.Body)
                : Do(request);
        }
    }

    // A roster is the room's, not a thread's.
    private bool IsKnown(TeamsRequest request)
        => request.Operation == "members" ? _conversations.Any(known => RoomOf(known) == request.Conversation) : _conversations.Contains(request.Conversation);

    private static string RoomOf(string conversation) => conversation.Split(";messageid=")[0];

    private TeamsReply Do(TeamsRequest request)
    {
        if (request.Operation == "delete")
        {
            _streams.Remove(request.Conversation, request.ActivityId);
            return _messages.RemoveAll(message => IsMeant(message, request)) > 0 ? new TeamsReply(200) : TeamsReply.Error(404, "ActivityNotFoundInConversation");
        }

        if (TryParse(request.Body) is not { } activity)
        {
            return TeamsReply.Error(400, "BadSyntax");
        }

        if (request.Operation.StartsWith("stream", StringComparison.Ordinal))
        {
            return Stream(request, activity);
        }

        if (request.Operation == "typing")
        {
            return new TeamsReply(201, new JsonObject { ["id"] = NewId() });
        }

        return FakeTeamsRules.Problem(activity, request.Body) is { } problem ? TeamsReply.Error(problem.Status, problem.Code)
            : request.Operation == "update" ? Update(request, activity)
            : Store(request, activity);
    }

    private TeamsReply Stream(TeamsRequest request, JsonObject activity)
    {
        var (reply, shown) = _streams.Take(request, activity, StreamsAllowed, NewId);
        if (shown is not null)
        {
            _messages.RemoveAll(message => message.Conversation == shown.Conversation && message.Id == shown.Id);
            _messages.Add(shown);
        }

        return reply;
    }

    // T-36: one person, known by an id and not by a name, of one tenant; opened again it is the same chat.
    private TeamsReply OpenChat(string body)
    {
        if (TryParse(body) is not { } opening
            || opening["members"] is not JsonArray { Count: 1 } members
            || (string?)members[0]?["id"] is not { Length: > 0 } person
            || person.Contains('@', StringComparison.Ordinal)
            || (string?)opening["bot"]?["id"] is not ['2', '8', ':', ..]
            || (string?)opening["tenantId"] is null
            || (string?)opening["channelData"]?["tenant"]?["id"] is null)
        {
            return TeamsReply.Error(400, "BadSyntax");
        }

        _conversations.Add(ChatOf(person));
        return new TeamsReply(201, new JsonObject { ["id"] = ChatOf(person) });
    }

    private TeamsReply Store(TeamsRequest request, JsonObject activity)
    {
        var id = NewId();
        var seenBy = request.IsTargeted ? (string?)activity["recipient"]?["id"] : null;
        if (request.IsTargeted && (seenBy is null || request.Conversation.StartsWith("a:", StringComparison.Ordinal)))
        {
            return TeamsReply.Error(400, "BadArgument");
        }

        _messages.Add(new TeamsStoredMessage(request.Conversation, id, activity, 0) { SeenBy = seenBy });

        // T-21: text and attachments are shown as two messages, and nobody is told their ids.
        var isSplit = activity["text"] is not null && activity["attachments"] is JsonArray { Count: > 0 };
        return new TeamsReply(201, isSplit ? [] : new JsonObject { ["id"] = id });
    }

    private TeamsReply Update(TeamsRequest request, JsonObject activity)
    {
        // T-29: what is being streamed is no message yet, and what a person stopped stays as it is.
        if (_streams.Guards(request.Conversation, request.ActivityId))
        {
            return TeamsReply.Error(403, "ContentStreamNotAllowed");
        }

        var index = _messages.FindIndex(message => IsMeant(message, request));
        if (index < 0)
        {
            return TeamsReply.Error(404, "ActivityNotFoundInConversation");
        }

        _messages[index] = _messages[index] with { Activity = activity, Edits = _messages[index].Edits + 1 };
        return new TeamsReply(200, new JsonObject { ["id"] = request.ActivityId });
    }

    private string NewId() => string.Create(CultureInfo.InvariantCulture, $"17{Interlocked.Increment(ref _nextId):D11}");

    private static bool IsMeant(TeamsStoredMessage message, TeamsRequest request)
        => message.Conversation == request.Conversation && message.Id == request.ActivityId && (message.SeenBy is not null) == request.IsTargeted;

    private static JsonObject? TryParse(string body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
