using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace ChatOpsBot.TestKit.Teams.Connector;

/// <summary>The token endpoint: client credentials, and the identity endpoint of a machine.</summary>
internal sealed class FakeTeamsTokens(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _issued = new(StringComparer.Ordinal);
    private int _next;

    public TimeSpan Life { get; set; } = TimeSpan.FromHours(1);

    public TeamsReply Issue(string tenant, string form)
    {
        var fields = QueryHelpers.ParseQuery(form);
        var isKnown = tenant is FakeTeams.TenantId or "botframework.com"
            && fields["grant_type"] == "client_credentials"
            && fields["client_id"] == FakeTeams.AppId
            && fields["scope"] == "https://api.botframework.com/.default";
        if (!isKnown || fields["client_secret"] != FakeTeams.AppPassword)
        {
            return new TeamsReply(isKnown ? 401 : 400, new JsonObject { ["error"] = isKnown ? "invalid_client" : "invalid_request", ["error_description"] = "SECRET" });
        }

        return new TeamsReply(200, new JsonObject { ["token_type"] = "Bearer", ["expires_in"] = (int)Life.TotalSeconds, ["access_token"] = NewToken() });
    }

    /// <summary>Answers as the identity endpoint of App Service does, with times as texts.</summary>
    public TeamsReply IssueToMachine(string? resource, string? clientId, string? header)
    {
        var isKnown = resource == "https://api.botframework.com" && clientId == FakeTeams.AppId && header == FakeTeams.IdentityHeader;
        return isKnown
            ? new TeamsReply(200, new JsonObject
            {
                ["access_token"] = NewToken(),
                ["expires_on"] = (time.GetUtcNow() + Life).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
                ["token_type"] = "Bearer",
            })
            : new TeamsReply(400, new JsonObject { ["error"] = "invalid_request" });
    }

    /// <summary>Answers as the metadata service of a virtual machine does, with lives as texts.</summary>
    public TeamsReply IssueToVirtualMachine(string? resource, string? clientId, string? version, string? header)
        => resource == "https://api.botframework.com" && clientId == FakeTeams.AppId && version == "2018-02-01" && header == "true"
            ? new TeamsReply(200, new JsonObject
            {
                ["access_token"] = NewToken(),
                ["expires_in"] = ((int)Life.TotalSeconds).ToString(CultureInfo.InvariantCulture),
                ["token_type"] = "Bearer",
            })
            : new TeamsReply(400, new JsonObject { ["error"] = "invalid_request" });

    public bool IsGenuine(string? token) => token is not null && _issued.TryGetValue(token, out var end) && time.GetUtcNow() < end;

    public void Revoke() => _issued.Clear();

    private string NewToken()
    {
        var token = string.Create(CultureInfo.InvariantCulture, $"fake-token-{Interlocked.Increment(ref _next)}");
        _issued[token] = time.GetUtcNow() + Life;
        return token;
    }
}
