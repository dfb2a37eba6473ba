using ChatOpsBot.Channels.Web;
using ChatOpsBot.Channels.Web.Inbound;
using ChatOpsBot.Channels.Web.Outbound;
using ChatOpsBot.Channels.Web.Playground;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Turns.Waiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the web API and its playground.</summary>
public static class WebChannelServiceCollectionExtensions
{
    /// <summary>Adds the web channel. The host maps it with <c>MapWebChannel</c>; the core's services come from elsewhere.</summary>
    public static IServiceCollection AddWebChannel(this IServiceCollection services) => services
        .AddWebOptions()
        .AddWebInbound()
        .AddWebOutbound()
        .AddWebPlayground();

    private static IServiceCollection AddWebOptions(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<WebChannelOptions>().BindConfiguration(WebChannelOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WebChannelOptions>, WebChannelOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WebChannelOptions>, WebChannelOptionsConsistency>());
        return services;
    }

    private static IServiceCollection AddWebInbound(this IServiceCollection services)
    {
        services.AddCors();
        services.AddRateLimiter(_ => { });
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<WebMetrics>();
        services.TryAddSingleton<ApiKeyRing>();
        services.TryAddSingleton<WebAuthentication>();
        services.TryAddSingleton<WebInboundMapper>();
        services.TryAddScoped<ChatDoor>();
        services.TryAddScoped<ChatEndpoint>();
        services.TryAddScoped<FeedbackEndpoint>();
        services.TryAddScoped<DocumentEndpoint>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, WebPipeline>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, KeyRightsCheck>());
        return services;
    }

    private static IServiceCollection AddWebOutbound(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new ReplyWaiters(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<AnswerAwaiter>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IReplyChannel, WebReplyChannel>());
        return services;
    }

    private static IServiceCollection AddWebPlayground(this IServiceCollection services)
    {
        services.TryAddSingleton<PlaygroundAssets>();
        services.TryAddScoped<PreviewEndpoint>();
        return services;
    }
}
