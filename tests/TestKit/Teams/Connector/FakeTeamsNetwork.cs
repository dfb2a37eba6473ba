using System.Net;
using System.Text;

namespace ChatOpsBot.TestKit.Teams.Connector;

/// <summary>The fake platform without a network: every request arrives after a delay of the test's own clock.</summary>
/// <param name="platform">What answers.</param>
/// <param name="time">The clock.</param>
/// <param name="lag">How long the next request is under way.</param>
public sealed class FakeTeamsNetwork(FakeTeamsPlatform platform, TimeProvider time, Func<TimeSpan> lag) : HttpMessageHandler
{
    private readonly List<Uri> _addresses = [];

    /// <summary>Gets where requests with the bot's token went.</summary>
    public IReadOnlyList<Uri> Addresses => _addresses;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? string.Empty : await request.Content.ReadAsStringAsync(cancellationToken);
        await Task.Delay(lag(), time, cancellationToken);
        var (reply, fault) = platform.Answer(Read(request, body), () => platform.Tokens.Issue(FakeTeams.TenantId, body));
        switch (fault?.Kind)
        {
            case TeamsFaultKind.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
                break;
            case TeamsFaultKind.Cut:
                throw new HttpRequestException(HttpRequestError.ResponseEnded);
        }

        return Write(reply);
    }

    private TeamsRequest Read(HttpRequestMessage request, string body)
    {
        var path = request.RequestUri!.AbsolutePath.Split('/');
        if (path[^1] == "token")
        {
            return new TeamsRequest("token", string.Empty, null, null, body);
        }

        _addresses.Add(request.RequestUri);
        var at = Array.IndexOf(path, "conversations");
        if (at == path.Length - 1)
        {
            return new TeamsRequest("open", "open", null, request.Headers.Authorization?.Parameter, body);
        }

        if (path[^1] == "pagedmembers")
        {
            return new TeamsRequest("members", Uri.UnescapeDataString(path[at + 1]), null, request.Headers.Authorization?.Parameter, request.RequestUri.Query);
        }

        var operation = request.Method == HttpMethod.Put ? "update" : request.Method == HttpMethod.Delete ? "delete" : "post";
        var id = path.Length > at + 3 ? Uri.UnescapeDataString(path[at + 3]) : null;
        return new TeamsRequest(FakeTeamsStreams.KindOf(operation, body), Uri.UnescapeDataString(path[at + 1]), id, request.Headers.Authorization?.Parameter, body)
        {
            IsTargeted = request.RequestUri.Query == "?isTargetedActivity=true",
        };
    }

    private static HttpResponseMessage Write(TeamsReply reply)
    {
        var response = new HttpResponseMessage((HttpStatusCode)reply.Status)
        {
            Content = new StringContent(reply.Body?.ToJsonString() ?? string.Empty, Encoding.UTF8, "application/json"),
        };
        if (reply.RetryAfter is { } seconds)
        {
            response.Headers.TryAddWithoutValidation("Retry-After", $"{seconds}");
        }

        return response;
    }
}
