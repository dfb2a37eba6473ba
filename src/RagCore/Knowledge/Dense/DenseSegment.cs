using System.Collections;
using ChatOpsBot.RagCore.Access;

namespace ChatOpsBot.RagCore.Knowledge.Dense;

/// <summary>Some chunks of one tenant with their vectors. Never changes; without some documents it is another segment over the same vectors.</summary>
internal sealed class DenseSegment
{
    private const int WordBits = 64;

    private readonly EmbeddedChunk[] _chunks;
    private readonly VectorSet _vectors;
    private readonly int[] _readersOf;
    private readonly (string Source, IReadOnlyList<string> Readers)[] _readerSets;
    private readonly ulong[] _live;

    /// <param name="chunks">At least one; all vectors have the same dimensions.</param>
    public DenseSegment(IReadOnlyCollection<EmbeddedChunk> chunks)
    {
        _chunks = [.. chunks];
        _vectors = new VectorSet(Join(_chunks), _chunks[0].Vector.Length);
        (_readersOf, _readerSets) = NumberReaders(_chunks);
        _live = new ulong[(_chunks.Length + WordBits - 1) / WordBits];
        for (var number = 0; number < _chunks.Length; number++)
        {
            _live[number / WordBits] |= 1UL << (number % WordBits);
        }

        LiveCount = _chunks.Length;
    }

    private DenseSegment(DenseSegment whole, ulong[] live, int liveCount)
    {
        (_chunks, _vectors, _readersOf, _readerSets) = (whole._chunks, whole._vectors, whole._readersOf, whole._readerSets);
        (_live, LiveCount) = (live, liveCount);
    }

    /// <summary>Gets how many chunks can be found.</summary>
    public int LiveCount { get; }

    /// <summary>Gets how many chunks it holds, those of removed documents included.</summary>
    public int Count => _chunks.Length;

    /// <summary>Gets the chunks that can be found.</summary>
    public IEnumerable<EmbeddedChunk> Live => _chunks.Where((_, number) => IsSet(_live, number));

    public DenseSegment Without(IReadOnlySet<string> documentIds)
    {
        var live = (ulong[])_live.Clone();
        var count = LiveCount;
        for (var number = 0; number < _chunks.Length; number++)
        {
            if (IsSet(live, number) && documentIds.Contains(_chunks[number].Chunk.Document.Id))
            {
                live[number / WordBits] &= ~(1UL << (number % WordBits));
                count--;
            }
        }

        return count == LiveCount ? this : new DenseSegment(this, live, count);
    }

    /// <summary>Adds the nearest chunks that the filter admits. What it does not admit is never compared.</summary>
    public void Search(ReadOnlySpan<float> query, AccessFilter access, int limit, List<Passage> found)
    {
        var admitted = Admitted(access);
        if (!admitted.AsSpan().ContainsAnyExcept(0UL))
        {
            return;
        }

        var matches = new VectorMatch[Math.Min(limit, _chunks.Length)];
        var count = _vectors.Search(query, admitted, new VectorScratch(), matches);
        foreach (var match in matches.AsSpan(0, count))
        {
            found.Add(new Passage(_chunks[match.Number].Chunk, match.Cosine));
        }
    }

    private ulong[] Admitted(AccessFilter access)
    {
        var tenant = _chunks[0].Chunk.Document.Tenant;
        var sets = new BitArray([.. _readerSets.Select(set => access.Admits(tenant, set.Source, set.Readers))]);
        var admitted = new ulong[_live.Length];
        for (var number = 0; number < _chunks.Length; number++)
        {
            if (sets[_readersOf[number]])
            {
                admitted[number / WordBits] |= _live[number / WordBits] & (1UL << (number % WordBits));
            }
        }

        return admitted;
    }

    private static bool IsSet(ulong[] bits, int number) => (bits[number / WordBits] >> (number % WordBits) & 1) != 0;

    private static float[] Join(EmbeddedChunk[] chunks)
    {
        var dimensions = chunks[0].Vector.Length;
        var vectors = new float[chunks.Length * dimensions];
        for (var number = 0; number < chunks.Length; number++)
        {
            chunks[number].Vector.Span.CopyTo(vectors.AsSpan(number * dimensions, dimensions));
            chunks[number] = chunks[number] with { Vector = vectors.AsMemory(number * dimensions, dimensions) };
        }

        return vectors;
    }

    private static (int[] Of, (string Source, IReadOnlyList<string> Readers)[] Sets) NumberReaders(EmbeddedChunk[] chunks)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var sets = new List<(string Source, IReadOnlyList<string> Readers)>();
        var of = new int[chunks.Length];
        for (var number = 0; number < chunks.Length; number++)
        {
            var (source, readers) = (chunks[number].Chunk.Document.Source, chunks[number].Chunk.Document.Readers);
            var key = string.Join('\0', readers.Prepend(source).Select(part => $"{part.Length}:{part}"));
            if (!numbers.TryGetValue(key, out of[number]))
            {
                of[number] = sets.Count;
                numbers.Add(key, sets.Count);
                sets.Add((source, readers));
            }
        }

        return (of, [.. sets]);
    }
}

/// <summary>A chunk with its vector.</summary>
internal readonly record struct EmbeddedChunk(Chunk Chunk, ReadOnlyMemory<float> Vector);
