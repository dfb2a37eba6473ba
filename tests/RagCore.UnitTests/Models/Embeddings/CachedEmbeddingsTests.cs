using ChatOpsBot.RagCore.Knowledge.Dense;
using ChatOpsBot.RagCore.Models.Embeddings;
using ChatOpsBot.RagCore.UnitTests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOpsBot.RagCore.UnitTests.Models.Embeddings;

public sealed class CachedEmbeddingsTests : IDisposable
{
    private static readonly VectorSpace Space = new("OpenAI", "model", 2);

    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedGenerator _inner = new(text => [text.Length, 1]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_text_is_asked_for_once_also_within_one_call()
    {
        using var file = OpenFile(Space);
        using var cached = Cached(file, Space);

        var first = await cached.GenerateAsync(["a", "bb", "a"]);
        var second = await cached.GenerateAsync(["bb", "ccc", "a"]);

        Assert.Equal([["a", "bb"], ["ccc"]], _inner.Calls);
        Assert.Equal([1f, 2, 1], first.Select(each => each.Vector.Span[0]));
        Assert.Equal([2f, 3, 1], second.Select(each => each.Vector.Span[0]));
    }

    [Fact]
    public async Task Vectors_of_documents_outlive_the_process_and_those_of_questions_do_not()
    {
        using (var file = OpenFile(Space))
        {
            using var before = Cached(file, Space);
            await before.GenerateAsync(["document"]);
            await before.GenerateAsync(["question"], EmbeddingUse.OfQuestion());
        }

        using var reopened = OpenFile(Space);
        using var after = Cached(reopened, Space);
        await after.GenerateAsync(["document", "question"]);

        Assert.Equal([["document"], ["question"], ["question"]], _inner.Calls);
        Assert.DoesNotContain(Directory.GetFiles(_folder.Path, "*.vectors"), path => File.ReadAllText(path).Contains("document", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("OpenAI", "other", 2)]
    [InlineData("OpenAI", "model", 3)]
    [InlineData("OpenAI https://elsewhere/", "model", 2)]
    public async Task Another_model_other_dimensions_or_another_service_never_get_its_vectors(string provider, string model, int dimensions)
    {
        var other = new VectorSpace(provider, model, dimensions);
        var recent = new RecentVectors(10);
        using var file = OpenFile(Space);
        using var otherFile = OpenFile(other);
        using var cached = new CachedEmbeddings(_inner, Space, recent, file);
        await cached.GenerateAsync(["text"]);

        // Even with the memory and the folder shared.
        using var otherCached = new CachedEmbeddings(_inner, other, recent, otherFile);
        await otherCached.GenerateAsync(["text"]);

        Assert.Equal(2, _inner.Calls.Count);
    }

    [Fact]
    public async Task What_failed_is_not_kept_and_what_was_known_before_is()
    {
        var isDown = false;
        using var file = OpenFile(Space);
        using var cached = new CachedEmbeddings(
            new ScriptedGenerator((texts, _) => isDown
                ? throw new EmbeddingException(EmbeddingFault.Unreachable, "down")
                : Task.FromResult(ScriptedGenerator.Of(texts.Select(text => new float[] { text.Length, 1 })))),
            Space, new RecentVectors(10), file);
        await cached.GenerateAsync(["a"]);
        isDown = true;

        await Assert.ThrowsAsync<EmbeddingException>(() => cached.GenerateAsync(["a", "bb"]));
        Assert.Equal(1f, (await cached.GenerateAsync(["a"]))[0].Vector.Span[0]);
        isDown = false;

        Assert.Equal(2f, (await cached.GenerateAsync(["bb"]))[0].Vector.Span[0]);
    }

    [Fact]
    public void Memory_forgets_what_was_not_used_for_longest()
    {
        var recent = new RecentVectors(2);
        var (a, b, c) = (ContentKey.Of(Space, "a"), ContentKey.Of(Space, "b"), ContentKey.Of(Space, "c"));
        recent.Add(a, new float[] { 1 });
        recent.Add(b, new float[] { 2 });
        _ = recent.Find(a);

        recent.Add(c, new float[] { 3 });

        Assert.NotNull(recent.Find(a));
        Assert.Null(recent.Find(b));
        Assert.NotNull(recent.Find(c));
    }

    private VectorFile OpenFile(VectorSpace space) => new(_folder.Path, space, NullLogger<VectorFile>.Instance);

    private CachedEmbeddings Cached(VectorFile file, VectorSpace space) => new(_inner, space, new RecentVectors(10), file);
}
