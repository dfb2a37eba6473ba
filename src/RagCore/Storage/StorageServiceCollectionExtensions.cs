using ChatOpsBot.RagCore.Conversations.Records;
using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage;
using ChatOpsBot.RagCore.Storage.Embedded;
using ChatOpsBot.RagCore.Storage.Log;
using ChatOpsBot.RagCore.Storage.Postgres;
using ChatOpsBot.RagCore.Usage.Budgets;
using ChatOpsBot.RagCore.Usage.Ledger;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what keeps turns and votes.</summary>
internal static class StorageServiceCollectionExtensions
{
    /// <summary>Registers the storage of the mode that is configured.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">Where the mode stands; what is no mode at all is refused when the options are validated.</param>
    /// <param name="resolvePath">Makes <see cref="StorageOptions.DataPath"/> absolute; asked when a folder is first needed.</param>
    public static IServiceCollection AddStorage(
        this IServiceCollection services, IConfiguration configuration, Func<IServiceProvider, string, string> resolvePath)
    {
        return IsServer(configuration)
            ? services.AddServerStorage(resolvePath).AddQdrant(configuration)
            : services.AddEmbeddedStorage(resolvePath);
    }

    /// <summary>Registers the upkeep of an index that replicas share; nothing where every process keeps its own.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">Where the mode stands.</param>
    public static IServiceCollection AddIndexUpkeep(this IServiceCollection services, IConfiguration configuration)
        => IsServer(configuration) ? services.AddQdrantUpkeep(configuration) : services;

    /// <summary>Registers one store for the inbox, the journal and the votes, in a folder of this process.</summary>
    /// <param name="services">The services.</param>
    /// <param name="resolvePath">Makes <see cref="StorageOptions.DataPath"/> absolute; asked when the store is first needed.</param>
    public static IServiceCollection AddEmbeddedStorage(this IServiceCollection services, Func<IServiceProvider, string, string> resolvePath)
    {
        services.AddStorageOptions();
        services.TryAddSingleton(provider => CreateStore(provider, resolvePath));
        services.TryAddSingleton<IInbox, EmbeddedInbox>();
        services.TryAddSingleton<ITurnJournal, EmbeddedTurnJournal>();
        services.TryAddSingleton<IDeadLetters, EmbeddedDeadLetters>();
        services.TryAddSingleton<IVoteStore, EmbeddedVoteStore>();
        services.TryAddSingleton<IUsageLedger, EmbeddedUsageLedger>();
        services.TryAddSingleton<IRecordStore>(provider => provider.GetRequiredService<EmbeddedStore>().Records);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, EmbeddedStoreService>());
        return services;
    }

    /// <summary>Registers PostgreSQL as the truth, Redis for what may be lost, and a log of this replica for what arrives while PostgreSQL is down.</summary>
    /// <param name="services">The services.</param>
    /// <param name="resolvePath">Makes <see cref="StorageOptions.DataPath"/> absolute; asked when the spool is first needed.</param>
    public static IServiceCollection AddServerStorage(this IServiceCollection services, Func<IServiceProvider, string, string> resolvePath)
    {
        services.AddStorageOptions();
        services.AddPostgres();
        services.AddRedis();
        services.AddSpool(resolvePath, provider => provider.GetRequiredService<PostgresInbox>());
        return services;
    }

    private static void AddStorageOptions(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<StorageOptions>().BindConfiguration(StorageOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BudgetOptions>, BudgetRetention>());
        services.TryAddSingleton(TimeProvider.System);
    }

    private static bool IsServer(IConfiguration configuration) => string.Equals(
        configuration[$"{StorageOptions.SectionName}:{nameof(StorageOptions.Mode)}"], nameof(StorageMode.Server), StringComparison.OrdinalIgnoreCase);

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
