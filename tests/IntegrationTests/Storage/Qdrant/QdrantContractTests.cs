using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Storage.Qdrant;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Models;
using ChatOpsBot.TestKit.Qdrant;

namespace ChatOpsBot.IntegrationTests.Storage.Qdrant;

/// <summary>The contract over the stand-in, whose every request is checked; over a real server where <c>QDRANT_URL</c> names one.</summary>
public class QdrantContractTests : KnowledgeIndexContract, IAsyncLifetime
{
    private const string RealServer = "QDRANT_URL";

    private readonly string _collection = $"contract-{Guid.NewGuid():N}";
    private FakeQdrant? _fake;
    private QdrantReplica _replica = null!;

    protected override IKnowledgeIndex Index => _replica.Index;

    private protected QdrantReplica Replica => _replica;

    private protected virtual FakeEmbeddings? Model => null;

    public virtual async Task InitializeAsync()
    {
        var real = Environment.GetEnvironmentVariable(RealServer);
        _fake = string.IsNullOrEmpty(real) ? await FakeQdrant.StartAsync() : null;
        _replica = new QdrantReplica(_fake?.Endpoint ?? new Uri(real!), _collection, model: Model);
    }

    public virtual async Task DisposeAsync()
    {
        var api = _replica.Get<QdrantApi>();
        foreach (var collection in (await api.CollectionsAsync(None)).Where(name => name.StartsWith(_collection, StringComparison.Ordinal)))
        {
            await api.DropAsync(collection, None);
        }

        await _replica.DisposeAsync();
        if (_fake is not null)
        {
            await _fake.DisposeAsync();
            _fake.AssertValid();
        }
    }
}
