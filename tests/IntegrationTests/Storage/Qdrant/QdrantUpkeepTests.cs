using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Crawling.Mirroring;
using ChatOpsBot.RagCore.Knowledge.Loading;
using ChatOpsBot.RagCore.Knowledge.Watching;
using ChatOpsBot.RagCore.Storage.Qdrant;
using ChatOpsBot.TestKit.Qdrant;
using Microsoft.Extensions.DependencyInjection;
using static ChatOpsBot.IntegrationTests.Storage.Qdrant.QdrantSamples;

namespace ChatOpsBot.IntegrationTests.Storage.Qdrant;

/// <summary>What <c>knowledge check</c> and <c>knowledge rebuild</c> do.</summary>
public sealed class QdrantUpkeepTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private FakeQdrant _fake = null!;
    private QdrantReplica _replica = null!;

    public async Task InitializeAsync()
    {
        _fake = await FakeQdrant.StartAsync();
        _replica = new QdrantReplica(_fake.Endpoint, "upkeep");
    }

    public async Task DisposeAsync()
    {
        await _replica.DisposeAsync();
        await _fake.DisposeAsync();
        _fake.AssertValid();
    }

    [Fact]
    public async Task A_repair_leaves_no_difference()
    {
        await _replica.Index.UpsertAsync([Of("same.txt", "One."), Of("old.txt", "Two."), Of("torn.txt", "Four."), Of("extra.txt", "Five.")], None);
        _fake.Store.Look("upkeep", collection => collection.Change(wait: true, () => collection.Delete(JsonNode.Parse("""
            {"filter":{"must":[{"key":"document","match":{"value":"torn.txt"}},{"key":"kind","match":{"value":"chunk"}}]}}
            """)!)));
        Document[] expected = [Of("same.txt", "One."), Of("old.txt", "Two.") with { Version = "1" }, Of("torn.txt", "Four."), Of("new.txt", "Six.")];
        var upkeep = Upkeep();

        var check = await upkeep.CheckAsync(expected, None);
        await upkeep.RepairAsync(check, expected, None);

        Assert.Equal(["extra.txt", "new.txt", "old.txt", "torn.txt"], check.Differences.Select(difference => difference.DocumentId));
        Assert.Empty((await upkeep.CheckAsync(expected, None)).Differences);
    }

    [Theory]
    [InlineData(LoadOutcome.Loaded, "wiki/page.txt")]
    [InlineData(LoadOutcome.Unreadable, "here/extra.txt wiki/page.txt")]
    [InlineData(LoadOutcome.Changing, "here/extra.txt wiki/page.txt")]
    public async Task A_repair_leaves_what_may_only_not_have_been_read(LoadOutcome outcome, string left)
    {
        await _replica.Index.UpsertAsync([Of("here/extra.txt") with { Source = "here" }, Of("wiki/page.txt") with { Source = "wiki" }, Of("gone.txt") with { Source = "gone" }], None);
        var here = new KnowledgeSource("/here", "here", TenantId.Default, [Principals.Everyone], BaseUrl: null, "here/");
        var wiki = here with { Name = "wiki", IdPrefix = "wiki/", Pages = new PageLinks("/nowhere", "settings") };
        var reading = new KnowledgeReading([here, wiki], [], [new LoadResult("a.txt", outcome) { DocumentId = "here/a.txt" }]);
        var check = await Upkeep().CheckAsync([], None);

        await Upkeep().RepairAsync(reading.Sure(check), [], None);

        Assert.Equal(left, string.Join(' ', (await Upkeep().CheckAsync([], None)).Differences.Select(difference => difference.DocumentId)));
        Assert.Equal(["wiki"], reading.NotCrawled);
    }

    [Fact]
    public async Task A_comparison_changes_nothing_and_says_what_nothing_stands_for()
    {
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Upkeep().CheckAsync([], None));
        Assert.Empty(_fake.Collections);
        await _replica.Index.UpsertAsync([Of("a.txt")], None);
        var left = await _replica.Get<QdrantCollections>().CreateNextAsync(None);
        var before = _fake.Requests.Count;

        var check = await Upkeep().CheckAsync([Of("a.txt")], None);

        Assert.Equal("upkeep-v3-1", check.Index);
        Assert.Empty(check.Differences);
        Assert.Null(check.WithoutVectors);
        Assert.Equal([left], check.Unused);
        Assert.All(_fake.Requests.Skip(before), request => Assert.True(request.Method == "GET" || request.Path.EndsWith("/scroll", StringComparison.Ordinal), request.Path));
    }

    [Fact]
    public async Task A_collection_that_other_settings_filled_is_not_compared()
    {
        await _replica.Index.UpsertAsync([Of("a.txt")], None);
        await using var model = await TestKit.Models.FakeEmbeddings.StartAsync();
        await using var other = new QdrantReplica(_fake.Endpoint, "upkeep", model: model);
        var upkeep = ActivatorUtilities.CreateInstance<QdrantUpkeep>(other.Get<IServiceProvider>());

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => upkeep.CheckAsync([Of("a.txt")], None));
        await upkeep.RebuildAsync([Of("a.txt")], None);

        Assert.Contains("another embedding model", fault.Message, StringComparison.Ordinal);
        var check = await upkeep.CheckAsync([Of("a.txt")], None);
        Assert.Empty(check.Differences);
        Assert.Equal(0, check.WithoutVectors);
        Assert.Equal([check.Index], _fake.Collections);
    }

    private QdrantUpkeep Upkeep() => ActivatorUtilities.CreateInstance<QdrantUpkeep>(_replica.Get<IServiceProvider>());
}
