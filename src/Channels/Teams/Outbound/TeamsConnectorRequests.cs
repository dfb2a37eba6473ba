using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>Builds requests to the Connector. The token goes to hosts on the list and nowhere else (T-06).</summary>
internal sealed class TeamsConnectorRequests(ServiceHosts hosts, TeamsTokenSource tokens)
{
    private const string GovernmentCloudHost = "smba.infra.gcc.teams.microsoft.com";

    // A page of so many people stays far below what is read of an answer.
    private const string FirstPage = "/pagedmembers?pageSize=200";

    // https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages
    private const string Targeted = "?isTargetedActivity=true";

    private static readonly JsonSerializerOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Builds a request and returns the token it carries; null when it goes to this machine without one.</summary>
    /// <exception cref="TeamsApiException">The host is not on the list, or there is no token.</exception>
    public async Task<(HttpRequestMessage Request, string? Token)> CreateAsync(TeamsCall call, CancellationToken cancellationToken)
    {
        var address = AddressOf(call);
        var token = tokens.IsWithoutToken ? null : await tokens.GetAsync(cancellationToken);
        if (token is null && !address.IsLoopback)
        {
            throw Forbidden(call);
        }

        var request = new HttpRequestMessage(call.Operation.Method, address);
        if (call.Activity is { } activity)
        {
            request.Content = Json(activity);
        }

        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return (request, token);
    }

    /// <summary>Returns the same address in the government's cloud, where it may be called (T-15).</summary>
    public string? InGovernmentCloud(string serviceUrl)
    {
        if (!Uri.TryCreate(serviceUrl, UriKind.Absolute, out var url) || url.Host == GovernmentCloudHost)
        {
            return null;
        }

        var there = $"{Uri.UriSchemeHttps}://{GovernmentCloudHost}{url.AbsolutePath}";
        return hosts.Allows(there) ? there : null;
    }

    private Uri AddressOf(TeamsCall call)
    {
        if (!hosts.Allows(call.ServiceUrl) || !Uri.TryCreate(call.ServiceUrl, UriKind.Absolute, out var service) || service.UserInfo.Length > 0)
        {
            throw Forbidden(call);
        }

        var path = new StringBuilder(service.GetLeftPart(UriPartial.Path).TrimEnd('/')).Append("/v3/conversations");
        return new Uri((call.Operation == TeamsOperation.Open ? path : Inside(path, call)).ToString());
    }

    private static StringBuilder Inside(StringBuilder path, TeamsCall call)
    {
        path.Append('/').Append(Uri.EscapeDataString(call.Conversation));
        return call.Operation == TeamsOperation.Members ? Roster(path, call.Page) : Activities(path, call);
    }

    private static StringBuilder Activities(StringBuilder path, TeamsCall call)
    {
        path.Append("/activities");
        if (call.ActivityId is { } id)
        {
            path.Append('/').Append(Uri.EscapeDataString(id));
        }

        return call.IsTargeted ? path.Append(Targeted) : path;
    }

    private static StringBuilder Roster(StringBuilder path, string? page)
    {
        path.Append(FirstPage);
        return page is null ? path : path.Append("&continuationToken=").Append(Uri.EscapeDataString(page));
    }

    private static ByteArrayContent Json(JsonObject activity)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(activity.ToJsonString(Writing)));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        return content;
    }

    private static TeamsApiException Forbidden(TeamsCall call) => new(call.Operation, null, TeamsErrors.ForbiddenHost, DeliveryFailure.Permanent);
}

/// <summary>One request to the Connector.</summary>
/// <param name="Operation">What is asked.</param>
/// <param name="ServiceUrl">Of whom.</param>
/// <param name="Conversation">Where.</param>
/// <param name="ActivityId">Of which message.</param>
/// <param name="Activity">What is said.</param>
internal sealed record TeamsCall(TeamsOperation Operation, string ServiceUrl, string Conversation, string? ActivityId, JsonObject? Activity)
{
    /// <summary>Gets which page of the roster is asked for, in Teams' words; null for the first.</summary>
    public string? Page { get; init; }

    /// <summary>Gets a value indicating whether the recipient alone sees it.</summary>
    public bool IsTargeted { get; init; }
}
