using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using ChatOpsBot.RagCore.Knowledge.Watching;
using ChatOpsBot.RagCore.Storage.Embedded;
using ChatOpsBot.RagCore.Storage.Qdrant;
using ChatOpsBot.TestKit.Qdrant;
using ChatOpsBot.TestKit.Servers;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using static ChatOpsBot.IntegrationTests.Storage.Qdrant.QdrantSamples;

namespace ChatOpsBot.IntegrationTests.Storage.Qdrant;

/// <summary>Qdrant stands where it is configured, outages of it end nothing, and what no folder holds goes.</summary>
public sealed class QdrantCompositionTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData("Server", "http://127.0.0.1:1", typeof(PatientKnowledgeIndex))]
    [InlineData("Server", null, typeof(LexicalIndex))]
    [InlineData("Server", " ", typeof(LexicalIndex))]
    [InlineData("Embedded", "http://127.0.0.1:1", typeof(LexicalIndex))]
    public async Task Replicas_share_an_index_only_in_server_mode_with_an_endpoint(string mode, string? endpoint, Type expected)
    {
        var collection = Services(mode, endpoint);
        await using var services = collection.BuildServiceProvider();

        Assert.IsType(expected, services.GetRequiredService<IKnowledgeIndex>());
        Assert.Same(services.GetRequiredService<IKnowledgeIndex>(), services.GetRequiredService<ITermStatistics>());
        Assert.Equal(expected == typeof(PatientKnowledgeIndex), collection.Any(service => service.ImplementationType == typeof(QdrantLeftovers)));
    }

    [Fact]
    public async Task What_a_host_has_registered_itself_stays()
    {
        using var own = new LexicalIndex();
        await using var services = Services("Server", "http://127.0.0.1:1", own).BuildServiceProvider();

        Assert.Same(own, services.GetRequiredService<IKnowledgeIndex>());
    }

    [Theory]
    [InlineData("ftp://host", null, "chatopsbot", "Storage:Qdrant:Endpoint cannot be used: write it as http://host:6333")]
    [InlineData("http://user:secret-word@host:6333", null, "chatopsbot", "Storage:Qdrant:Endpoint cannot be used")]
    [InlineData("http://host:6333?api-key=secret-word", null, "chatopsbot", "Storage:Qdrant:Endpoint cannot be used")]
    [InlineData("/relative", null, "chatopsbot", "Storage:Qdrant:Endpoint cannot be used")]
    [InlineData("http://host:6333", "secret-word", "chatopsbot", "use https")]
    [InlineData("https://host:6333", "secret-word\n", "chatopsbot", "Storage:Qdrant:ApiKey has characters")]
    [InlineData("https://host:6333", "secret-word", "a/b", "Storage:Qdrant:Collection is 'a/b': use up to 100 letters")]
    [InlineData("https://host:6333", "secret-word", "", "Storage:Qdrant:Collection")]
    public void What_cannot_be_used_stops_the_start_with_key_and_mend(string endpoint, string? key, string collection, string expected)
    {
        var options = new QdrantOptions { Endpoint = new Uri(endpoint, UriKind.RelativeOrAbsolute), ApiKey = key, Collection = collection };

        var fault = new QdrantAddressValidator().Validate(null, options);

        Assert.Contains(expected, fault.FailureMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-word", fault.FailureMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://qdrant:6333", null)]
    [InlineData("http://127.0.0.1:6333/prefix/", "secret-word")]
    [InlineData("https://qdrant.example", "secret-word")]
    public void What_can_be_used_is_taken(string endpoint, string? key)
        => Assert.True(new QdrantAddressValidator().Validate(null, new QdrantOptions { Endpoint = new Uri(endpoint), ApiKey = key }).Succeeded);

    [Fact]
    public async Task Writes_wait_for_a_server_that_comes_later_and_questions_do_not()
    {
        var port = LoopbackPort.Free();
        await using var replica = new QdrantReplica(new Uri($"http://127.0.0.1:{port}"), "late", timeout: TimeSpan.FromSeconds(2));
        var index = replica.Get<PatientKnowledgeIndex>();

        var writing = index.UpsertAsync([Of("a.txt")], None);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => index.SearchAsync("printer", Everyone, 5, None));
        Assert.False(writing.IsCompleted);
        await using var fake = await FakeQdrant.StartAsync(port);
        await writing.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Single(await index.SearchAsync("printer", Everyone, 5, None));
        fake.AssertValid();
    }

    [Fact]
    public async Task What_no_folder_holds_any_more_is_removed_after_the_folders_were_read_and_what_is_newer_stays()
    {
        await using var fake = await FakeQdrant.StartAsync();
        await using (var before = new QdrantReplica(fake.Endpoint, "leftovers", time: new FixedTimeProvider(DateTimeOffset.UnixEpoch.AddDays(1))))
        {
            await before.Index.UpsertAsync([Of("kept.txt"), Of("deleted.txt"), Of("elsewhere.txt") with { Source = "Others" }, Of("gone.txt") with { Source = "Missing" }], None);
        }

        await using var replica = new QdrantReplica(fake.Endpoint, "leftovers");
        using var sources = SourcesOf("Handbook", "Missing");
        sources.All.Last().IsMissing = true;
        using var leftovers = new QdrantLeftovers(
            replica.Get<QdrantConsistency>(),
            replica.Get<QdrantCollections>(),
            replica.Get<PatientKnowledgeIndex>(),
            replica.Get<PublishedTerms>(),
            sources,
            new Loaded(),
            TimeProvider.System,
            NullLogger<QdrantLeftovers>.Instance);
        await replica.Index.UpsertAsync([Of("kept.txt")], None);
        await using (var other = new QdrantReplica(fake.Endpoint, "leftovers"))
        {
            await other.Index.UpsertAsync([Of("newer.txt")], None);
        }

        await leftovers.StartAsync(None);
        await leftovers.ExecuteTask!;

        var left = (await replica.Index.SearchAsync("printer", Everyone, 9, None)).Select(passage => passage.Chunk.Document.Id).Order();
        Assert.Equal(["elsewhere.txt", "gone.txt", "kept.txt", "newer.txt"], left);
        fake.AssertValid();
    }

    private static SourceSet SourcesOf(params string[] names)
    {
        var options = new KnowledgeOptions();
        foreach (var name in names)
        {
            options.Sources.Add(new KnowledgeSourceOptions { Path = Path.GetTempPath(), Name = name });
        }

        var store = new FolderDocumentStore(Path.Combine(Path.GetTempPath(), $"chatopsbot-{Guid.NewGuid():N}"), new TimeOrderedIdGenerator(TimeProvider.System));
        return new SourceSet(Options.Create(options), new ContentRoot(Path.GetTempPath()), store, TimeProvider.System);
    }

    private static IServiceCollection Services(string mode, string? endpoint, IKnowledgeIndex? own = null)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Storage:Mode"] = mode,
                ["Storage:Qdrant:Endpoint"] = endpoint,
                ["Storage:Postgres:ConnectionString"] = "Host=127.0.0.1;Username=nobody;Database=nothing",
                ["Storage:DataPath"] = Path.Combine(Path.GetTempPath(), $"chatopsbot-{Guid.NewGuid():N}"),
            })
            .Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddMetrics().AddSingleton(new ContentRoot(Path.GetTempPath()));
        if (own is not null)
        {
            services.AddSingleton(own);
        }

        return services.AddRagCore(configuration);
    }

    private sealed class Loaded : IKnowledgeReadiness
    {
        public bool IsLoaded => true;

        public Task WaitUntilLoadedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
