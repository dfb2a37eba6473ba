using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.TestKit.Models;

/// <summary>
/// A reranking service that speaks version 2 of Cohere's protocol on a loopback port: the passage with most words of the question is the best. It enforces
/// what the description demands, records every call and goes wrong as told.
/// </summary>
public sealed class FakeRerank : IAsyncDisposable
{
    public const string ApiKey = "co-fake-0123456789abcdef";
    public const string Model = "rerank-v3.5";

    private readonly WebApplication _server;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<RerankFault> _faults = new();
    private readonly ConcurrentQueue<JsonObject> _calls = new();

    private FakeRerank(WebApplication server) => _server = server;

    /// <summary>Gets the body of every call that was understood, in order of arrival.</summary>
    public IReadOnlyList<JsonObject> Calls => [.. _calls];

    /// <summary>Gets where the service is.</summary>
    public Uri Endpoint => new(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/v2");

    public static async Task<FakeRerank> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var fake = new FakeRerank(server);
        server.MapPost("/v2/rerank", fake.RerankAsync);
        await server.StartAsync();
        return fake;
    }

    /// <summary>Makes the next calls go wrong, in this order.</summary>
    public void Fail(params RerankFault[] faults)
    {
        foreach (var fault in faults)
        {
            _faults.Enqueue(fault);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _server.StopAsync(CancellationToken.None);
        await _server.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task RerankAsync(HttpContext context)
    {
        var body = await JsonNode.ParseAsync(context.Request.Body) as JsonObject;
        if (context.Request.Headers.Authorization != $"Bearer {ApiKey}")
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, $"invalid api token {context.Request.Headers.Authorization}");
            return;
        }

        if (RerankRequestRules.Problem(body) is { } problem)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, problem);
            return;
        }

        _calls.Enqueue(body!);
        if ((string?)body!["model"] != Model)
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, $"model '{body["model"]}' not found");
            return;
        }

        await (_faults.TryDequeue(out var fault) ? FailAsync(context, fault) : AnswerAsync(context, body));
    }

    private static Task AnswerAsync(HttpContext context, JsonObject body)
    {
        var asked = WordsOf((string)body["query"]!);
        var results = body["documents"]!.AsArray()
            .Select((text, index) => (Score: (double)WordsOf((string)text!).Count(asked.Contains) / (1 + asked.Count), Index: index))
            .OrderByDescending(result => result.Score)
            .Take((int?)body["top_n"] ?? int.MaxValue)
            .Select(result => (JsonNode)new JsonObject { ["index"] = result.Index, ["relevance_score"] = result.Score });
        return context.Response.WriteAsJsonAsync(new JsonObject
        {
            ["id"] = "07734bd2-2473-4f07-94e1-0d9f0e6843cf",
            ["results"] = new JsonArray([.. results]),
            ["meta"] = new JsonObject { ["api_version"] = new JsonObject { ["version"] = "2" }, ["billed_units"] = new JsonObject { ["search_units"] = 1 } },
        });
    }

    private async Task FailAsync(HttpContext context, RerankFault fault)
    {
        if (fault.Body is null && fault.Status == 0)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, context.RequestAborted);
            await Task.Delay(Timeout.Infinite, either.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            context.Abort();
            return;
        }

        context.Response.Headers.RetryAfter = fault.RetryAfter;
        context.Response.ContentType = "application/json";
        context.Response.StatusCode = fault.Status;
        await context.Response.WriteAsync(fault.Body ?? """{"message":"no"}""", _stopping.Token);
    }

    /// <summary>As the service does, the message repeats what was sent.</summary>
    private static Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new JsonObject { ["message"] = message });
    }

    private static HashSet<string> WordsOf(string text)
        => text.Split([' ', '\n', '.', '?', ','], StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
}

/// <summary>How one call of the fake service goes wrong.</summary>
/// <param name="Status">The status of the answer; 0: it never comes.</param>
/// <param name="Body">What is answered; null for an error message.</param>
/// <param name="RetryAfter">The value of <c>Retry-After</c>; null: the header is missing.</param>
public sealed record RerankFault(int Status, string? Body = null, string? RetryAfter = null)
{
    public static readonly RerankFault Hang = new(0);

    /// <summary>Answers with results of a test's own.</summary>
    public static RerankFault Results(string results) => new(200, $$"""{"id":"x","results":{{results}} }""");
}
