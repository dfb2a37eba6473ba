using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Inbound;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps Teams' route.</summary>
public static class TeamsEndpointRouteBuilderExtensions
{
    /// <summary>Maps <c>/api/messages</c>; nothing when the channel is off.</summary>
    public static IEndpointRouteBuilder MapTeamsChannel(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        if (services.GetRequiredService<IOptions<TeamsOptions>>().Value.Enabled)
        {
            endpoints.MapPost("/api/messages", services.GetRequiredService<TeamsDoor>().HandleAsync);
        }

        return endpoints;
    }
}
