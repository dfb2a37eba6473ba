using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Slack.Inbound;
using ChatOpsBot.Channels.Slack.Installations;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.Slack.Outbound.Assistant;
using ChatOpsBot.Channels.Slack.Outbound.Files;
using ChatOpsBot.Channels.Slack.Outbound.Streaming;
using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.Channels.Slack.Sockets;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Wire;
using ChatOpsBot.RagCore.Turns;
using ChatOpsBot.RagCore.Usage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the Slack channel.</summary>
public static class SlackServiceCollectionExtensions
{
    /// <summary>Adds Slack. It does nothing until <c>Channels:Slack:Enabled</c> is true.</summary>
    public static IServiceCollection AddSlackChannel(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<SlackOptions>().BindConfiguration(SlackOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SlackOptions>, SlackOptionsValidation>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SlackIdentity>();
        services.TryAddSingleton<SlackMetrics>();
        return services.AddInstallations().AddInbound().AddOutbound().AddSockets();
    }

    private static IServiceCollection AddInstallations(this IServiceCollection services)
    {
        services.AddSecretBox();
        services.TryAddSingleton<SlackHealth>();
        services.TryAddSingleton<SlackInstallations>();
        services.TryAddSingleton<SlackWorkspaces>();
        services.TryAddSingleton<SlackOAuth>();
        services.TryAddSingleton<SlackTokenRotation>();
        services.TryAddSingleton<SlackTokens>();
        services.TryAddSingleton<SlackInstallState>();
        services.TryAddSingleton<SlackInstallEndpoint>();
        services.TryAddSingleton<SlackUninstall>();
        return services;
    }

    private static IServiceCollection AddSockets(this IServiceCollection services)
    {
        services.TryAddSingleton<SlackSocketAddress>();
        services.TryAddSingleton<SlackSocketDispatcher>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SlackSocketService>());
        return services;
    }

    private static IServiceCollection AddInbound(this IServiceCollection services)
    {
        services.TryAddSingleton<SlackSignature>();
        services.TryAddSingleton<SlackDoor>();
        services.TryAddSingleton<SlackEventMapper>();
        services.TryAddSingleton<SlackResponseHosts>();
        services.TryAddSingleton<SlackCardGuard>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IInboundGate, SlackWorkspaceGate>());
        services.TryAddSingleton<SlackVotes>();
        services.TryAddSingleton<SlackTeller>();
        services.TryAddSingleton<SlackSharing>();
        services.TryAddSingleton<SlackHelpClicks>();
        services.TryAddSingleton<SlackPlaces>();
        services.TryAddSingleton<SlackErrands>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SlackErrands>(provider => provider.GetRequiredService<SlackErrands>()));
        services.TryAddSingleton<SlackWindows>();
        services.TryAddSingleton<SlackSettings>();
        services.TryAddSingleton<SlackHome>();
        services.TryAddSingleton<SlackTalk>();
        services.TryAddSingleton<SlackAnswerThis>();
        services.TryAddSingleton<SlackEventsEndpoint>();
        services.TryAddSingleton<SlackCommandsEndpoint>();
        services.TryAddSingleton<SlackInteractionsEndpoint>();
        return services;
    }

    private static IServiceCollection AddOutbound(this IServiceCollection services)
    {
        services.TryAddSingleton<SlackHttp>();
        services.TryAddSingleton<SlackTransport>();
        services.TryAddSingleton<IPaceKeeper, InProcessPaceKeeper>();
        services.TryAddSingleton<SlackPacer>();
        services.TryAddSingleton<PlatformBreakers>();
        services.TryAddSingleton<SlackWebClient>();
        services.TryAddSingleton<SlackPoster>();
        services.TryAddSingleton<SlackReadBack>();
        services.TryAddSingleton<SlackRefusals>();
        services.TryAddSingleton<SlackStreams>();
        services.TryAddSingleton<SlackThreadStatus>();
        services.TryAddSingleton<SlackAgentDesk>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SlackAgentDesk>(provider => provider.GetRequiredService<SlackAgentDesk>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IReplyChannel, SlackReplyChannel>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IReplyPreview, SlackReplyPreview>());
        services.TryAddSingleton<SlackFileHosts>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAttachmentSource, SlackAttachmentSource>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SlackIdentityLearner>());
        return services;
    }
}
