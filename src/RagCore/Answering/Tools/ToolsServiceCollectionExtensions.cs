using ChatOpsBot.RagCore.Answering.Tools;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what offers tools to a model. Where tools come from is registered beside it.</summary>
internal static class ToolsServiceCollectionExtensions
{
    internal static IServiceCollection AddAnswerTools(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<ToolOptions>().BindConfiguration(ToolOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ToolOptions>, ToolOptionsValidator>());
        services.TryAddSingleton<ToolMetrics>();
        services.TryAddSingleton<ToolBox>();
        return services;
    }
}
