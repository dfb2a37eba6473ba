using ChatOpsBot.TestKit.Servers;

namespace ChatOpsBot.IntegrationTests.Storage.S3;

/// <summary>One S3-compatible server for all tests that need a real one; each test has a prefix of its own.</summary>
public sealed class S3Fixture : IAsyncLifetime
{
    public S3Server Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await S3Server.StartNewAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class S3Collection : ICollectionFixture<S3Fixture>
{
    public const string Name = "S3";
}
