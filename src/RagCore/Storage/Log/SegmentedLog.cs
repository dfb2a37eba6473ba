using System.Text.Json;
using ChatOpsBot.RagCore.Conversations;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Storage.Log;

/// <summary>
/// An append-only log in segments of limited size. Appends from many callers share one write and one flush; a record that was
/// awaited survives a power loss.
/// </summary>
internal sealed class SegmentedLog : IDisposable
{
    private readonly ILogFileSystem _files;
    private readonly AppendTicketPool _tickets;
    private readonly SegmentSet _segments;
    private readonly LogWriter _writer;
    private readonly LogRecovery _recovery;
    private IDisposable? _lock;

    public SegmentedLog(ILogFileSystem files, ILogConsumer consumer, LogSettings settings, ILogger logger)
    {
        _files = files;
        _tickets = new AppendTicketPool(settings.Json);
        _segments = new SegmentSet(files);
        _writer = new LogWriter(files, _segments, consumer, settings, logger);
        _recovery = new LogRecovery(files, _segments, consumer, settings, logger);
    }

    /// <summary>Takes the folder, replays what is there into the consumer, and takes appends from then on.</summary>
    /// <exception cref="StoreUnavailableException">The folder cannot be used, or what is in it is damaged.</exception>
    public void Open()
    {
        try
        {
            _lock = _files.Lock();
            _recovery.Run();
        }
        catch (FolderInUseException held)
        {
            throw InUse(held);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or FlushFailedException)
        {
            throw NotUsable(refused);
        }

        _writer.Start();
    }

    public AppendTicket Rent() => _tickets.Rent();

    /// <summary>Queues a record. Records become durable in the order of these calls.</summary>
    /// <exception cref="StoreUnavailableException">The log has failed, is closed, or too much waits; the ticket has been given back.</exception>
    public void Append(AppendTicket ticket) => _writer.Append(ticket);

    /// <summary>Reads a record, or returns the default when its segment has been dropped.</summary>
    public T? Read<T>(LogPosition position, RecordParser<T> parse)
    {
        try
        {
            return _segments.Find(position.Segment) is { } segment ? segment.Read(position.Offset, parse) : default;
        }
        catch (ObjectDisposedException)
        {
            return default;
        }
        catch (IOException refused)
        {
            throw new StoreUnavailableException($"The log in {_files.Folder} could not be read.", refused);
        }
    }

    /// <summary>Asks the consumer on the writer's own time whether old segments may go.</summary>
    public void RequestSweep() => _writer.RequestSweep();

    public void Dispose()
    {
        _writer.Dispose();
        _segments.Dispose();
        _lock?.Dispose();
    }

    private StoreUnavailableException InUse(FolderInUseException held)
    {
        var holder = held.ProcessId is { } id ? $"process {id}" : "another process";
        return new StoreUnavailableException(
            $"Storage:DataPath ({_files.Folder}) is in use by {holder}. Stop that one, or give this one a folder of its own.", held);
    }

    private StoreUnavailableException NotUsable(Exception refused) => new(
        $"Storage:DataPath ({_files.Folder}) cannot be written: {refused.Message} Give the process the right to write there, or name another folder.",
        refused);
}

/// <summary>What a log is made with.</summary>
/// <param name="SegmentBytes">The size at which a new segment begins.</param>
/// <param name="Json">How tickets write JSON.</param>
internal sealed record LogSettings(int SegmentBytes, JsonWriterOptions Json)
{
    /// <summary>Gets a value indicating whether damage between whole records is passed over, where no record depends on an earlier one, instead of ending the start.</summary>
    public bool PassesOverDamage { get; init; }
}
