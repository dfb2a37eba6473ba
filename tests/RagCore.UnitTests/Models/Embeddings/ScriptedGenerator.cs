using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.UnitTests.Models.Embeddings;

/// <summary>The end of a chain in tests: does what the script says and keeps what it was asked.</summary>
internal sealed class ScriptedGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly Func<IReadOnlyList<string>, CancellationToken, Task<GeneratedEmbeddings<Embedding<float>>>> _answer;

    public ScriptedGenerator(Func<IReadOnlyList<string>, CancellationToken, Task<GeneratedEmbeddings<Embedding<float>>>> answer) => _answer = answer;

    public ScriptedGenerator(Func<string, float[]> vectorOf)
        : this((texts, _) => Task.FromResult(Of(texts.Select(vectorOf))))
    {
    }

    public List<IReadOnlyList<string>> Calls { get; } = [];

    public static GeneratedEmbeddings<Embedding<float>> Of(IEnumerable<float[]> vectors, long? tokens = null)
        => new(vectors.Select(vector => new Embedding<float>(vector))) { Usage = tokens is null ? null : new UsageDetails { TotalTokenCount = tokens } };

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] texts = [.. values];
        Calls.Add(texts);
        return _answer(texts, cancellationToken);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
