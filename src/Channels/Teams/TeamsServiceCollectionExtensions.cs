using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Rendering;
using ChatOpsBot.RagCore.Conversations;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the Teams channel.</summary>
public static class TeamsServiceCollectionExtensions
{
    /// <summary>Adds Teams. It does nothing until <c>Channels:Teams:Enabled</c> is true.</summary>
    public static IServiceCollection AddTeamsChannel(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<TeamsOptions>().BindConfiguration(TeamsOptions.SectionName);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TeamsMetrics>();
        services.TryAddSingleton<TeamsHttp>();
        return services.AddInbound().AddOutbound().AddRendering();
    }

    private static IServiceCollection AddInbound(this IServiceCollection services)
    {
        return services;
    }

    private static IServiceCollection AddOutbound(this IServiceCollection services)
    {
        return services;
    }

    private static IServiceCollection AddRendering(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IReplyPreview, TeamsReplyPreview>());
        return services;
    }
}
