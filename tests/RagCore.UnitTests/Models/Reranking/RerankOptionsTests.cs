using ChatOpsBot.RagCore.Answering.Reranking;
using ChatOpsBot.RagCore.Models.Reranking;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Models.Reranking;

public sealed class RerankOptionsTests
{
    private static readonly Dictionary<string, string?> Good = new() { ["Provider"] = "Cohere", ["Model"] = "rerank-v3.5", ["ApiKey"] = "co-0123456789abcdef" };

    [Fact]
    public void Without_a_provider_nobody_puts_passages_in_order()
    {
        using var provider = Build([]);

        provider.GetRequiredService<IStartupValidator>().Validate();
        Assert.Null(provider.GetService<IReranker>());
    }

    [Fact]
    public void With_one_the_service_does()
    {
        using var provider = Build(Good);

        provider.GetRequiredService<IStartupValidator>().Validate();
        Assert.IsType<ServiceReranker>(provider.GetRequiredService<IReranker>());
    }

    [Theory]
    [InlineData("Provider", "Jina", "Provider")]
    [InlineData("Provider", null, "Models:Rerank:Model is set although Models:Rerank:Provider is not Cohere")]
    [InlineData("Model", null, "Models:Rerank:Model is missing")]
    [InlineData("ApiKey", null, "Models:Rerank:ApiKey is missing")]
    [InlineData("ApiKey", "your-key-here", "Models:Rerank:ApiKey is a placeholder")]
    [InlineData("Endpoint", "http://models.example.com/v2", "Models:Rerank:Endpoint is not an https address")]
    [InlineData("Timeout", "00:00:00", "Models:Rerank:Timeout")]
    [InlineData("TopN", "0", "Models:Rerank:TopN (0) must be between 1 and 100")]
    public void A_bad_value_stops_the_start_and_names_key_and_mend(string key, string? value, string named)
    {
        using var provider = Build(new Dictionary<string, string?>(Good) { [key] = value });

        var fault = Record.Exception(() => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.NotNull(fault);
        Assert.Contains(named, fault.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("co-0123456789abcdef", fault.ToString(), StringComparison.Ordinal);
    }

    private static ServiceProvider Build(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(entry => KeyValuePair.Create($"Models:Rerank:{entry.Key}", entry.Value))).Build();
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(new Random(1))
            .AddReranker(configuration)
            .BuildServiceProvider();
    }
}
