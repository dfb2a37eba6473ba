using System.Net.Http.Headers;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Wire;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Slack.Sockets;

/// <summary>Asks Slack where a connection of Socket Mode may be opened. Each address works once.</summary>
internal sealed class SlackSocketAddress(SlackTransport transport, SlackMetrics metrics, IOptions<SlackOptions> options)
{
    private static readonly SlackMethod Open = new("apps.connections.open", 20, IsForm: true);

    /// <exception cref="SlackApiException">Slack gave none.</exception>
    public async Task<Uri> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            var reply = await transport.SendAsync(Open, Request, SlackTransport.ReadReplyAsync, cancellationToken);
            metrics.Call(Open.Name, SlackResults.Done);
            return Uri.TryCreate(reply.Text("url"u8), UriKind.Absolute, out var address) && IsAllowed(address)
                ? address
                : throw new SlackApiException(Open, "invalid_response", DeliveryFailure.Transient);
        }
        catch (SlackApiException)
        {
            metrics.Call(Open.Name, "failed");
            throw;
        }
    }

    // What is said over it holds people's questions.
    private static bool IsAllowed(Uri address) => address.Scheme == Uri.UriSchemeWss || (address.Scheme == Uri.UriSchemeWs && address.IsLoopback);

    private HttpRequestMessage Request()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, transport.AddressOf(Open)) { Content = new FormUrlEncodedContent([]) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Value.AppToken);
        return request;
    }
}
