using ChatOpsBot.RagCore.Knowledge.Dense;
using ChatOpsBot.RagCore.Storage.Qdrant;
using ChatOpsBot.TestKit.Models;
using ChatOpsBot.TestKit.Qdrant;
using ChatOpsBot.TestKit.Time;
using static ChatOpsBot.IntegrationTests.Storage.Qdrant.QdrantSamples;

namespace ChatOpsBot.IntegrationTests.Storage.Qdrant;

/// <summary>The configured model's vectors in Qdrant: fused by the server, written after the words, never waited for.</summary>
public sealed class QdrantVectorTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private FakeQdrant _fake = null!;
    private FakeEmbeddings _model = null!;
    private QdrantReplica _replica = null!;

    public async Task InitializeAsync()
    {
        _fake = await FakeQdrant.StartAsync();
        _model = await FakeEmbeddings.StartAsync();
        _model.Vectors.Same("holidays", "vacation");
        _replica = new QdrantReplica(_fake.Endpoint, "vectors", model: _model);
    }

    public async Task DisposeAsync()
    {
        await _replica.DisposeAsync();
        await _model.DisposeAsync();
        await _fake.DisposeAsync();
        _fake.AssertValid();
    }

    [Fact]
    public async Task Passages_get_their_vectors_by_themselves_and_are_found_by_meaning()
    {
        await _replica.Index.UpsertAsync([Of("near.txt", "Holidays."), Of("other.txt", "The printer.")], None);

        await Eventually.HoldsAsync(() => Task.FromResult(Embedded() == 2));

        Assert.Equal("near.txt", (await SearchAsync("vacation"))[0]);
        var asked = _fake.Requests.Last(request => request.Path.EndsWith("/query", StringComparison.Ordinal)).Json!;
        Assert.Equal("rrf", asked["query"]!["fusion"]!.GetValue<string>());
        Assert.Equal(["text", "text", "text", "dense"], asked["prefetch"]!.AsArray().Select(each => each!["using"]!.GetValue<string>()));
        Assert.Contains("Title\nHolidays.", _model.Calls.SelectMany(call => call.Texts));
    }

    [Fact]
    public async Task While_the_model_is_away_documents_are_found_by_words_and_get_their_vectors_afterwards()
    {
        _model.Outage = EmbeddingServerFault.Http(401);
        await _replica.Index.UpsertAsync([Of("near.txt", "Holidays."), Of("word.txt", "The vacation form.")], None);

        Assert.Equal(["word.txt"], await SearchAsync("vacation"));
        await Assert.ThrowsAsync<EmbeddingException>(_replica.SettleAsync);
        Assert.Equal(0, Embedded());

        _model.Outage = null;
        await _replica.SettleAsync();
        Assert.Equal(2, Embedded());
    }

    [Fact]
    public async Task What_another_process_left_without_vectors_gets_them()
    {
        _model.Outage = EmbeddingServerFault.Http(401);
        await _replica.Index.UpsertAsync([.. Enumerable.Range(0, 40).Select(number => Of($"{number}.txt", $"Room {number}."))], None);
        _model.Outage = null;
        await using var other = new QdrantReplica(_fake.Endpoint, "vectors", model: _model);

        await other.SettleAsync();

        Assert.Equal(40, Embedded());
    }

    [Fact]
    public async Task A_passage_the_model_refuses_keeps_no_other_from_its_vector_and_is_asked_for_once_a_pass()
    {
        _model.Outage = EmbeddingServerFault.Refusing("poison");
        await _replica.Index.UpsertAsync([.. Enumerable.Range(0, 9).Select(number => Of($"{number}.txt", number == 4 ? "The poison." : $"Room {number}."))], None);

        await _replica.SettleAsync();

        Assert.Equal(8, Embedded());
        Assert.Contains("4.txt", await SearchAsync("poison"));
    }

    [Fact]
    public async Task What_changes_while_it_is_embedded_is_embedded_as_it_is_then()
    {
        await _replica.Index.ListSourcesAsync(Everyone, None);
        var replaced = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = false;
        _fake.Before = async request =>
        {
            if (request.Path.EndsWith("/vectors", StringComparison.Ordinal) && !Interlocked.Exchange(ref begun, true))
            {
                await ReplaceAsync(replaced);
            }
        };
        await _replica.Index.UpsertAsync([Of("a.txt", "The old text.")], None);
        await replaced.Task.WaitAsync(TimeSpan.FromMinutes(1));

        await Eventually.HoldsAsync(async () =>
        {
            await _replica.SettleAsync();
            return Embedded() == 1;
        });

        Assert.Equal("1", Assert.Single(await _replica.Index.SearchAsync("text", Everyone, 5, None)).Chunk.Document.Version);
    }

    [Fact]
    public async Task Vectors_of_other_dimensions_are_refused_and_words_go_on()
    {
        await using var replica = new QdrantReplica(_fake.Endpoint, "vectors", model: _model, dimensions: FakeEmbeddings.Dimensions / 2);
        await replica.Index.UpsertAsync([Of("a.txt", "The printer.")], None);

        var fault = await Assert.ThrowsAsync<EmbeddingException>(replica.SettleAsync);

        Assert.Equal(EmbeddingFault.Invalid, fault.Fault);
        Assert.Single(await replica.Index.SearchAsync("printer", Everyone, 5, None));
    }

    [Fact]
    public async Task A_rebuild_has_its_vectors_before_it_is_shown_and_is_shown_without_when_the_model_is_away()
    {
        await _replica.Index.RebuildAsync([Of("a.txt", "The printer.")], None);
        var order = _fake.Requests.Select(request => request.Path).ToList();
        Assert.True(order.FindIndex(path => path.EndsWith("/vectors", StringComparison.Ordinal)) < order.FindLastIndex(path => path == "/collections/aliases"));

        _model.Outage = EmbeddingServerFault.Http(401);
        await _replica.Index.RebuildAsync([Of("b.txt", "The scanner.")], None);

        Assert.Equal(["b.txt"], await SearchAsync("scanner"));
    }

    private async Task ReplaceAsync(TaskCompletionSource replaced)
    {
        try
        {
            await using var other = new QdrantReplica(_fake.Endpoint, "vectors", embedder: new SpaceOnly(_replica.Get<IChunkEmbedder>()));
            await other.Index.UpsertAsync([Of("a.txt", "The new text.") with { Version = "1" }], None);
            replaced.SetResult();
        }
        catch (Exception fault)
        {
            replaced.SetException(fault);
        }
    }

    private int Embedded() => _fake.Store.Look("vectors", collection => collection.CountWith("dense"));

    private async Task<string[]> SearchAsync(string question)
        => [.. (await _replica.Index.SearchAsync(question, Everyone, 5, None)).Select(passage => passage.Chunk.Document.Id)];

    /// <summary>Writes where the model's vectors stand, and gives none itself.</summary>
    private sealed class SpaceOnly(IChunkEmbedder model) : IChunkEmbedder
    {
        public int Dimensions => model.Dimensions;

        public string Space => model.Space;

        public Task<IReadOnlyList<ReadOnlyMemory<float>?>> EmbedPassagesAsync(ArraySegment<EmbeddedPassage> passages, CancellationToken cancellationToken)
            => Task.FromResult<IReadOnlyList<ReadOnlyMemory<float>?>>(new ReadOnlyMemory<float>?[passages.Count]);

        public Task<ReadOnlyMemory<float>?> EmbedQuestionAsync(string question, CancellationToken cancellationToken) => Task.FromResult<ReadOnlyMemory<float>?>(null);
    }
}
