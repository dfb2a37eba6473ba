using ChatOpsBot.RagCore.Answering.Caching;
using ChatOpsBot.RagCore.Memory;
using ChatOpsBot.RagCore.Storage.Redis;
using ChatOpsBot.RagCore.Usage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what replicas share in Redis.</summary>
internal static class RedisServiceCollectionExtensions
{
    /// <summary>Puts Redis where a default of one process stands, and keeps the default where no connection string is given.</summary>
    public static IServiceCollection AddRedis(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<RedisOptions>().BindConfiguration(RedisOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RedisOptions>, RedisOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RedisOptions>, RedisConnectionStringValidator>());
        services.TryAddSingleton<RedisConnection>();
        services.TryAddSingleton<RedisBreaker>();
        services.TryAddSingleton<RedisMetrics>();
        services.TryAddSingleton<RedisGuard>();
        services.TryAddSingleton<RedisMemoryLog>();
        return services
            .Share<IConversationMemory, InProcessConversationMemory, RedisConversationMemory>()
            .Share<IRateLimiter, InProcessRateLimiter, RedisRateLimiter>()
            .Share<IPaceKeeper, InProcessPaceKeeper, RedisPaceKeeper>()
            .Share<IAnswerCache, InProcessAnswerCache, RedisAnswerCache>();
    }

    // What a host or a test has put there itself stays.
    private static IServiceCollection Share<TService, TDefault, TShared>(this IServiceCollection services)
        where TService : class
        where TDefault : class, TService
        where TShared : class, TService
    {
        if (services.Any(known => known.ServiceType == typeof(TService) && known.ImplementationType != typeof(TDefault)))
        {
            return services;
        }

        services.RemoveAll<TService>();
        services.TryAddSingleton<TDefault>();
        services.TryAddSingleton<TShared>();
        return services.AddSingleton<TService>(provider => string.IsNullOrWhiteSpace(provider.GetRequiredService<IOptions<RedisOptions>>().Value.ConnectionString)
            ? provider.GetRequiredService<TDefault>()
            : provider.GetRequiredService<TShared>());
    }
}
