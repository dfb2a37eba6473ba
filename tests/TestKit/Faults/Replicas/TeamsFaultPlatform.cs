using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.TestKit.Teams;
using ChatOpsBot.TestKit.Teams.Connector;
using ChatOpsBot.TestKit.Teams.Tokens;

namespace ChatOpsBot.TestKit.Faults.Replicas;

/// <summary>The fake Teams behind a proxy: every question in a personal chat of its own, or after an earlier one.</summary>
public sealed class TeamsFaultPlatform : IFaultPlatform
{
    private readonly FakeTeams _teams;
    private readonly TokenIssuerServer _issuer;
    private readonly ConcurrentDictionary<(string Id, int Edits), ShownKind> _kinds = new();

    private TeamsFaultPlatform(FakeTeams teams, TokenIssuerServer issuer)
    {
        (_teams, _issuer) = (teams, issuer);
        Proxy = TcpFaultProxy.Start(teams.ServiceUrl.Port);
    }

    /// <summary>Gets what stands before the Connector and the token endpoint.</summary>
    public TcpFaultProxy Proxy { get; }

    private string ServiceUrl => $"http://127.0.0.1:{Proxy.Port}/emea/";

    public static async Task<TeamsFaultPlatform> StartAsync() => new(await FakeTeams.StartAsync(), await TokenIssuerServer.StartAsync());

    public void Configure(IDictionary<string, string?> settings)
    {
        settings["Channels__Teams__Enabled"] = "true";
        settings["Channels__Teams__AppType"] = "SingleTenant";
        settings["Channels__Teams__AppId"] = FakeTeams.AppId;
        settings["Channels__Teams__AppPassword"] = FakeTeams.AppPassword;
        settings["Channels__Teams__TenantId"] = FakeTeams.TenantId;
        settings["Channels__Teams__OpenIdMetadataUrl"] = _issuer.MetadataUrl.AbsoluteUri;
        settings["Channels__Teams__LoginUrl"] = $"http://127.0.0.1:{Proxy.Port}/login/";
        settings["Channels__Teams__AllowedServiceHosts__0"] = $"127.0.0.1:{Proxy.Port}";
    }

    public FaultQuestion Write(string marker, FaultQuestion? earlier, HttpClient bot)
    {
        var name = earlier?.Origin ?? marker;
        var person = new TeamsPerson(TimeProvider.System, ServiceUrl, name) { SpeaksIn = FakeTeams.TenantId };
        var activity = person.Says($"{FaultQuestions.Text} ({marker})");
        var conversation = (string)activity["conversation"]!["id"]!;
        _teams.Platform.Open(conversation);
        return new FaultQuestion(marker, $"teams {conversation}", name, _ => SendAsync(bot, activity));
    }

    public IReadOnlyList<ShownMessage> Shown()
        => [.. _teams.Platform.Messages.Select(message => new ShownMessage($"teams {message.Conversation}", KindOf(message)))];

    /// <summary>Returns where the bot gave a sign that it is at work: messages, and streams that have begun, which a person sees although they are no messages yet.</summary>
    /// <param name="read">How many calls were looked at.</param>
    public IReadOnlyList<string> Signs(ref int read)
    {
        var calls = _teams.Platform.Calls;
        var from = read;
        read = calls.Count;
        return [.. calls.Skip(from).Where(call => call is { Status: 201, Request.Operation: "post" or "stream_start" }).Select(call => $"teams {call.Request.Conversation}")];
    }

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        await _teams.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    private ShownKind KindOf(TeamsStoredMessage message) => _kinds.GetOrAdd((message.Id, message.Edits), _ => Read(message));

    private static ShownKind Read(TeamsStoredMessage message)
        => message.Edits == 0 && message.Seen.Contains(Phrases.English[Phrase.Searching], StringComparison.Ordinal) ? ShownKind.Placeholder : FaultQuestions.KindOf(message.Seen);

    private async Task<HttpResponseMessage> SendAsync(HttpClient bot, JsonObject activity)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/messages", UriKind.Relative)) { Content = JsonContent.Create(activity) };
        request.Headers.Authorization = AuthenticationHeaderValue.Parse(_issuer.Bearer(FakeTeams.AppId, ServiceUrl));
        return await bot.SendAsync(request);
    }
}
