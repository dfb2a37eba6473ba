namespace ChatOpsBot.Channels.Slack.Outbound.Streaming;

/// <summary>A message this process is streaming. The calls for one turn come one after the other, so nothing here is locked.</summary>
/// <param name="team">The workspace.</param>
/// <param name="ts">The message.</param>
/// <param name="turnId">The turn.</param>
/// <param name="startedAt">When it was started.</param>
internal sealed class SlackStream(string team, string ts, string turnId, DateTimeOffset startedAt)
{
    public string Team { get; } = team;

    public string Ts { get; } = ts;

    public string TurnId { get; } = turnId;

    public DateTimeOffset StartedAt { get; } = startedAt;

    /// <summary>Gets or sets what of the answer's text stands in the message.</summary>
    public string Shown { get; set; } = string.Empty;

    /// <summary>Gets or sets how many sources are read, once known.</summary>
    public int Sources { get; set; }

    public SlackStreamState State { get; private set; } = SlackStreamState.Open;

    /// <summary>Takes in that a call failed. A call that Slack did not take changes nothing.</summary>
    public void Failed(SlackApiException fault)
        => State = SlackErrors.IsStreamOver(fault.Error) ? SlackStreamState.Over
            : State is SlackStreamState.Over || SlackErrors.IsRateLimit(fault.Error) || fault.Error is SlackErrors.BreakerOpen or SlackErrors.Unreachable ? State
            : SlackStreamState.Doubtful;

    /// <summary>Takes in that what stands in the message is not the beginning of the reply.</summary>
    public void Doubt() => State = State is SlackStreamState.Over ? State : SlackStreamState.Doubtful;
}

/// <summary>What is known about a streamed message.</summary>
internal enum SlackStreamState
{
    /// <summary>It takes more, and what stands there is known.</summary>
    Open,

    /// <summary>It is open, and nobody knows for sure what stands there: the reply replaces it.</summary>
    Doubtful,

    /// <summary>Slack, or a person, has closed or deleted it.</summary>
    Over,
}
