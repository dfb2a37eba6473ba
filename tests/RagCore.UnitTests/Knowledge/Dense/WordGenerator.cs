using ChatOpsBot.RagCore.Knowledge.Dense;
using ChatOpsBot.TestKit.Models;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Dense;

/// <summary>An embedding model in process that can be slowed, broken and counted.</summary>
internal sealed class WordGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private int _questions;

    public WordVectors Vectors { get; } = new();

    /// <summary>Gets or sets what happens before the vectors are given.</summary>
    public Func<IReadOnlyList<string>, bool, CancellationToken, Task> Before { get; set; } = (_, _, _) => Task.CompletedTask;

    /// <summary>Gets how many questions were asked.</summary>
    public int Questions => _questions;

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] texts = [.. values];
        if (EmbeddingUse.IsQuestion(options))
        {
            Interlocked.Increment(ref _questions);
        }

        await Before(texts, EmbeddingUse.IsQuestion(options), cancellationToken);
        return new GeneratedEmbeddings<Embedding<float>>(texts.Select(text => new Embedding<float>(Vectors.Of(text, 256))));
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
