namespace ChatOpsBot.TestKit.Teams.Connector;

/// <summary>A stream as Teams keeps it.</summary>
/// <param name="Conversation">Where it is.</param>
/// <param name="Id">Its id, which is the id of the message it becomes.</param>
/// <param name="Started">When it began.</param>
public sealed record FakeTeamsStream(string Conversation, string Id, DateTimeOffset Started)
{
    /// <summary>Gets <c>open</c>, <c>ended</c>, <c>stopped</c> or <c>expired</c>.</summary>
    public string State { get; init; } = "open";

    /// <summary>Gets what was streamed of the answer so far.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>Gets everything that was said on the way, informative or not.</summary>
    public IReadOnlyList<string> Said { get; init; } = [];

    internal int Sequence { get; init; } = 1;

    internal DateTimeOffset LastChunk { get; init; } = Started;
}
