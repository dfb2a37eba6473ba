using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage;
using ChatOpsBot.RagCore.Storage.Log;
using ChatOpsBot.RagCore.Storage.Spool;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what takes messages while the database is down.</summary>
internal static class SpoolServiceCollectionExtensions
{
    private const string FolderName = "spool";

    /// <summary>Puts a spool of this replica in front of the inbox of a database.</summary>
    /// <param name="services">The services.</param>
    /// <param name="resolvePath">Makes <see cref="StorageOptions.DataPath"/> absolute; asked when the spool is first needed.</param>
    /// <param name="database">Gives the inbox of the database, always the same one.</param>
    public static IServiceCollection AddSpool(
        this IServiceCollection services, Func<IServiceProvider, string, string> resolvePath, Func<IServiceProvider, IInbox> database)
    {
        services.AddSpoolOptions();
        services.TryAddSingleton(provider => new SpoolSettings(provider.GetRequiredService<IOptions<SpoolOptions>>().Value));
        services.TryAddSingleton<SpoolMetrics>();
        services.TryAddSingleton<DatabaseBreaker>();
        services.TryAddSingleton<SpoolOutlet>();
        services.TryAddSingleton(provider => CreateSpool(provider, resolvePath));
        services.TryAddSingleton(provider => ActivatorUtilities.CreateInstance<SpoolDrain>(provider, database(provider)));
        services.TryAddSingleton<IInbox>(provider => ActivatorUtilities.CreateInstance<SpooledInbox>(provider, database(provider)));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SpoolService>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SpoolDrainer>());
        return services;
    }

    /// <summary>Registers the settings alone.</summary>
    public static IServiceCollection AddSpoolOptions(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<SpoolOptions>().BindConfiguration(SpoolOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SpoolOptions>, SpoolOptionsValidator>());
        return services;
    }

    private static Spool CreateSpool(IServiceProvider provider, Func<IServiceProvider, string, string> resolvePath)
    {
        var storage = provider.GetRequiredService<IOptions<StorageOptions>>().Value;
        return new Spool(
            new PhysicalLogFileSystem(Path.Combine(resolvePath(provider, storage.DataPath), FolderName)),
            provider.GetRequiredService<SpoolSettings>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Spool>>());
    }
}
