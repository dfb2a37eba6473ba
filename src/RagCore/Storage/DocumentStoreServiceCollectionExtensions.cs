using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Storage;
using ChatOpsBot.RagCore.Storage.Embedded;
using ChatOpsBot.RagCore.Storage.S3;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what keeps originals. Apart from the log, which only the serving process opens.</summary>
internal static class DocumentStoreServiceCollectionExtensions
{
    private const string Documents = "documents";
    private const string Mirror = "mirror";
    private const string Index = "index";
    private const string Web = "web";

    internal static IServiceCollection AddDocumentStore(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<StorageOptions>().BindConfiguration(StorageOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>());
        services.AddBucket();
        services.TryAddSingleton(provider => new FolderDocumentStore(
            Path.Combine(DataPath(provider), Documents),
            provider.GetRequiredService<IIdGenerator>()));
        services.TryAddSingleton(provider => Settings(provider).Bucket is null
            ? (IDocumentStore)provider.GetRequiredService<FolderDocumentStore>()
            : provider.GetRequiredService<S3DocumentStore>());
        services.TryAddSingleton(provider => new IndexFolder(Path.Combine(DataPath(provider), Index)));
        services.TryAddSingleton(provider => new WebFolder(Path.Combine(DataPath(provider), Web)));
        return services;
    }

    /// <summary>Registers what speaks to a bucket; nothing of it is made until one is configured.</summary>
    private static void AddBucket(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<S3Options>().BindConfiguration(S3Options.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<S3Options>, S3OptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<S3Options>, S3AddressValidator>());
        services.TryAddSingleton(_ => new S3Network());
        services.TryAddSingleton(provider => new S3Bucket(
            provider.GetRequiredService<IOptions<S3Options>>(),
            provider.GetRequiredService<S3Network>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<Random>()));
        services.TryAddSingleton(provider => new S3Keys(Settings(provider).Prefix));
        services.TryAddSingleton(provider => new MirrorFolder(
            Path.Combine(DataPath(provider), Mirror),
            provider.GetRequiredService<S3Keys>(),
            provider.GetRequiredService<IIdGenerator>()));
        services.TryAddSingleton<S3Mirror>();
        services.TryAddSingleton<S3DocumentStore>();
    }

    private static S3Options Settings(IServiceProvider provider) => provider.GetRequiredService<IOptions<S3Options>>().Value;

    private static string DataPath(IServiceProvider provider)
        => provider.GetRequiredService<ContentRoot>().Resolve(provider.GetRequiredService<IOptions<StorageOptions>>().Value.DataPath);
}
