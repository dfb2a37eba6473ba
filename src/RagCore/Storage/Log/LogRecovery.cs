using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Storage.Log;

/// <summary>Reads the segments at the start, mends the torn end that a power loss leaves, refuses any other damage, and makes durable what it read.</summary>
internal sealed partial class LogRecovery(
    ILogFileSystem files, SegmentSet segments, ILogConsumer consumer, LogSettings settings, ILogger logger)
{
    private const int CopySize = 1 << 20;

    public void Run()
    {
        var sequences = segments.ListSequences();
        for (var i = 0; i < sequences.Count; i++)
        {
            var segment = segments.OpenFile(sequences[i]);
            segments.Add(segment);
            Read(segment, isLast: i == sequences.Count - 1);
        }

        if (sequences.Count == 0)
        {
            segments.AddNext();
            return;
        }

        Settle(segments.Last);
    }

    private void Read(LogSegment segment, bool isLast)
    {
        if (isLast && segment.File.Length <= SegmentHeader.Size && !HasHeader(segment))
        {
            segments.Begin(segment);
            return;
        }

        if (!HasHeader(segment) && !settings.PassesOverDamage)
        {
            throw segment.Damaged(0);
        }

        var scanner = new SegmentScanner(segment);
        segment.Length = scanner.Scan(consumer);
        while (settings.PassesOverDamage && segment.Length < segment.File.Length && scanner.FindNext(segment.Length) is { } next)
        {
            PassOver(segment, next);
            segment.Length = scanner.Scan(consumer, next);
        }

        if (segment.Length == segment.File.Length)
        {
            return;
        }

        if (!isLast && !settings.PassesOverDamage)
        {
            throw segment.Damaged(segment.Length);
        }

        CutTornTail(segment);
    }

    // The bytes stay in the segment until that goes, and beside it afterwards, so that somebody can look.
    private void PassOver(LogSegment segment, long next)
    {
        var copy = $"{SegmentHeader.NameOf(segment.Sequence)}.{segment.Length}.damaged";
        DamagePassedOver(segment.Path, segment.Length, next - segment.Length, copy);
        try
        {
            Copy(segment, segment.Length, next, copy);
        }
        catch (IOException refused)
        {
            TornTailNotKept(refused, copy);
        }
    }

    // What was read may stand in memory alone: the last process may have ended before its flush, or because the flush failed, and a
    // flush that comes after a failed one writes nothing. Only the last segment can hold such bytes; written again, they are flushed.
    private void Settle(LogSegment segment)
    {
        var piece = new byte[CopySize];
        for (var offset = 0L; offset < segment.Length;)
        {
            var read = segment.File.Read(piece.AsSpan(0, (int)Math.Min(piece.Length, segment.Length - offset)), offset);
            segment.File.Write(piece.AsSpan(0, read), offset);
            offset += read > 0 ? read : throw segment.Damaged(offset);
        }

        segment.File.FlushToDisk();
        files.FlushFolder();
    }

    private static bool HasHeader(LogSegment segment)
    {
        Span<byte> header = stackalloc byte[SegmentHeader.Size];
        return SegmentHeader.IsIntact(header[..segment.File.Read(header, 0)], segment.Sequence, segment.Path);
    }

    // What is cut off was never acknowledged, unless the disk lost what it had flushed: kept, so that somebody can look.
    private void CutTornTail(LogSegment segment)
    {
        var torn = SegmentHeader.NameOf(segment.Sequence) + ".torn";
        TornTailCut(segment.Path, segment.Length, segment.File.Length - segment.Length, torn);
        try
        {
            Copy(segment, segment.Length, segment.File.Length, torn);
        }
        catch (IOException refused)
        {
            TornTailNotKept(refused, torn);
        }

        segment.File.Truncate(segment.Length);
        segment.File.FlushToDisk();
    }

    private void Copy(LogSegment segment, long from, long to, string name)
    {
        using var copy = files.Open(name);
        copy.Truncate(0);
        var piece = new byte[CopySize];
        for (var offset = from; segment.File.Read(piece.AsSpan(0, (int)Math.Min(piece.Length, to - offset)), offset) is > 0 and var read; offset += read)
        {
            copy.Write(piece.AsSpan(0, read), offset - from);
        }

        copy.FlushToDisk();
    }

    [LoggerMessage(
        LogEvents.TornTailCut,
        LogLevel.Warning,
        "{Path} ended in an unfinished write at byte {Offset}, as a power loss leaves it; {Bytes} bytes were moved to {Torn}")]
    private partial void TornTailCut(string path, long offset, long bytes, string torn);

    [LoggerMessage(
        LogEvents.DamagePassedOver,
        LogLevel.Error,
        "{Path} is damaged at byte {Offset}; {Bytes} bytes were passed over and copied to {Copy}, what stands behind them was read")]
    private partial void DamagePassedOver(string path, long offset, long bytes, string copy);

    [LoggerMessage(LogEvents.TornTailNotKept, LogLevel.Warning, "The unfinished write could not be kept as {Torn}")]
    private partial void TornTailNotKept(Exception exception, string torn);
}
