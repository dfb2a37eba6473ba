using ChatOpsBot.RagCore.Conversations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>Builds the request for a token: client credentials where the app has a secret, else the machine's own identity (T-08).</summary>
internal sealed class TeamsTokenRequests(IOptions<TeamsOptions> options, IConfiguration configuration)
{
    private const string Resource = "https://api.botframework.com";

    // Bots of the Bot Framework's own tenant are not known in the tenant they serve.
    private const string SharedTenant = "botframework.com";

    /// <summary>Gets where virtual machines have their metadata: a fixed link-local address, which no setting moves.</summary>
    public Uri MetadataService { get; init; } = new("http://169.254.169.254/");

    /// <summary>Gets a value indicating whether the bot speaks without a token, to test clients on this machine.</summary>
    public bool IsWithoutToken => options.Value is { DangerouslyAllowUnauthenticatedRequests: true, AppType: not TeamsAppType.UserAssignedMSI }
        && string.IsNullOrEmpty(options.Value.AppPassword);

    public HttpRequestMessage Create()
    {
        try
        {
            return options.Value.AppType is TeamsAppType.UserAssignedMSI ? Identity() : Secret();
        }
        catch (UriFormatException)
        {
            throw new TeamsApiException(TeamsOperation.Token, null, "invalid_address", DeliveryFailure.Transient, TeamsErrors.OperatorPause);
        }
    }

    private HttpRequestMessage Secret()
    {
        var settings = options.Value;
        var tenant = settings.AppType is TeamsAppType.MultiTenant ? SharedTenant : settings.TenantId ?? string.Empty;
        var address = new Uri($"{settings.LoginUrl.AbsoluteUri.TrimEnd('/')}/{Uri.EscapeDataString(tenant)}/oauth2/v2.0/token");
        return new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = settings.AppId ?? string.Empty,
                ["client_secret"] = settings.AppPassword ?? string.Empty,
                ["scope"] = $"{Resource}/.default",
            }),
        };
    }

    // App Service and Container Apps announce an endpoint of their own; virtual machines have theirs with their metadata.
    private HttpRequestMessage Identity()
    {
        var query = $"resource={Uri.EscapeDataString(Resource)}&client_id={Uri.EscapeDataString(options.Value.AppId ?? string.Empty)}";
        if (configuration["IDENTITY_ENDPOINT"] is { Length: > 0 } endpoint && configuration["IDENTITY_HEADER"] is { Length: > 0 } header)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{endpoint}?api-version=2019-08-01&{query}"));
            request.Headers.TryAddWithoutValidation("X-IDENTITY-HEADER", header);
            return request;
        }

        var imds = new HttpRequestMessage(HttpMethod.Get, new Uri(MetadataService, $"metadata/identity/oauth2/token?api-version=2018-02-01&{query}"));
        imds.Headers.TryAddWithoutValidation("Metadata", "true");
        return imds;
    }
}
