using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using ChatOpsBot.RagCore.UnitTests.Storage;
using ChatOpsBot.TestKit.Files;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Models.Embeddings;

public sealed class EmbeddingOptionsTests : IDisposable
{
    private static readonly Dictionary<string, string?> Good = new()
    {
        ["Provider"] = "OpenAI",
        ["Model"] = "text-embedding-3-small",
        ["Dimensions"] = "1536",
        ["ApiKey"] = "sk-0123456789abcdef",
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_a_provider_documents_are_searched_by_words_alone()
    {
        await using var provider = Build([]);

        provider.GetRequiredService<IStartupValidator>().Validate();
        Assert.IsType<LexicalIndex>(provider.GetRequiredService<IKnowledgeIndex>());
        Assert.Null(provider.GetService<IEmbeddingGenerator<string, Embedding<float>>>());
    }

    [Fact]
    public async Task With_one_they_are_searched_by_meaning_too()
    {
        await using var provider = Build(Good);

        provider.GetRequiredService<IStartupValidator>().Validate();
        Assert.IsType<HybridIndex>(provider.GetRequiredService<IKnowledgeIndex>());
        Assert.Same(provider.GetRequiredService<IKnowledgeIndex>(), provider.GetRequiredService<ITermStatistics>());
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("Provider", "Cohere", "Provider")]
    [InlineData("Provider", null, "Models:Embedding:Provider is missing although Models:Embedding:Model is set")]
    [InlineData("Model", null, "Models:Embedding:Model is missing")]
    [InlineData("Dimensions", null, "Models:Embedding:Dimensions is missing")]
    [InlineData("Dimensions", "0", "Models:Embedding:Dimensions (0)")]
    [InlineData("ApiKey", null, "Models:Embedding:ApiKey is missing")]
    [InlineData("ApiKey", "your-key-here", "Models:Embedding:ApiKey is a placeholder")]
    [InlineData("Endpoint", "http://models.example.com/v1", "Models:Embedding:Endpoint (http://models.example.com/v1) is not an https address")]
    [InlineData("BatchSize", "2049", "Models:Embedding:BatchSize (2049) must be between 1 and 2048")]
    [InlineData("Timeout", "00:00:00", "Models:Embedding:Timeout")]
    [InlineData("MaxTokensPerDay", "-1", "Models:Embedding:MaxTokensPerDay (-1)")]
    public async Task A_bad_value_stops_the_start_and_names_key_and_mend(string key, string? value, string named)
    {
        await using var provider = Build(new Dictionary<string, string?>(Good) { [key] = value });

        var exception = Record.Exception(() => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(named, exception?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_local_server_needs_no_key_and_no_https()
    {
        await using var provider = Build(new Dictionary<string, string?>(Good) { ["ApiKey"] = null, ["Endpoint"] = "http://localhost:11434/v1" });

        provider.GetRequiredService<IStartupValidator>().Validate();
    }

    [Fact]
    public async Task No_fault_tells_a_secret()
    {
        await using var provider = Build(new Dictionary<string, string?>(Good)
        {
            ["ApiKey"] = "your-canary4711",
            ["Endpoint"] = "https://user:canary4711@models.example.com/v1",
        });

        var exception = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.DoesNotContain("canary4711", exception.Message, StringComparison.Ordinal);
    }

    private ServiceProvider Build(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Models:Embedding:{setting.Key}", setting.Value)))
            .AddInMemoryCollection([KeyValuePair.Create<string, string?>("Knowledge:Sources:0:Path", "."), KeyValuePair.Create<string, string?>("Prompts:Path", RepositoryFiles.PathOf("prompts"))])
            .Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging()
            .AddMetrics()
            .AddSingleton(new ContentRoot(_folder.Path))
            .AddQuestionAnswering(configuration)
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }
}
