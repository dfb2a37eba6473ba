using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.TestKit.Slack;

/// <summary>
/// Slack's Web API on a loopback port: keeps messages, enforces token, tiers, block limits, threads and triggers, records every call
/// and goes wrong as told.
/// </summary>
public sealed class FakeSlack : IAsyncDisposable
{
    public const string BotToken = "xoxb-fake-0123456789";
    public const string SigningSecret = "fake_signing_secret_0123456789";

    private readonly WebApplication _server;
    private readonly FakeSlackMethods _methods;
    private readonly FakeSlackLimits _limits;
    private readonly FakeResponseUrls _responseUrls;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<SlackCall> _calls = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<SlackFault>> _faults = new(StringComparer.Ordinal);

    private FakeSlack(WebApplication server, TimeProvider time)
    {
        _server = server;
        _time = time;
        Workspace = new FakeSlackWorkspace(time);
        _methods = new FakeSlackMethods(Workspace, time);
        _limits = new FakeSlackLimits(time);
        _responseUrls = new FakeResponseUrls(Workspace, time);
        Apps = new FakeSlackApps(time);
        Sockets = new FakeSlackSockets(() => Address);
    }

    /// <summary>Gets the installations of the app, with their tokens.</summary>
    public FakeSlackApps Apps { get; }

    /// <summary>Gets the connections of Socket Mode.</summary>
    public FakeSlackSockets Sockets { get; }

    public FakeSlackWorkspace Workspace { get; }

    /// <summary>Gets where the Web API is.</summary>
    public Uri ApiBaseUrl => new(Address, "api/");

    /// <summary>Gets the host and port of response URLs, as <c>AllowedResponseHosts</c> wants it.</summary>
    public string ResponseHost => Address.Authority;

    /// <summary>Gets every call, in order of arrival.</summary>
    public IReadOnlyList<SlackCall> Calls => [.. _calls];

    /// <summary>Gets or sets a value indicating whether metadata is given back by reading methods.</summary>
    public bool EchoesMetadata
    {
        get => _methods.EchoesMetadata;
        set => _methods.EchoesMetadata = value;
    }

    private Uri Address => new(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/");

    /// <summary>Starts a workspace with the channels <c>C0OPS</c> and <c>C0GENERAL</c> and direct conversations with Alice and Bob.</summary>
    public static async Task<FakeSlack> StartAsync(TimeProvider? time = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var fake = new FakeSlack(server, time ?? TimeProvider.System);
        server.UseWebSockets();
        server.MapGet("/link/{ticket}", (HttpContext context, string ticket) => fake.Sockets.AcceptAsync(context, ticket));
        server.MapPost("/api/{method}", (HttpContext context, string method) => fake.CallAsync(context, method));
        server.MapPost("/respond/{id}", (HttpContext context, string id) => fake.RespondAsync(context, id));
        foreach (var channel in (string[])["C0OPS", "C0GENERAL", "D0ALICE", "D0BOB"])
        {
            fake.Workspace.Add(new SlackConversation(channel));
        }

        foreach (var user in (string[])["U0ALICE", "U0BOB"])
        {
            fake.Workspace.Add(new SlackUser(user));
        }

        await server.StartAsync();
        return fake;
    }

    /// <summary>Makes the next calls of a method go wrong, in this order.</summary>
    public void Fail(string method, params SlackFault[] faults)
    {
        var queue = _faults.GetOrAdd(method, _ => new ConcurrentQueue<SlackFault>());
        foreach (var fault in faults)
        {
            queue.Enqueue(fault);
        }
    }

    /// <summary>Ends a stream from outside, as Slack does with one that stands still, or a person who stops it.</summary>
    public void CloseStream(string channel, string ts) => _methods.Streams.Close(channel, ts);

    /// <summary>Returns an address for private replies to this person: five uses in thirty minutes (S-41).</summary>
    public string NewResponseUrl(string channel, string user) => new Uri(Address, $"respond/{_responseUrls.Issue(channel, user)}").AbsoluteUri;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Sockets.Stop();
        await _server.StopAsync(CancellationToken.None);
        await _server.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task CallAsync(HttpContext context, string method)
    {
        var arguments = await ReadAsync(context.Request);
        var authorization = context.Request.Headers.Authorization.ToString();
        if (method == "apps.connections.open")
        {
            await ReplyAsync(context, method, arguments, NextFault(method) is { Error: { } refused } ? FakeSlackMethods.Error(refused) : Sockets.Open(authorization));
            return;
        }

        if (Apps.Run(method, authorization, arguments, () => NextFault(method)) is { } grant)
        {
            await ReplyAsync(context, method, grant.Sent, grant.Reply, grant.Team);
            return;
        }

        var team = Apps.TeamOf(authorization);
        if (authorization != $"Bearer {BotToken}" && Apps.FaultOf(authorization) is { } wrong)
        {
            await ReplyAsync(context, method, arguments, FakeSlackMethods.Error(wrong), team);
            return;
        }

        var fault = NextFault(method);
        var limited = fault is { Kind: SlackFaultKind.RateLimited } ? fault.Number ?? 0 : _limits.Exceeded(method, arguments);
        if (limited is { } seconds)
        {
            Record(method, arguments, "ratelimited");
            await FakeSlackReplies.RateLimitedAsync(context, fault is { Number: null } ? null : seconds);
            return;
        }

        var reply = fault is null or { Effect: SlackEffect.Done } ? _methods.Run(method, arguments) : FakeSlackMethods.Error("not_run");
        if (fault is null)
        {
            await ReplyAsync(context, method, arguments, reply, team);
            return;
        }

        Record(method, arguments, fault.Error ?? fault.Kind.ToString());
        await FakeSlackReplies.FaultAsync(context, fault, _stopping.Token);
    }

    private async Task RespondAsync(HttpContext context, string id)
    {
        var message = await ReadAsync(context.Request);
        if (NextFault("response_url") is { } fault)
        {
            Record("response_url", message, fault.Kind.ToString());
            await FakeSlackReplies.FaultAsync(context, fault, _stopping.Token);
            return;
        }

        var error = context.Request.Headers.Authorization.Count > 0 ? "test_token_leaked" : _responseUrls.Post(id, message);
        Record("response_url", message, error);
        context.Response.StatusCode = error is null ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;
        await context.Response.WriteAsync(error is null ? "ok" : FakeSlackMethods.Error(error).ToJsonString());
    }

    private SlackFault? NextFault(string method)
        => _faults.TryGetValue(method, out var faults) && faults.TryDequeue(out var fault) ? fault : null;

    private async Task ReplyAsync(HttpContext context, string method, JsonObject arguments, JsonObject reply, string? team = null)
    {
        Record(method, arguments, (string?)reply["error"], team);
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(reply.ToJsonString());
    }

    private void Record(string method, JsonObject arguments, string? error, string? team = null)
        => _calls.Enqueue(new SlackCall(method, arguments, _time.GetUtcNow(), error) { Team = team });

    private static async Task<JsonObject> ReadAsync(HttpRequest request)
    {
        if (request.HasFormContentType)
        {
            var form = await request.ReadFormAsync();
            return new JsonObject(form.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value.ToString())));
        }

        return (await JsonNode.ParseAsync(request.Body, documentOptions: new JsonDocumentOptions { MaxDepth = 64 }))!.AsObject();
    }
}
