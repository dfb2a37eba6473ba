namespace ChatOpsBot.RagCore.Knowledge.Dense;

/// <summary>Embeds what waits, a few chunks at a time and one call after the other. Begins with the first document; an outage only delays it.</summary>
internal sealed class VectorBackfill : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly DenseIndex _index;
    private readonly PassageEmbedder _embedder;
    private readonly EmbeddingHealth _health;
    private readonly TimeProvider _time;
    private readonly WorkPasses _passes;

    public VectorBackfill(DenseIndex index, PassageEmbedder embedder, EmbeddingHealth health, TimeProvider time)
    {
        (_index, _embedder, _health, _time) = (index, embedder, health, time);
        _passes = new WorkPasses(PassAsync, health.Failed, time);
    }

    /// <summary>Says that documents wait.</summary>
    public void WakeUp() => _passes.WakeUp();

    /// <summary>Waits until every document has its vectors, the model is lost, or the time is over.</summary>
    /// <returns>How many documents still wait.</returns>
    public async Task<int> SettleAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var begun = _time.GetTimestamp();
        while (_index.WaitingCount > 0 && !_health.IsLost && _time.GetElapsedTime(begun) < limit)
        {
            await Task.Delay(Look, _time, cancellationToken);
        }

        return _index.WaitingCount;
    }

    /// <inheritdoc/>
    public void Dispose() => _passes.Dispose();

    private async Task PassAsync(CancellationToken stopping)
    {
        foreach (var slice in Texts(_index.Waiting).Chunk(PassageEmbedder.SliceSize))
        {
            _index.Add(await EmbedAsync(slice, stopping));
            foreach (var last in slice.Where(each => each.IsLast))
            {
                _index.Complete(last.Passage.Chunk.Document);
            }
        }
    }

    private static IEnumerable<WaitingText> Texts(IEnumerable<Document> documents)
    {
        foreach (var document in documents)
        {
            WaitingText? held = null;
            foreach (var (chunk, text) in EmbeddedText.Of(document))
            {
                if (held is { } before)
                {
                    yield return before;
                }

                held = new WaitingText(new EmbeddedPassage(chunk, text), IsLast: false);
            }

            yield return held!.Value with { IsLast = true };
        }
    }

    private async Task<IReadOnlyCollection<EmbeddedChunk>> EmbedAsync(WaitingText[] slice, CancellationToken stopping)
    {
        var vectors = await _embedder.EmbedAsync(Array.ConvertAll(slice, each => each.Passage), stopping);
        return
        [
            .. from pair in slice.Zip(vectors)
               where pair.Second is not null
               select new EmbeddedChunk(pair.First.Passage.Chunk, pair.Second!.Value),
        ];
    }

    private readonly record struct WaitingText(EmbeddedPassage Passage, bool IsLast);
}
