using ChatOpsBot.TestKit.Servers;

namespace ChatOpsBot.IntegrationTests.Models;

/// <summary>One server of models for all tests that need a real one.</summary>
public sealed class ModelServerFixture : IAsyncLifetime
{
    public ModelServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await ModelServer.StartNewAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class ModelServerCollection : ICollectionFixture<ModelServerFixture>
{
    public const string Name = "Model server";
}
