using ChatOpsBot.RagCore.Answering.Prompts;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the prompts.</summary>
internal static class PromptsServiceCollectionExtensions
{
    internal static IServiceCollection AddPrompts(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<PromptOptions>().BindConfiguration(PromptOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PromptOptions>, PromptOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PromptOptions>, PromptFolderValidator>());
        services.TryAddSingleton<PromptFolder>();
        services.TryAddSingleton<PromptLibrary>();
        services.TryAddSingleton<IPromptLibrary>(provider => provider.GetRequiredService<PromptLibrary>());
        return services;
    }

    /// <summary>Reads the prompts again when their files change, while the process serves.</summary>
    internal static IServiceCollection AddPromptReload(this IServiceCollection services)
    {
        services.AddHostedService<PromptReload>();
        return services;
    }
}
