using System.Numerics.Tensors;
using ChatOpsBot.RagCore.Knowledge.Dense;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Models.Embeddings;

/// <summary>Lets through one vector for each text, of the configured dimensions, of numbers, brought to length 1; anything else is refused.</summary>
internal sealed class CheckedEmbeddings(IEmbeddingGenerator<string, Embedding<float>> inner, int dimensions)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    /// <inheritdoc/>
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] texts = [.. values];
        var generated = await base.GenerateAsync(texts, options, cancellationToken);
        if (generated.Count != texts.Length)
        {
            throw Wrong($"{texts.Length} texts were given, {generated.Count} vectors came back.");
        }

        return new GeneratedEmbeddings<Embedding<float>>(generated.Select(each => new Embedding<float>(Unit(each.Vector.Span)))) { Usage = generated.Usage };
    }

    private float[] Unit(ReadOnlySpan<float> vector)
    {
        if (vector.Length != dimensions)
        {
            throw Wrong($"A vector has {vector.Length} dimensions, Models:Embedding:Dimensions says {dimensions}: set it to what the model gives.");
        }

        // Scaled by the largest value first, so that no square leaves the range of a float.
        var largest = TensorPrimitives.MaxMagnitude(vector);
        if (!float.IsFinite(largest) || largest == 0)
        {
            throw Wrong("A vector is all zeros or holds a value that is no number.");
        }

        var unit = new float[vector.Length];
        TensorPrimitives.Divide(vector, Math.Abs(largest), unit);
        TensorPrimitives.Divide(unit, TensorPrimitives.Norm<float>(unit), unit);
        return unit;
    }

    private static EmbeddingException Wrong(string message) => new(EmbeddingFault.Invalid, message);
}
