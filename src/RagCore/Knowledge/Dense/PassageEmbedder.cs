using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Knowledge.Dense;

/// <summary>Embeds passages together. One that the model refuses keeps no other from its vector.</summary>
internal sealed partial class PassageEmbedder(IEmbeddingGenerator<string, Embedding<float>> generator, EmbeddingHealth health, ILogger<PassageEmbedder> logger)
{
    /// <summary>How many passages are best given together.</summary>
    public const int SliceSize = 128;

    /// <summary>Returns one vector for each passage, in order; null for one that the model refuses.</summary>
    /// <exception cref="EmbeddingException">The model gives none of them now.</exception>
    public async Task<IReadOnlyList<ReadOnlyMemory<float>?>> EmbedAsync(ArraySegment<EmbeddedPassage> passages, CancellationToken cancellationToken)
    {
        try
        {
            var vectors = await generator.GenerateAsync(passages.Select(each => each.Text), cancellationToken: cancellationToken);
            health.Succeeded();
            return [.. vectors.Select(vector => (ReadOnlyMemory<float>?)vector.Vector)];
        }
        catch (EmbeddingException fault) when (fault.Fault is EmbeddingFault.Refused && passages.Count > 1)
        {
            var half = passages.Count / 2;
            return [.. await EmbedAsync(passages[..half], cancellationToken), .. await EmbedAsync(passages[half..], cancellationToken)];
        }
        catch (EmbeddingException fault) when (fault.Fault is EmbeddingFault.Refused)
        {
            ChunkRefused(passages[0].Chunk.Document.Id, passages[0].Chunk.Ordinal);
            return [null];
        }
    }

    [LoggerMessage(LogEvents.ChunkRefused, LogLevel.Warning, "The embedding model refused passage {Ordinal} of {DocumentId}; it is found by words alone")]
    private partial void ChunkRefused(string documentId, int ordinal);
}

/// <summary>A chunk and the text that becomes its vector.</summary>
internal readonly record struct EmbeddedPassage(Chunk Chunk, string Text);
