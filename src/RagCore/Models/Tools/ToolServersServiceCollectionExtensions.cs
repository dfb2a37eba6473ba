using ChatOpsBot.RagCore.Answering.Tools;
using ChatOpsBot.RagCore.Models.Tools;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the servers that have tools.</summary>
internal static class ToolServersServiceCollectionExtensions
{
    internal static IServiceCollection AddToolServers(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<ToolServersOptions>().BindConfiguration(ToolServersOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ToolServersOptions>, ToolServersOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ToolServersOptions>, ToolServersOptionsConsistency>());
        services.TryAddSingleton<ToolServers>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IToolSource, ToolServers>(provider => provider.GetRequiredService<ToolServers>()));
        return services;
    }

    /// <summary>Connects to the servers while the process serves.</summary>
    internal static IServiceCollection AddToolServerLinks(this IServiceCollection services)
    {
        services.AddHostedService(provider => provider.GetRequiredService<ToolServers>());
        return services;
    }
}
