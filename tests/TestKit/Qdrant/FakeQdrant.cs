using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ChatOpsBot.TestKit.Qdrant;

/// <summary>
/// What this project uses of Qdrant, on a loopback port: checks every request against the description of the interface, does what it asks for, and goes
/// wrong as told.
/// </summary>
public sealed class FakeQdrant : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<QdrantRequest> _requests = new();
    private readonly ConcurrentQueue<QdrantExchange> _exchanges = new();
    private readonly ConcurrentQueue<string> _invalid = new();
    private readonly List<QdrantFault> _faults = [];

    private FakeQdrant(WebApplication server) => _server = server;

    /// <summary>Gets where it listens.</summary>
    public Uri Endpoint => new(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Gets or sets the key requests have to carry; none when null.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Gets all requests in the order in which they came.</summary>
    public IReadOnlyList<QdrantRequest> Requests => [.. _requests];

    /// <summary>Gets what was done, each with its answer.</summary>
    public IReadOnlyList<QdrantExchange> Exchanges => [.. _exchanges];

    /// <summary>Gets or sets what happens before a request is looked at.</summary>
    public Func<QdrantRequest, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Gets the aliases.</summary>
    public IReadOnlyDictionary<string, string> Aliases => Store.Aliases;

    /// <summary>Gets the names of the collections.</summary>
    public IReadOnlyList<string> Collections => Store.Collections;

    internal FakeQdrantStore Store { get; } = new();

    public static async Task<FakeQdrant> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 32 << 20);
        var server = builder.Build();
        var fake = new FakeQdrant(server);
        server.Run(fake.AnswerAsync);
        await server.StartAsync();
        return fake;
    }

    /// <summary>Makes the next fitting requests go wrong, one fault for each.</summary>
    public void Fail(params QdrantFault[] faults)
    {
        lock (_faults)
        {
            _faults.AddRange(faults);
        }
    }

    /// <summary>Returns the payloads of a collection, or of what an alias stands for.</summary>
    public IReadOnlyList<JsonObject> Payloads(string collection) => Store.Look(collection, each => each.Payloads.ToArray());

    /// <summary>Fails when any request was not as the interface is described.</summary>
    public void AssertValid() => Assert.Empty(_invalid);

    public async ValueTask DisposeAsync()
    {
        if (!_stopping.IsCancellationRequested)
        {
            await _stopping.CancelAsync();
            await _server.StopAsync(CancellationToken.None);
            await _server.DisposeAsync();
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var (path, query) = (context.Request.Path.ToUriComponent(), context.Request.QueryString.ToString());
        var request = new QdrantRequest(context.Request.Method, path, query, await reader.ReadToEndAsync(), context.Request.Headers["api-key"]);
        _requests.Enqueue(request);
        await Before(request);
        switch (TakeFault(request))
        {
            case { Kind: QdrantFaultKind.Hang }:
                await HangAsync(context);
                break;
            case { Kind: QdrantFaultKind.CutAfter }:
                Answer(request);
                context.Abort();
                break;
            case { } fault:
                await WriteAsync(context, fault.Status, fault.Body, fault.RetryAfter);
                break;
            default:
                var (status, body) = Answer(request);
                await WriteAsync(context, status, body.ToJsonString(), retryAfter: null);
                break;
        }
    }

    private (int Status, JsonObject Body) Answer(QdrantRequest request)
    {
        if (ApiKey is not null && request.ApiKey != ApiKey)
        {
            return (401, Refused("Must provide an API key or an Authorization bearer token"));
        }

        if (QdrantRules.Faults(request.Method, request.Path, request.Query, request.Body) is { Count: > 0 } faults)
        {
            _invalid.Enqueue($"{request.Method} {request.Path}: {string.Join("; ", faults)}");
            return (400, Refused($"Format error in JSON body: {faults[0]}"));
        }

        try
        {
            var answer = new JsonObject { ["result"] = Store.Do(request), ["status"] = "ok", ["time"] = 0.001 };
            _exchanges.Enqueue(new QdrantExchange(request, answer));
            return (200, answer);
        }
        catch (QdrantRefusal refusal)
        {
            return (refusal.Status, Refused(refusal.Message));
        }
        catch (Exception fault)
        {
            _invalid.Enqueue($"{request.Method} {request.Path}: the stand-in fails, {fault.Message}");
            return (500, Refused("Service internal error"));
        }
    }

    private static JsonObject Refused(string error) => new() { ["status"] = new JsonObject { ["error"] = error }, ["time"] = 0.001 };

    private static Task WriteAsync(HttpContext context, int status, string body, int? retryAfter)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        if (retryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return context.Response.WriteAsync(body, CancellationToken.None);
    }

    private QdrantFault? TakeFault(QdrantRequest request)
    {
        lock (_faults)
        {
            var fault = _faults.FirstOrDefault(each => request.Path.EndsWith(each.Path, StringComparison.Ordinal));
            if (fault is not null)
            {
                _faults.Remove(fault);
            }

            return fault;
        }
    }

    private async Task HangAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var aborted = context.RequestAborted.Register(() => gone.TrySetResult());
        await using var stopped = _stopping.Token.Register(() => gone.TrySetResult());
        await gone.Task;
    }
}
