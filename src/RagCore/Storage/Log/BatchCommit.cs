using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Storage.Log;

/// <summary>
/// Takes batches to the disk: one write, one flush, then the state, then those who wait. Runs on the writer's thread only. A write
/// that fails fails its batch; a flush that fails ends the log, because nobody can say any more what the disk holds.
/// </summary>
internal sealed partial class BatchCommit(ILogFileSystem files, SegmentSet segments, ILogConsumer consumer, LogSettings settings, ILogger logger)
{
    private const int FirstBytes = 64 << 10;
    private const int KeptBytes = 4 << 20;

    private byte[] _bytes = new byte[FirstBytes];
    private bool _unflushed;
    private volatile StoreUnavailableException? _poison;

    /// <summary>Gets why nothing can be appended any more.</summary>
    public StoreUnavailableException? Poison => _poison;

    [SuppressMessage("Design", "CA1031", Justification = "Last resort of a thread: whatever happens, those who wait are told and the host stops.")]
    public void Write(List<AppendTicket> batch)
    {
        if (batch.Count == 0)
        {
            return;
        }

        try
        {
            if (TryPersist(batch))
            {
                consumer.Commit(batch);
                Complete(batch);
            }
        }
        catch (Exception surprise)
        {
            Fail(batch, Poisoned(surprise));
        }
    }

    /// <summary>Drops old segments as long as the consumer lets them go.</summary>
    public void Sweep()
    {
        try
        {
            while (_poison is null && segments.Count > 1 && consumer.LetGo(segments.Oldest.Sequence))
            {
                var path = segments.Oldest.Path;
                segments.DropOldest();
                SegmentDropped(path);
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Nothing depends on it: the next sweep tries again, and until then no later segment goes.
            SegmentNotDropped(refused, segments.Oldest.Path);
        }
    }

    /// <summary>Flushes what nobody waited for.</summary>
    public void Close()
    {
        try
        {
            if (_unflushed && _poison is null)
            {
                segments.Last.File.FlushToDisk();
            }
        }
        catch (IOException refused)
        {
            _ = Poisoned(refused);
        }
    }

    private bool TryPersist(List<AppendTicket> batch)
    {
        if (_poison is { } poison)
        {
            Fail(batch, poison);
            return false;
        }

        try
        {
            RollWhenFull();
            WriteFrames(batch);
        }
        catch (IOException refused)
        {
            Fail(batch, TakeBack(refused));
            return false;
        }

        FlushNow();
        return true;
    }

    private void RollWhenFull()
    {
        if (segments.Last.Length < settings.SegmentBytes)
        {
            return;
        }

        FlushNow();
        segments.AddNext();
        Sweep();
    }

    private void WriteFrames(List<AppendTicket> batch)
    {
        var segment = segments.Last;
        var total = 0;
        foreach (var ticket in CollectionsMarshal.AsSpan(batch))
        {
            var frame = ticket.Frame;
            ticket.Position = new LogPosition(segment.Sequence, checked((int)(segment.Length + total)));
            Frame.Seal(frame, ticket.Position);
            Reserve(total, frame.Length);
            frame.CopyTo(_bytes.AsSpan(total));
            total += frame.Length;
        }

        segment.File.Write(_bytes.AsSpan(0, total), segment.Length);
        segment.Length += total;
        _unflushed = true;
        if (_bytes.Length > KeptBytes)
        {
            _bytes = new byte[FirstBytes];
        }
    }

    private void Reserve(int used, int more)
    {
        if (used + more > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(used + more, _bytes.Length * 2));
        }
    }

    private void FlushNow()
    {
        try
        {
            segments.Last.File.FlushToDisk();
            _unflushed = false;
        }
        catch (IOException refused)
        {
            throw new FlushFailedException(refused);
        }
    }

    private StoreUnavailableException TakeBack(IOException refused)
    {
        try
        {
            segments.Last.File.Truncate(segments.Last.Length);
        }
        catch (IOException stuck)
        {
            return Poisoned(stuck);
        }

        var what = DiskFull.Caused(refused)
            ? $"The disk that holds {files.Folder} is full; free some space, nothing else is needed."
            : $"{segments.Last.Path} could not be written: {refused.Message}";
        WriteRefused(refused, segments.Last.Path);
        return new StoreUnavailableException(what, refused);
    }

    private StoreUnavailableException Poisoned(Exception cause)
    {
        if (_poison is { } earlier)
        {
            return earlier;
        }

        LogFailed(cause, segments.Last.Path);
        var poison = new StoreUnavailableException(
            $"The log in {files.Folder} failed and takes nothing more until the process is started again: {cause.Message}", cause);
        _poison = poison;
        consumer.Fail(poison);
        return poison;
    }

    private static void Complete(List<AppendTicket> batch)
    {
        foreach (var ticket in CollectionsMarshal.AsSpan(batch))
        {
            ticket.Succeed();
        }
    }

    private void Fail(List<AppendTicket> batch, StoreUnavailableException cause)
    {
        consumer.Reject(batch);
        foreach (var ticket in CollectionsMarshal.AsSpan(batch))
        {
            ticket.Fail(cause);
        }
    }

    [LoggerMessage(LogEvents.DiskFull, LogLevel.Error, "{Path} could not be written; the records were refused")]
    private partial void WriteRefused(Exception exception, string path);

    [LoggerMessage(LogEvents.LogFailed, LogLevel.Critical, "{Path} failed; nothing is taken any more until the process is started again")]
    private partial void LogFailed(Exception exception, string path);

    [LoggerMessage(LogEvents.SegmentNotDropped, LogLevel.Warning, "{Path} is older than is kept and could not be deleted; it is tried again")]
    private partial void SegmentNotDropped(Exception exception, string path);

    [LoggerMessage(LogEvents.SegmentDropped, LogLevel.Information, "{Path} was older than is kept and was deleted")]
    private partial void SegmentDropped(string path);
}
