using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.TestKit.Teams.Connector;

/// <summary>
/// The Connector and the token endpoint on a loopback port: keeps what people see, enforces tokens, limits and what activities may hold, records
/// every request and goes wrong as told.
/// </summary>
public sealed class FakeTeams : IAsyncDisposable
{
    public const string AppId = "11111111-aaaa-4aaa-8aaa-111111111111";
    public const string AppPassword = "fake~secret.0123456789";
    public const string TenantId = "22222222-bbbb-4bbb-8bbb-222222222222";
    public const string IdentityHeader = "fake-identity-header";

    private readonly WebApplication _server;
    private readonly CancellationTokenSource _stopping = new();

    private FakeTeams(WebApplication server, TimeProvider time)
    {
        _server = server;
        Platform = new FakeTeamsPlatform(time);
    }

    public FakeTeamsPlatform Platform { get; }

    /// <summary>Gets the address activities name, with a path as some clouds have one.</summary>
    public Uri ServiceUrl => new(Address, "emea/");

    /// <summary>Gets the host and port, as <c>AllowedServiceHosts</c> wants it.</summary>
    public string ServiceHost => Address.Authority;

    /// <summary>Gets where tokens are.</summary>
    public Uri LoginUrl => new(Address, "login/");

    /// <summary>Gets where the machine's own identity gets tokens.</summary>
    public Uri IdentityEndpoint => new(Address, "msi/token");

    /// <summary>Gets where a virtual machine has its metadata.</summary>
    public Uri MetadataService => Address;

    private Uri Address => new(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/");

    /// <summary>Starts the platform.</summary>
    /// <param name="time">The clock; the system's when none is given.</param>
    /// <param name="port">The port; any when none is given.</param>
    /// <param name="conversations">What exists from the first request on.</param>
    public static async Task<FakeTeams> StartAsync(TimeProvider? time = null, int port = 0, params string[] conversations)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var server = builder.Build();
        var fake = new FakeTeams(server, time ?? TimeProvider.System);
        Array.ForEach(conversations, fake.Platform.Open);
        const string Activities = "/emea/v3/conversations/{conversation}/activities";
        server.MapPost(Activities, (HttpContext context, string conversation) => fake.CallAsync(context, "post", conversation, null));
        server.MapPut(Activities + "/{id}", (HttpContext context, string conversation, string id) => fake.CallAsync(context, "update", conversation, id));
        server.MapDelete(Activities + "/{id}", (HttpContext context, string conversation, string id) => fake.CallAsync(context, "delete", conversation, id));
        server.MapGet("/emea/v3/conversations/{conversation}/pagedmembers", (HttpContext context, string conversation) => fake.MembersAsync(context, conversation));
        server.MapPost("/login/{tenant}/oauth2/v2.0/token", fake.TokenAsync);
        server.MapGet("/msi/token", fake.MachineTokenAsync);
        server.MapGet("/metadata/identity/oauth2/token", fake.VirtualMachineTokenAsync);
        server.MapPost("/emea/v3/conversations", (HttpContext context) => fake.CallAsync(context, "open", "open", null));
        await server.StartAsync();
        return fake;
    }

    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        await _stopping.CancelAsync();
        await _server.StopAsync(CancellationToken.None);
        await _server.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task CallAsync(HttpContext context, string operation, string conversation, string? id)
    {
        var body = await ReadAsync(context);
        await ReplyAsync(
            context,
            Platform.Answer(
                new TeamsRequest(FakeTeamsStreams.KindOf(operation, body), conversation, id, Bearer(context), body) { IsTargeted = context.Request.Query["isTargetedActivity"] == "true" },
                () => new TeamsReply(500)));
    }

    private Task MembersAsync(HttpContext context, string conversation)
    {
        var request = new TeamsRequest("members", conversation, null, Bearer(context), context.Request.QueryString.ToString());
        return ReplyAsync(context, Platform.Answer(request, () => new TeamsReply(500)));
    }

    private static string? Bearer(HttpContext context)
        => context.Request.Headers.Authorization.ToString() is { Length: > 7 } header ? header["Bearer ".Length..] : null;

    private async Task TokenAsync(HttpContext context, string tenant)
    {
        var body = await ReadAsync(context);
        await ReplyAsync(context, Platform.Answer(new TeamsRequest("token", string.Empty, null, null, body), () => Platform.Tokens.Issue(tenant, body)));
    }

    private Task MachineTokenAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var request = new TeamsRequest("token", string.Empty, null, null, context.Request.QueryString.ToString());
        return ReplyAsync(context, Platform.Answer(
            request, () => Platform.Tokens.IssueToMachine(query["resource"], query["client_id"], context.Request.Headers["X-IDENTITY-HEADER"])));
    }

    private Task VirtualMachineTokenAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var request = new TeamsRequest("token", string.Empty, null, null, context.Request.QueryString.ToString());
        return ReplyAsync(context, Platform.Answer(
            request,
            () => Platform.Tokens.IssueToVirtualMachine(query["resource"], query["client_id"], query["api-version"], context.Request.Headers["Metadata"])));
    }

    private async Task ReplyAsync(HttpContext context, (TeamsReply Reply, TeamsFault? Fault) answer)
    {
        switch (answer.Fault?.Kind)
        {
            case TeamsFaultKind.Hang:
                await HangAsync(context);
                break;
            case TeamsFaultKind.Cut:
                context.Abort();
                break;
            default:
                await WriteAsync(context, answer.Reply);
                break;
        }
    }

    private static async Task WriteAsync(HttpContext context, TeamsReply reply)
    {
        context.Response.StatusCode = reply.Status;
        if (reply.RetryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        context.Response.ContentType = reply.Body is null ? "text/html" : "application/json; charset=utf-8";
        await context.Response.WriteAsync(reply.Body?.ToJsonString() ?? string.Empty, CancellationToken.None);
    }

    private async Task HangAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var aborted = context.RequestAborted.Register(() => gone.TrySetResult());
        await using var stopped = _stopping.Token.Register(() => gone.TrySetResult());
        await gone.Task;
    }

    private static async Task<string> ReadAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        return await reader.ReadToEndAsync();
    }
}
