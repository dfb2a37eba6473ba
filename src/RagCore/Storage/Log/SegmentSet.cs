using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Storage.Log;

/// <summary>The segments in order. Changed by the writer alone; read by anybody.</summary>
internal sealed class SegmentSet(ILogFileSystem files) : IDisposable
{
    private volatile LogSegment[] _segments = [];

    public int Count => _segments.Length;

    public LogSegment Oldest => _segments[0];

    public LogSegment Last => _segments[^1];

    public void Add(LogSegment segment) => _segments = [.. _segments, segment];

    /// <summary>Returns a segment, or null when it has been dropped.</summary>
    public LogSegment? Find(int sequence)
    {
        var segments = _segments;
        var index = segments.Length == 0 ? -1 : sequence - segments[0].Sequence;
        return index >= 0 && index < segments.Length ? segments[index] : null;
    }

    /// <summary>
    /// Creates the next segment. Its header and its entry in the folder are durable before a record goes into it: a last segment
    /// shorter than a header is therefore one that holds nothing.
    /// </summary>
    public void AddNext()
    {
        var sequence = _segments.Length == 0 ? 1 : Last.Sequence + 1;
        var segment = OpenFile(sequence);
        try
        {
            Begin(segment);
        }
        catch (IOException)
        {
            segment.Dispose();
            throw;
        }

        Add(segment);
    }

    /// <summary>Writes the header of a segment that holds nothing.</summary>
    public void Begin(LogSegment segment)
    {
        segment.File.Truncate(0);
        segment.File.Write(SegmentHeader.Create(segment.Sequence), 0);
        Flush(segment);
        segment.Length = SegmentHeader.Size;
    }

    public LogSegment OpenFile(int sequence)
    {
        var name = SegmentHeader.NameOf(sequence);
        return new LogSegment(files.Open(name), sequence, Path.Combine(files.Folder, name));
    }

    /// <summary>Deletes the oldest segment. One at a time and flushed each, so that a power loss leaves no gap. May be tried again.</summary>
    public void DropOldest()
    {
        Oldest.Dispose();
        files.Delete(SegmentHeader.NameOf(Oldest.Sequence));
        files.FlushFolder();
        _segments = _segments[1..];
    }

    /// <summary>Returns the sequences in the folder, oldest first.</summary>
    /// <exception cref="StoreUnavailableException">One is missing in between.</exception>
    public IReadOnlyList<int> ListSequences()
    {
        int[] sequences = [.. files.List().Select(SegmentHeader.SequenceOf).OfType<int>().Order()];
        for (var i = 1; i < sequences.Length; i++)
        {
            if (sequences[i] != sequences[i - 1] + 1)
            {
                throw new StoreUnavailableException(
                    $"{Path.Combine(files.Folder, SegmentHeader.NameOf(sequences[i - 1] + 1))} is missing between its neighbours. Restore it from a "
                    + "backup, or move the older ones out of the folder; what they hold is then lost.");
            }
        }

        return sequences;
    }

    public void Dispose()
    {
        foreach (var segment in _segments)
        {
            segment.Dispose();
        }

        _segments = [];
    }

    private void Flush(LogSegment segment)
    {
        try
        {
            segment.File.FlushToDisk();
            files.FlushFolder();
        }
        catch (IOException refused)
        {
            throw new FlushFailedException(refused);
        }
    }
}
