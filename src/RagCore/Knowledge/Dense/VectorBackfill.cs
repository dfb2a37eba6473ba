using System.Threading.Channels;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Knowledge.Dense;

/// <summary>Embeds what waits, a few chunks at a time and one call after the other. Begins with the first document; an outage only delays it.</summary>
internal sealed partial class VectorBackfill(
    DenseIndex index, IEmbeddingGenerator<string, Embedding<float>> generator, EmbeddingHealth health, TimeProvider time, ILogger<VectorBackfill> logger) : IDisposable
{
    /// <summary>How many chunks are embedded together.</summary>
    public const int SliceSize = 128;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly Channel<bool> _wakeUps = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stopping = new();
    private int _started;

    /// <summary>Says that documents wait.</summary>
    public void WakeUp()
    {
        _wakeUps.Writer.TryWrite(true);
        if (Interlocked.Exchange(ref _started, 1) == 0)
        {
            _ = Task.Run(() => RunAsync(_stopping.Token));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            var pause = TimeSpan.Zero;
            while (await _wakeUps.Reader.WaitToReadAsync(stopping))
            {
                while (_wakeUps.Reader.TryRead(out _))
                {
                }

                pause = await TryPassAsync(stopping) ? TimeSpan.Zero : Longer(pause);
                if (pause > TimeSpan.Zero)
                {
                    await Task.Delay(pause, time, stopping);
                    _wakeUps.Writer.TryWrite(true);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    private static TimeSpan Longer(TimeSpan pause)
        => pause == TimeSpan.Zero ? FirstPause : pause * 2 < LongestPause ? pause * 2 : LongestPause;

    private async Task<bool> TryPassAsync(CancellationToken stopping)
    {
        try
        {
            await PassAsync(stopping);
            return true;
        }
#pragma warning disable CA1031 // Whatever happens to one pass, the next one is tried; nobody else would start this again.
        catch (Exception fault) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
            health.Failed(fault);
            return false;
        }
    }

    private async Task PassAsync(CancellationToken stopping)
    {
        foreach (var slice in Texts(index.Waiting).Chunk(SliceSize))
        {
            index.Add(await EmbedAsync(slice, stopping));
            foreach (var last in slice.Where(each => each.IsLast))
            {
                index.Complete(last.Chunk.Document);
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

                held = new WaitingText(chunk, text, IsLast: false);
            }

            yield return held!.Value with { IsLast = true };
        }
    }

    private async Task<IReadOnlyCollection<EmbeddedChunk>> EmbedAsync(WaitingText[] slice, CancellationToken stopping)
    {
        try
        {
            var vectors = await generator.GenerateAsync(slice.Select(each => each.Text), cancellationToken: stopping);
            health.Succeeded();
            return [.. slice.Zip(vectors, (each, vector) => new EmbeddedChunk(each.Chunk, vector.Vector))];
        }
        catch (EmbeddingException fault) when (fault.Fault is EmbeddingFault.Refused && slice.Length > 1)
        {
            return [.. await EmbedAsync(slice[..(slice.Length / 2)], stopping), .. await EmbedAsync(slice[(slice.Length / 2)..], stopping)];
        }
        catch (EmbeddingException fault) when (fault.Fault is EmbeddingFault.Refused)
        {
            ChunkRefused(slice[0].Chunk.Document.Id, slice[0].Chunk.Ordinal);
            return [];
        }
    }

    [LoggerMessage(LogEvents.ChunkRefused, LogLevel.Warning, "The embedding model refused passage {Ordinal} of {DocumentId}; it is found by words alone")]
    private partial void ChunkRefused(string documentId, int ordinal);

    private readonly record struct WaitingText(Chunk Chunk, string Text, bool IsLast);
}
