using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Crawling;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using ChatOpsBot.RagCore.Knowledge.Watching;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge;

public sealed class KnowledgeRegistrationTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("registration").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Registering_twice_is_harmless_and_everything_resolves()
    {
        using var provider = Build(("Knowledge:Sources:0:Path", "."), ("Knowledge:Sources:0:Readers:0", "hr"));

        Assert.Same(provider.GetRequiredService<LexicalIndex>(), provider.GetRequiredService<IKnowledgeIndex>());
        Assert.Same(provider.GetRequiredService<KnowledgeSync>(), Assert.Single(provider.GetServices<IHostedService>().OfType<KnowledgeSync>()));
        Assert.Single(provider.GetServices<IHostedService>().OfType<WebCrawler>());
        Assert.Same(provider.GetRequiredService<KnowledgeSync>(), provider.GetRequiredService<IKnowledgeReadiness>());
        Assert.Equal(["hr"], provider.GetRequiredService<IOptions<KnowledgeOptions>>().Value.Sources[0].Readers!);
        Assert.NotNull(provider.GetRequiredService<KnowledgeLoader>());
    }

    [Theory]
    [InlineData("Knowledge:Sources:0:Path", "missing", "Knowledge:Sources:0:Path (missing)")]
    [InlineData("Knowledge:Sources:0:Readers:0", "", "Knowledge:Sources:0:Readers")]
    [InlineData("Knowledge:SettleTime", "00:00:00", "SettleTime")]
    [InlineData("Knowledge:MaxFileBytes", "0", "MaxFileBytes")]
    public void A_bad_value_stops_the_start(string key, string value, string named)
    {
        using var provider = Build(("Knowledge:Sources:0:Path", "."), (key, value));

        var exception = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
    }

    private ServiceProvider Build(params (string Key, string Value)[] settings)
    {
        var values = new Dictionary<string, string?>();
        foreach (var (key, value) in settings)
        {
            values[key] = value;
        }

        return new ServiceCollection()
            .AddMetrics()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build())
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton(new ContentRoot(_root))
            .AddSingleton<IIdGenerator>(new TimeOrderedIdGenerator(TimeProvider.System))
            .AddDocumentStore().AddKnowledge().AddKnowledgeSync()
            .AddDocumentStore().AddKnowledge().AddKnowledgeSync()
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }
}
