using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Servers;

namespace ChatOpsBot.IntegrationTests.Storage.S3;

[Collection(S3Collection.Name)]
public sealed class S3ContractTests : DocumentStoreContract, IDisposable
{
    private readonly S3Stage _stage;

    public S3ContractTests(S3Fixture fixture)
    {
        _stage = new S3Stage(fixture.Server);
        Writer = _stage.Open();
        Reader = _stage.Open();
    }

    protected override IDocumentStore Writer { get; }

    protected override IDocumentStore Reader { get; }

    public void Dispose() => _stage.Dispose();

    protected override Task RemoveAsync(TenantId tenant, string path)
        => _stage.Operator.DeleteObjectAsync(S3Server.Bucket, _stage.Keys.KeyOf(tenant, path));
}
