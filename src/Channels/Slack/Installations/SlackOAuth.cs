using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.RagCore.Conversations;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Slack.Installations;

/// <summary>Asks Slack for tokens: each code and each refresh token once.</summary>
internal sealed class SlackOAuth(SlackTransport transport, SlackMetrics metrics, IOptions<SlackOptions> options)
{
    private static readonly SlackMethod Access = new("oauth.v2.access", 60, Creates: true, IsForm: true);
    private static readonly SlackMethod Revoke = new("auth.revoke", 60, IsForm: true);

    /// <summary>Gives the code of a browser for the tokens of an installation (S-80).</summary>
    /// <exception cref="SlackApiException">Slack did not give any.</exception>
    public Task<SlackGrant> ExchangeAsync(string code, CancellationToken cancellationToken)
        => AskAsync(
            options.Value.RedirectUrl is { } redirect ? [new("code", code), new("redirect_uri", redirect.AbsoluteUri)] : [new("code", code)], cancellationToken);

    /// <summary>Gives a refresh token for a new token.</summary>
    /// <exception cref="SlackApiException">Slack did not give any.</exception>
    public Task<SlackGrant> RefreshAsync(string refreshToken, CancellationToken cancellationToken)
        => AskAsync([new("grant_type", "refresh_token"), new("refresh_token", refreshToken)], cancellationToken);

    /// <summary>Returns who the bot is with a token that is not stored yet.</summary>
    /// <exception cref="SlackApiException">Slack did not say it.</exception>
    public Task<JsonElement> TestAsync(string token, CancellationToken cancellationToken) => WithTokenAsync(SlackMethod.AuthTest, token, cancellationToken);

    /// <summary>Gives a token back that is of no use.</summary>
    /// <exception cref="SlackApiException">Slack did not take it.</exception>
    public Task RevokeAsync(string token, CancellationToken cancellationToken) => WithTokenAsync(Revoke, token, cancellationToken);

    private async Task<SlackGrant> AskAsync(KeyValuePair<string, string>[] fields, CancellationToken cancellationToken)
    {
        var reply = await CountedAsync(
            Access,
            () => transport.SendAsync(Access, () => Request(Access, Client(options.Value), fields), SlackTransport.ReadReplyAsync, cancellationToken));
        return SlackGrant.Read(reply) ?? throw new SlackApiException(Access, "invalid_response", DeliveryFailure.Transient);
    }

    private Task<JsonElement> WithTokenAsync(SlackMethod method, string token, CancellationToken cancellationToken)
        => CountedAsync(
            method,
            () => transport.SendAsync(method, () => Request(method, new AuthenticationHeaderValue("Bearer", token), []), SlackTransport.ReadReplyAsync, cancellationToken));

    private HttpRequestMessage Request(SlackMethod method, AuthenticationHeaderValue authorization, KeyValuePair<string, string>[] fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, transport.AddressOf(method)) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Authorization = authorization;
        return request;
    }

    private async Task<JsonElement> CountedAsync(SlackMethod method, Func<Task<JsonElement>> call)
    {
        try
        {
            var reply = await call();
            metrics.Call(method.Name, SlackResults.Done);
            return reply;
        }
        catch (SlackApiException)
        {
            metrics.Call(method.Name, "failed");
            throw;
        }
    }

    private static AuthenticationHeaderValue Client(SlackOptions options)
        => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.ClientId}:{options.ClientSecret}")));
}
