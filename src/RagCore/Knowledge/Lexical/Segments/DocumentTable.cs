namespace ChatOpsBot.RagCore.Knowledge.Lexical.Segments;

/// <summary>The documents of a segment by number, and their numbers by id.</summary>
internal abstract class DocumentTable
{
    private readonly ulong[] _hashes;
    private readonly int[] _numbers;

    protected DocumentTable(ulong[] sortedHashes, int[] numbers) => (_hashes, _numbers) = (sortedHashes, numbers);

    protected DocumentTable(IReadOnlyList<string> ids)
    {
        _hashes = new ulong[ids.Count];
        _numbers = new int[ids.Count];
        for (var number = 0; number < ids.Count; number++)
        {
            (_hashes[number], _numbers[number]) = (HashOf(ids[number]), number);
        }

        Array.Sort(_hashes, _numbers);
    }

    public int Count => _numbers.Length;

    public ReadOnlySpan<ulong> SortedHashes => _hashes;

    public ReadOnlySpan<int> NumbersByHash => _numbers;

    /// <summary>Returns a document.</summary>
    public abstract Document Get(int number);

    /// <summary>Says whether another document has replaced this one.</summary>
    public abstract bool IsSuperseded(int number);

    /// <summary>Returns the number of the document with this id, or -1.</summary>
    public int Find(string id)
    {
        var hash = HashOf(id);
        var at = Array.BinarySearch(_hashes, hash);
        while (at > 0 && _hashes[at - 1] == hash)
        {
            at--;
        }

        for (; at >= 0 && at < _hashes.Length && _hashes[at] == hash; at++)
        {
            if (string.Equals(Get(_numbers[at]).Id, id, StringComparison.Ordinal))
            {
                return _numbers[at];
            }
        }

        return -1;
    }

    /// <summary>The 64-bit hash of Fowler, Noll and Vo, variant 1a, over UTF-16 (http://www.isthe.com/chongo/tech/comp/fnv/).</summary>
    private static ulong HashOf(string id)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in id)
        {
            hash = (hash ^ character) * 1099511628211UL;
        }

        return hash;
    }
}

/// <summary>Documents held in memory.</summary>
internal sealed class LoadedDocuments(Document[] documents) : DocumentTable([.. documents.Select(document => document.Id)])
{
    public override Document Get(int number) => documents[number];

    public override bool IsSuperseded(int number) => documents[number].IsSuperseded;
}
