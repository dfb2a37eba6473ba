using ChatOpsBot.RagCore.Knowledge.Dense;
using ChatOpsBot.RagCore.Models.Embeddings;

namespace ChatOpsBot.RagCore.UnitTests.Models.Embeddings;

public sealed class CheckedEmbeddingsTests
{
    public static TheoryData<float[]> WrongVectors =>
    [
        new float[] { 1, 0 },
        new float[] { 1, 0, 0, 0 },
        new float[] { 0, 0, 0 },
        new float[] { 1, float.NaN, 0 },
        new float[] { float.PositiveInfinity, 0, 0 },
        new float[] { 0, float.NegativeInfinity, 1 },
    ];

    [Theory]
    [MemberData(nameof(WrongVectors))]
    public async Task A_wrong_vector_is_refused(float[] vector)
    {
        using var embeddings = new CheckedEmbeddings(new ScriptedGenerator(_ => vector), dimensions: 3);

        var fault = await Assert.ThrowsAsync<EmbeddingException>(() => embeddings.GenerateAsync(["text"]));

        Assert.Equal(EmbeddingFault.Invalid, fault.Fault);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Another_number_of_vectors_than_of_texts_is_refused(int count)
    {
        using var embeddings = new CheckedEmbeddings(
            new ScriptedGenerator((_, _) => Task.FromResult(ScriptedGenerator.Of(Enumerable.Repeat(new float[] { 1, 0, 0 }, count)))), dimensions: 3);

        var fault = await Assert.ThrowsAsync<EmbeddingException>(() => embeddings.GenerateAsync(["one", "two"]));

        Assert.Equal(EmbeddingFault.Invalid, fault.Fault);
    }

    [Theory]
    [InlineData(3f, 0f, 4f)]
    [InlineData(3e-30f, 0f, 4e-30f)]
    [InlineData(3e30f, 0f, 4e30f)]
    [InlineData(-3f, 0f, -4f)]
    public async Task Vectors_of_any_length_are_brought_to_length_one(float first, float second, float third)
    {
        using var embeddings = new CheckedEmbeddings(new ScriptedGenerator(_ => [first, second, third]), dimensions: 3);

        var vector = (await embeddings.GenerateAsync(["text"]))[0].Vector.ToArray();

        Assert.Equal(MathF.CopySign(0.6f, first), vector[0], 1e-5f);
        Assert.Equal(0f, vector[1]);
        Assert.Equal(MathF.CopySign(0.8f, third), vector[2], 1e-5f);
    }
}
