using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage.Serialization;

namespace ChatOpsBot.RagCore.Storage.Embedded;

/// <summary>The dead letters in the log of one process. One replay at a time: they are rare, and two of one turn must not cross.</summary>
internal sealed class EmbeddedDeadLetters(EmbeddedStore store) : IDeadLetters, IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly EmbeddedState _state = store.State;
    private readonly TurnReader _reader = new(store.Log);

    public Task<IReadOnlyList<DeadLetter>> ListAsync(int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        store.Open();
        return Task.FromResult<IReadOnlyList<DeadLetter>>([.. Dead(limit).Select(Read).OfType<DeadLetter>()]);
    }

    public async Task<ReplayResult> ReplayAsync(string turnId, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            store.Open();
            return await ReplayAsync(KeyHash.Of(turnId));
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private async Task<ReplayResult> ReplayAsync(KeyHash id)
    {
        if (Find(id) is not { } snapshot)
        {
            return ReplayResult.Unknown;
        }

        if (snapshot.State is not TurnState.Dead)
        {
            return ReplayResult.NotDead;
        }

        if (_reader.Read(snapshot) is not { } turn)
        {
            return ReplayResult.Unknown;
        }

        var ticket = store.Log.Rent();
        store.Writer.Replayed(ticket, id, HasAnswer(turn));
        await store.CommitAsync(ticket);
        return ReplayResult.Replayed;
    }

    private TurnSnapshot? Find(KeyHash id)
    {
        lock (_state.Gate)
        {
            return _state.Turns.Find(id) is { } turn ? TurnSnapshot.Of(turn) : null;
        }
    }

    private List<(TurnSnapshot Turn, DeadEntry Death)> Dead(int limit)
    {
        lock (_state.Gate)
        {
            return [.. _state.Turns.ListDead(limit).Select(dead => (TurnSnapshot.Of(dead.Turn), dead.Death))];
        }
    }

    private DeadLetter? Read((TurnSnapshot Turn, DeadEntry Death) dead)
    {
        if (_reader.Read(dead.Turn) is not { } turn || _reader.ReadDeath(dead.Death.At) is not { } death)
        {
            return null;
        }

        var key = turn.Message.Conversation;
        return new DeadLetter(key.Tenant, turn.Message.TurnId, key.Channel, death.Cause, death.At, dead.Death.Attempts, HasAnswer(turn));
    }

    private static bool HasAnswer(TurnRecord turn) => turn.Answer is { FailureCause: null };
}
