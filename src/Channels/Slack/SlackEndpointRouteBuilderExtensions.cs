using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Slack.Inbound;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps Slack's routes.</summary>
public static class SlackEndpointRouteBuilderExtensions
{
    /// <summary>Maps <c>/slack/events</c>, <c>/slack/commands</c> and <c>/slack/interactions</c>; nothing when the channel is off.</summary>
    public static IEndpointRouteBuilder MapSlackChannel(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        if (services.GetRequiredService<IOptions<SlackOptions>>().Value.Enabled)
        {
            endpoints.MapPost("/slack/events", services.GetRequiredService<SlackEventsEndpoint>().HandleAsync);
            endpoints.MapPost("/slack/commands", services.GetRequiredService<SlackCommandsEndpoint>().HandleAsync);
            endpoints.MapPost("/slack/interactions", services.GetRequiredService<SlackInteractionsEndpoint>().HandleAsync);
        }

        return endpoints;
    }
}
