namespace ChatOpsBot.Channels.Teams.Outbound.Streaming;

/// <summary>The streams of the turns this process is at, and of those it ended a while ago. Bounded. Thread-safe.</summary>
internal sealed class TeamsLiveStreams(TimeProvider time)
{
    private const int MaxStreams = 10_000;

    // Far longer than a stream lives: what a person stopped is remembered until its turn is surely over.
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, TeamsStream> _streams = new(StringComparer.Ordinal);
    private readonly Queue<(string Turn, TeamsStream Stream)> _order = [];

    public void Add(string turnId, TeamsStream stream)
    {
        lock (_gate)
        {
            _streams[turnId] = stream;
            _order.Enqueue((turnId, stream));
            while (_order.TryPeek(out var oldest) && (_order.Count > MaxStreams || oldest.Stream.Started < time.GetUtcNow() - Life))
            {
                Forget(_order.Dequeue());
            }
        }
    }

    public TeamsStream? Find(string turnId)
    {
        lock (_gate)
        {
            return _streams.GetValueOrDefault(turnId);
        }
    }

    // Its gate may be in somebody's hands: only the timer is given back.
    private void Forget((string Turn, TeamsStream Stream) old)
    {
        if (_streams.GetValueOrDefault(old.Turn) == old.Stream)
        {
            _streams.Remove(old.Turn);
        }

        old.Stream.End(old.Stream.State is TeamsStreamState.Open ? TeamsStreamState.Broken : old.Stream.State);
    }
}
