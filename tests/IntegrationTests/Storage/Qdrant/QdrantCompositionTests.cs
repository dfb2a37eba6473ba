using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using ChatOpsBot.RagCore.Storage.Qdrant;
using ChatOpsBot.TestKit.Qdrant;
using ChatOpsBot.TestKit.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using static ChatOpsBot.IntegrationTests.Storage.Qdrant.QdrantSamples;

namespace ChatOpsBot.IntegrationTests.Storage.Qdrant;

/// <summary>Qdrant stands where it is configured, and outages of it end nothing.</summary>
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
}
