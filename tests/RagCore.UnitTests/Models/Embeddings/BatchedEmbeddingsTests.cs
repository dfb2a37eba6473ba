using ChatOpsBot.RagCore.Models.Embeddings;

namespace ChatOpsBot.RagCore.UnitTests.Models.Embeddings;

public sealed class BatchedEmbeddingsTests
{
    private readonly ScriptedGenerator _inner = new((texts, _) => Task.FromResult(ScriptedGenerator.Of(texts.Select(text => new float[] { text.Length }), texts.Count)));

    [Fact]
    public async Task Texts_go_in_calls_of_bounded_count_and_come_back_in_order()
    {
        using var batched = new BatchedEmbeddings(_inner, maxTexts: 3);

        var generated = await batched.GenerateAsync(Enumerable.Range(1, 7).Select(length => new string('a', length)));

        Assert.Equal([3, 3, 1], _inner.Calls.Select(call => call.Count));
        Assert.Equal([1f, 2, 3, 4, 5, 6, 7], generated.Select(each => each.Vector.Span[0]));
        Assert.Equal(7, generated.Usage!.TotalTokenCount);
    }

    [Fact]
    public async Task No_call_is_longer_than_allowed_unless_one_text_is()
    {
        using var batched = new BatchedEmbeddings(_inner, maxTexts: 100);
        var half = new string('a', (BatchedEmbeddings.MaxCharacters / 2) + 1);
        var huge = new string('b', BatchedEmbeddings.MaxCharacters + 1);

        await batched.GenerateAsync([half, half, huge, "c"]);

        Assert.Equal([1, 1, 1, 1], _inner.Calls.Select(call => call.Count));
    }

    [Fact]
    public async Task Nothing_asked_calls_nothing()
    {
        using var batched = new BatchedEmbeddings(_inner, maxTexts: 3);

        Assert.Empty(await batched.GenerateAsync(Array.Empty<string>()));
        Assert.Empty(_inner.Calls);
    }
}
