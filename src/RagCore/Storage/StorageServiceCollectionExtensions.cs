using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage;
using ChatOpsBot.RagCore.Storage.Embedded;
using ChatOpsBot.RagCore.Storage.Embedded.Log;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what keeps turns and votes.</summary>
internal static class StorageServiceCollectionExtensions
{
    /// <summary>Registers one store for the inbox, the journal and the votes, in a folder of this process.</summary>
    /// <param name="services">The services.</param>
    /// <param name="resolvePath">Makes <see cref="StorageOptions.DataPath"/> absolute; asked when the store is first needed.</param>
    public static IServiceCollection AddEmbeddedStorage(this IServiceCollection services, Func<IServiceProvider, string, string> resolvePath)
    {
        services.AddOptionsWithValidateOnStart<StorageOptions>().BindConfiguration(StorageOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => CreateStore(provider, resolvePath));
        services.TryAddSingleton<IInbox, EmbeddedInbox>();
        services.TryAddSingleton<ITurnJournal, EmbeddedTurnJournal>();
        services.TryAddSingleton<IVoteStore, EmbeddedVoteStore>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, EmbeddedStoreService>());
        return services;
    }

    private static EmbeddedStore CreateStore(IServiceProvider provider, Func<IServiceProvider, string, string> resolvePath)
    {
        var storage = provider.GetRequiredService<IOptions<StorageOptions>>().Value;
        var inbox = provider.GetRequiredService<IOptions<InboxOptions>>().Value;
        return new EmbeddedStore(
            new PhysicalLogFileSystem(resolvePath(provider, storage.DataPath)),
            new EmbeddedSettings(storage.SegmentBytes, storage.Retention, inbox.DedupeWindow, inbox.MaxPending),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<EmbeddedStore>>());
    }
}
