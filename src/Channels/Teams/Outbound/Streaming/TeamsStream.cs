using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Teams.Rendering;

namespace ChatOpsBot.Channels.Teams.Outbound.Streaming;

/// <summary>One message that grows before a person's eyes. Everything but <see cref="State"/> is touched under <see cref="Gate"/> only.</summary>
/// <param name="id">The platform's id of the stream, which is the id of the message it becomes.</param>
/// <param name="started">When it was asked for, which is before it began.</param>
/// <param name="standIn">What it becomes when it has to end before there is an answer.</param>
#pragma warning disable CA1001 // The gate holds no handle until somebody asks for one, the timer ends with the stream.
internal sealed class TeamsStream(string id, DateTimeOffset started, JsonObject? standIn = null)
#pragma warning restore CA1001
{
    private ITimer? _limit;

    public string Id { get; } = id;

    public DateTimeOffset Started { get; } = started;

    /// <summary>Gets what lets one request go at a time: each waits for the success of the one before (T-29).</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    public TeamsStreamState State { get; private set; }

    /// <summary>Gets the number of the last chunk; the informative one that began the stream is 1.</summary>
    public int Sequence { get; private set; } = 1;

    /// <summary>Gets what a person may have read of the answer: whatever follows begins with it.</summary>
    public string Text { get; private set; } = string.Empty;

    /// <summary>Gets what was said last, the answer so far or what the bot is doing.</summary>
    public string LastSaid { get; private set; } = string.Empty;

    /// <summary>Gets or sets when the last chunk had arrived.</summary>
    public DateTimeOffset LastSent { get; set; } = started;

    /// <summary>Gets what the stream becomes when it ends now: its own words.</summary>
    public JsonObject OwnWords => Text.Length > 0 || standIn is null ? TeamsTextParts.Message(Text) : standIn;

    public bool IsOpen => State is TeamsStreamState.Open;

    /// <summary>Counts a chunk before it is sent: when its end is unclear, it counts as shown.</summary>
    public int Next(string said, bool isAnswer)
    {
        LastSaid = said;
        Text = isAnswer ? said : Text;
        return ++Sequence;
    }

    public void CloseAt(ITimer limit) => _limit = limit;

    public void End(TeamsStreamState state)
    {
        State = state;
        _limit?.Dispose();
    }
}

/// <summary>What became of a stream.</summary>
internal enum TeamsStreamState
{
    /// <summary>It takes more.</summary>
    Open,

    /// <summary>It has become a message, which can be changed.</summary>
    Closed,

    /// <summary>Teams ended it; whether a message stands there shows when it is changed.</summary>
    Broken,

    /// <summary>The person pressed Stop and wants no more of it.</summary>
    Stopped,
}
