using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Storage;
using ChatOpsBot.RagCore.Storage.Embedded;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what keeps originals. Apart from the log, which only the serving process opens.</summary>
internal static class DocumentStoreServiceCollectionExtensions
{
    private const string Documents = "documents";
    private const string Index = "index";
    private const string Web = "web";

    internal static IServiceCollection AddDocumentStore(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<StorageOptions>().BindConfiguration(StorageOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>());
        services.TryAddSingleton<IDocumentStore>(provider => new FolderDocumentStore(
            Path.Combine(DataPath(provider), Documents),
            provider.GetRequiredService<IIdGenerator>()));
        services.TryAddSingleton(provider => new IndexFolder(Path.Combine(DataPath(provider), Index)));
        services.TryAddSingleton(provider => new WebFolder(Path.Combine(DataPath(provider), Web)));
        return services;
    }

    private static string DataPath(IServiceProvider provider)
        => provider.GetRequiredService<ContentRoot>().Resolve(provider.GetRequiredService<IOptions<StorageOptions>>().Value.DataPath);
}
