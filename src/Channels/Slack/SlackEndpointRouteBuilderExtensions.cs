using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Slack.Inbound;
using ChatOpsBot.Channels.Slack.Installations;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps Slack's routes.</summary>
public static class SlackEndpointRouteBuilderExtensions
{
    /// <summary>Maps <c>/slack/events</c>, <c>/slack/commands</c> and <c>/slack/interactions</c>, and the pages of an installation; nothing when the channel is off.</summary>
    public static IEndpointRouteBuilder MapSlackChannel(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var options = services.GetRequiredService<IOptions<SlackOptions>>().Value;
        if (options is { Enabled: true, IsInstalledByOAuth: true })
        {
            var install = services.GetRequiredService<SlackInstallEndpoint>();
            endpoints.MapGet("/slack/install", install.BeginAsync);
            endpoints.MapGet("/slack/oauth/callback", install.EndAsync);
        }

        // Where Slack reaches the bot over its own connections, nobody else needs to.
        if (options is { Enabled: true, Transport: SlackTransportKind.Http })
        {
            endpoints.MapPost("/slack/events", services.GetRequiredService<SlackEventsEndpoint>().HandleAsync);
            endpoints.MapPost("/slack/commands", services.GetRequiredService<SlackCommandsEndpoint>().HandleAsync);
            endpoints.MapPost("/slack/interactions", services.GetRequiredService<SlackInteractionsEndpoint>().HandleAsync);
        }

        return endpoints;
    }
}
