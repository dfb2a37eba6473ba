using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Dense;
using ChatOpsBot.RagCore.Storage.Qdrant;
using ChatOpsBot.TestKit.Qdrant;
using static ChatOpsBot.IntegrationTests.Storage.Qdrant.QdrantSamples;

namespace ChatOpsBot.IntegrationTests.Storage.Qdrant;

/// <summary>The collections behind the alias: how they are made, replaced and compared.</summary>
public sealed class QdrantCollectionTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private FakeQdrant _fake = null!;
    private QdrantReplica _replica = null!;

    public async Task InitializeAsync()
    {
        _fake = await FakeQdrant.StartAsync();
        _replica = new QdrantReplica(_fake.Endpoint, "handbook");
    }

    public async Task DisposeAsync()
    {
        await _replica.DisposeAsync();
        await _fake.DisposeAsync();
        _fake.AssertValid();
    }

    [Fact]
    public async Task A_collection_is_made_at_the_first_use_with_its_indexes_and_in_strict_mode()
    {
        await _replica.Index.SearchAsync("printer", Everyone, 5, None);

        Assert.Equal("handbook-v3-1", _fake.Aliases["handbook"]);
        var created = _fake.Store.Look("handbook", collection => (collection.Settings, Indexes: collection.Indexes.ToDictionary()));
        Assert.Equal("idf", created.Settings["sparse_vectors"]!["text"]!["modifier"]!.GetValue<string>());
        Assert.Empty(created.Settings["vectors"]!.AsObject());
        Assert.True(created.Settings["strict_mode_config"]!["enabled"]!.GetValue<bool>());
        Assert.False(created.Settings["strict_mode_config"]!["unindexed_filtering_retrieve"]!.GetValue<bool>());
        Assert.True(created.Indexes["tenant"]["is_tenant"]!.GetValue<bool>());
        Assert.Equal(["document", "kind", "readers", "source", "tenant", "written"], created.Indexes.Keys.Order());
    }

    [Fact]
    public async Task With_an_embedder_there_is_a_dense_vector_of_one_byte_for_each_number()
    {
        await using var replica = new QdrantReplica(_fake.Endpoint, "handbook", embedder: new ConstantEmbedder());

        await replica.Index.ListSourcesAsync(Everyone, None);

        Assert.Equal("handbook-v3d3m0abc-1", _fake.Aliases["handbook"]);
        var dense = _fake.Store.Look("handbook", collection => collection.Settings["vectors"]!["dense"]!);
        Assert.Equal((3, "int8"), (dense["size"]!.GetValue<int>(), dense["quantization_config"]!["scalar"]!["type"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Replicas_that_start_together_make_one_collection()
    {
        await using var other = new QdrantReplica(_fake.Endpoint, "handbook");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => (number % 2 == 0 ? _replica : other).Index.UpsertAsync([Of($"{number}.txt", "The printer.")], None)));

        Assert.Equal(["handbook-v3-1"], _fake.Collections);
        Assert.Equal(8, (await _replica.Index.SearchAsync("printer", Everyone, 20, None)).Count);
    }

    [Fact]
    public async Task A_collection_of_another_model_is_filled_beside_the_old_one_takes_its_place_and_outlives_it()
    {
        await _replica.Index.UpsertAsync([Of("a.txt", "The printer.")], None);
        await using var newer = new QdrantReplica(_fake.Endpoint, "handbook", embedder: new ConstantEmbedder());
        await newer.Index.UpsertAsync([Of("a.txt", "The printer.")], None);
        Assert.Equal("handbook-v3-1", _fake.Aliases["handbook"]);
        Assert.Single(await newer.Index.SearchAsync("printer", Everyone, 5, None));

        Assert.Equal("handbook-v3-1", await newer.Get<QdrantCollections>().TakeOverAsync(None));

        Assert.Equal("handbook-v3d3m0abc-1", _fake.Aliases["handbook"]);
        Assert.Equal(["handbook-v3-1"], await newer.Get<QdrantCollections>().OthersAsync(None));
        Assert.Single(await _replica.Index.SearchAsync("printer", Everyone, 5, None));
        await newer.Get<QdrantCollections>().DropAsync("handbook-v3-1", None);
        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => _replica.Index.SearchAsync("printer", Everyone, 5, None));
        Assert.Contains("gone", fault.Message, StringComparison.Ordinal);
        fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => _replica.Index.SearchAsync("printer", Everyone, 5, None));
        Assert.Contains("another embedding model", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_earlier_start_began_is_gone_on_with()
    {
        await _replica.Index.UpsertAsync([Of("a.txt", "The printer.")], None);
        foreach (var _ in Enumerable.Range(0, 2))
        {
            await using var newer = new QdrantReplica(_fake.Endpoint, "handbook", embedder: new ConstantEmbedder());
            await newer.Index.UpsertAsync([Of("a.txt", "The printer.")], None);
        }

        Assert.Equal(["handbook-v3-1", "handbook-v3d3m0abc-1"], _fake.Collections.Order());
    }

    [Fact]
    public async Task After_a_rebuild_by_another_process_everything_goes_on_with_the_new_collection()
    {
        await _replica.Index.UpsertAsync([Of("a.txt", "The printer.")], None);
        await using (var other = new QdrantReplica(_fake.Endpoint, "handbook"))
        {
            await other.Index.RebuildAsync([Of("a.txt", "The printer."), Of("b.txt", "The printer.")], None);
        }

        Assert.Equal(2, (await _replica.Index.SearchAsync("printer", Everyone, 5, None)).Count);
        await _replica.Index.UpsertAsync([Of("c.txt", "The printer.")], None);
        Assert.Equal(3, (await _replica.Index.SearchAsync("printer", Everyone, 5, None)).Count);
        Assert.Equal(["handbook-v3-2"], _fake.Collections);
    }

    [Fact]
    public async Task A_rebuild_leaves_the_collections_of_other_aliases_alone()
    {
        await using var neighbour = new QdrantReplica(_fake.Endpoint, "handbook-v2");
        await neighbour.Index.UpsertAsync([Of("a.txt", "The printer.")], None);

        await _replica.Index.RebuildAsync([Of("a.txt", "The printer.")], None);

        Assert.Single(await neighbour.Index.SearchAsync("printer", Everyone, 5, None));
    }

    [Fact]
    public async Task A_rebuild_shows_the_old_collection_until_the_new_one_is_whole_and_then_only_that()
    {
        await _replica.Index.UpsertAsync([Of("a.txt", "The printer."), Of("gone.txt", "The printer.")], None);
        var seen = new List<int>();
        _fake.Before = async request =>
        {
            if (request.Method == "PUT" && request.Path.Contains("handbook-v3-2", StringComparison.Ordinal))
            {
                seen.Add((await _replica.Index.SearchAsync("printer", Everyone, 5, None)).Count);
            }
        };

        await _replica.Index.RebuildAsync([Of("a.txt", "The printer.")], None);

        Assert.NotEmpty(seen);
        Assert.All(seen, count => Assert.Equal(2, count));
        Assert.Single(await _replica.Index.SearchAsync("printer", Everyone, 5, None));
        Assert.Equal(["handbook-v3-2"], _fake.Collections);
        var change = _fake.Requests.Last(request => request.Path == "/collections/aliases").Json!["actions"]!.AsArray();
        Assert.Equal(["delete_alias", "create_alias"], change.Select(action => action!.AsObject().Single().Key));
    }

    [Fact]
    public async Task A_rebuild_that_fails_leaves_everything_as_it_was()
    {
        await _replica.Index.UpsertAsync([Of("a.txt", "The printer.")], None);
        _fake.Fail([.. Enumerable.Repeat(new QdrantFault(QdrantFaultKind.Status, "handbook-v3-2/points", 500), 3)]);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => _replica.Index.RebuildAsync([Of("b.txt", "The printer.")], None));

        Assert.Equal(["handbook-v3-1"], _fake.Collections);
        Assert.Equal("a.txt", Assert.Single(await _replica.Index.SearchAsync("printer", Everyone, 5, None)).Chunk.Document.Id);
    }

    [Fact]
    public async Task A_comparison_names_what_is_missing_unexpected_outdated_and_incomplete()
    {
        await _replica.Index.UpsertAsync([Of("same.txt", "One."), Of("old.txt", "Two."), Of("readers.txt", "Three."), Of("torn.txt", "Four."), Of("extra.txt", "Five.")], None);
        _fake.Store.Look("handbook", collection => collection.Change(wait: true, () => collection.Delete(JsonNode.Parse("""
            {"filter":{"must":[{"key":"document","match":{"value":"torn.txt"}},{"key":"kind","match":{"value":"chunk"}}]}}
            """)!)));

        var differences = await _replica.Get<QdrantConsistency>().CompareAsync(
            "handbook",
            [Of("same.txt", "One."), Of("old.txt", "Two.") with { Version = "1" }, Of("readers.txt", "Three.", "group:board"), Of("torn.txt", "Four."), Of("new.txt", "Six.")], None);

        Assert.Equal(
            [
                ("extra.txt", DifferenceKind.Unexpected), ("new.txt", DifferenceKind.Missing), ("old.txt", DifferenceKind.Outdated), ("readers.txt", DifferenceKind.Outdated),
                ("torn.txt", DifferenceKind.Incomplete),
            ],
            differences.Select(difference => (difference.DocumentId, difference.Kind)));
    }

    private sealed class ConstantEmbedder : IChunkEmbedder
    {
        public int Dimensions => 3;

        public string Space => "0abc";

        public Task<IReadOnlyList<ReadOnlyMemory<float>?>> EmbedPassagesAsync(ArraySegment<EmbeddedPassage> passages, CancellationToken cancellationToken)
            => Task.FromResult<IReadOnlyList<ReadOnlyMemory<float>?>>([.. passages.Select(_ => (ReadOnlyMemory<float>?)new[] { 1f, 0, 0 })]);

        public Task<ReadOnlyMemory<float>?> EmbedQuestionAsync(string question, CancellationToken cancellationToken)
            => Task.FromResult<ReadOnlyMemory<float>?>(new[] { 1f, 0, 0 });
    }
}
