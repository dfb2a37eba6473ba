using ChatOpsBot.TestKit.Servers;

namespace ChatOpsBot.IntegrationTests.Storage.Redis;

/// <summary>One Redis for all tests that need a real one; a test that breaks it mends it.</summary>
public sealed class RedisFixture : IAsyncLifetime
{
    public RedisServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await RedisServer.StartNewAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class RedisCollection : ICollectionFixture<RedisFixture>
{
    public const string Name = "Redis";
}
