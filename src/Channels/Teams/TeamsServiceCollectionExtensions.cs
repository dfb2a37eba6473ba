using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Inbound;
using ChatOpsBot.Channels.Teams.Inbound.Asking;
using ChatOpsBot.Channels.Teams.Inbound.Tokens;
using ChatOpsBot.Channels.Teams.Outbound;
using ChatOpsBot.Channels.Teams.Outbound.Files;
using ChatOpsBot.Channels.Teams.Outbound.References;
using ChatOpsBot.Channels.Teams.Outbound.Streaming;
using ChatOpsBot.Channels.Teams.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Wire;
using ChatOpsBot.RagCore.Turns;
using ChatOpsBot.RagCore.Turns.Waiting;
using ChatOpsBot.RagCore.Usage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the Teams channel.</summary>
public static class TeamsServiceCollectionExtensions
{
    /// <summary>Adds Teams. It does nothing until <c>Channels:Teams:Enabled</c> is true.</summary>
    public static IServiceCollection AddTeamsChannel(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<TeamsOptions>().BindConfiguration(TeamsOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TeamsOptions>, TeamsOptionsValidation>());
        services.AddOptionsWithValidateOnStart<TeamsSensitivityLabel>().BindConfiguration(TeamsSensitivityLabel.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TeamsSensitivityLabel>, TeamsSensitivityLabelValidation>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TeamsMetrics>();
        services.TryAddSingleton<TeamsHttp>();
        services.TryAddSingleton<ServiceHosts>();
        return services.AddTokens().AddInbound().AddOutbound().AddRendering();
    }

    private static IServiceCollection AddTokens(this IServiceCollection services)
    {
        services.TryAddSingleton<KeyReader>();
        services.TryAddSingleton<SigningKeys>();
        services.TryAddSingleton<TokenClaims>();
        services.TryAddSingleton<VerifiedTokens>();
        services.TryAddSingleton<TokenValidator>();
        services.TryAddSingleton<UnauthenticatedRequests>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, UnauthenticatedRequests>(provider => provider.GetRequiredService<UnauthenticatedRequests>()));
        return services;
    }

    private static IServiceCollection AddInbound(this IServiceCollection services)
    {
        services.TryAddSingleton<TeamsConversations>();
        services.TryAddSingleton<TeamsActivityMapper>();
        services.TryAddSingleton<TeamsCardGuard>();
        services.TryAddSingleton<TeamsCardViews>();
        services.TryAddSingleton<TeamsVotes>();
        services.TryAddSingleton<TeamsHelpClicks>();
        services.TryAddSingleton(provider => new ReplyWaiters(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<AnswerAwaiter>();
        services.TryAddSingleton<TeamsAsking>();
        services.TryAddSingleton<TeamsInvokes>();
        services.TryAddSingleton<TeamsIntake>();
        services.TryAddSingleton<TeamsDoorWarnings>();
        services.TryAddSingleton<TeamsDoor>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IInboundGate, TeamsTenantGate>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IInboundGate, TeamsRosterGate>());
        return services;
    }

    private static IServiceCollection AddOutbound(this IServiceCollection services)
    {
        services.TryAddSingleton<TeamsCalls>();
        services.TryAddSingleton<TeamsTokenRequests>();
        services.TryAddSingleton<TeamsTokenSource>();
        services.TryAddSingleton<IPaceKeeper, InProcessPaceKeeper>();
        services.TryAddSingleton<TeamsPacer>();
        services.TryAddSingleton<TeamsClosedConversations>();
        services.TryAddSingleton<TeamsConnectorRequests>();
        services.TryAddSingleton<PlatformBreakers>();
        services.TryAddSingleton<TeamsConnectorClient>();
        services.TryAddSingleton<TeamsVerdicts>();
        services.TryAddSingleton<TeamsRoster>();
        services.TryAddSingleton<TeamsLiveStreams>();
        services.TryAddSingleton<TeamsStreamRefusals>();
        services.TryAddSingleton<TeamsStreams>();
        services.TryAddSingleton<TeamsProgressEdits>();
        services.TryAddSingleton<TeamsReplyChannel>();
        services.TryAddSingleton<TeamsReferenceCache>();
        services.TryAddSingleton<TeamsReferences>();
        services.TryAddSingleton<TeamsPlaces>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, TeamsReferences>(provider => provider.GetRequiredService<TeamsReferences>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IProactivePlaces, TeamsPlaces>(provider => provider.GetRequiredService<TeamsPlaces>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IReplyChannel, TeamsDelivery>());
        services.TryAddSingleton<TeamsFileHosts>();
        services.TryAddSingleton<TeamsFileHttp>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAttachmentSource, TeamsAttachmentSource>());
        return services;
    }

    private static IServiceCollection AddRendering(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IReplyPreview, TeamsReplyPreview>());
        return services;
    }
}
