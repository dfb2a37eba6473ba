using ChatOpsBot.RagCore.Models.Embeddings;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the models.</summary>
internal static class ModelsServiceCollectionExtensions
{
    private const string Folder = "embeddings";

    /// <summary>Adds the embedding model and the search by meaning, when one is configured.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">Says whether a model is configured.</param>
    /// <param name="dataPath">Returns the folder of what is kept.</param>
    internal static IServiceCollection AddEmbeddings(this IServiceCollection services, IConfiguration configuration, Func<IServiceProvider, string> dataPath)
    {
        services.AddOptionsWithValidateOnStart<EmbeddingOptions>().BindConfiguration(EmbeddingOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EmbeddingOptions>, EmbeddingOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EmbeddingOptions>, EmbeddingOptionsConsistency>());
        if (string.IsNullOrWhiteSpace(configuration[$"{EmbeddingOptions.SectionName}:{nameof(EmbeddingOptions.Provider)}"]))
        {
            return services;
        }

        services.TryAddSingleton<EmbeddingHttp>();
        services.TryAddSingleton(provider => EmbeddingChain.SpaceOf(OptionsOf(provider)));
        services.TryAddSingleton(provider => new VectorFile(
            Path.Combine(dataPath(provider), Folder), provider.GetRequiredService<VectorSpace>(), provider.GetRequiredService<ILogger<VectorFile>>()));
        services.TryAddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(provider => EmbeddingChain.Around(
            new OpenAiEmbeddingGenerator(OptionsOf(provider), provider.GetRequiredService<EmbeddingHttp>(), provider.GetRequiredService<TimeProvider>()),
            OptionsOf(provider),
            provider.GetRequiredService<VectorFile>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<Random>()));
        return services.AddHybridIndex();
    }

    private static EmbeddingOptions OptionsOf(IServiceProvider provider) => provider.GetRequiredService<IOptions<EmbeddingOptions>>().Value;
}
