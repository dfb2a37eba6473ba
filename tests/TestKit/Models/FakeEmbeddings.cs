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
/// An embedding service that speaks OpenAI's protocol on a loopback port: vectors of words, so that texts with the same words are near; enforces
/// what the API description demands, records every call and goes wrong as told.
/// </summary>
public sealed class FakeEmbeddings : IAsyncDisposable
{
    public const string ApiKey = "sk-fake-0123456789abcdef";

    /// <summary>A model whose dimensions can be chosen.</summary>
    public const string Model = "text-embedding-3-small";

    /// <summary>A model that takes no dimensions.</summary>
    public const string FixedModel = "all-words";

    /// <summary>How many numbers a vector has when the request does not say.</summary>
    public const int Dimensions = 256;

    private readonly WebApplication _server;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<EmbeddingServerFault> _faults = new();
    private readonly ConcurrentQueue<EmbeddingCall> _calls = new();

    private FakeEmbeddings(WebApplication server) => _server = server;

    /// <summary>Gets the vectors the service gives.</summary>
    public WordVectors Vectors { get; } = new();

    /// <summary>Gets or sets a value indicating whether numbers are sent although base64 is asked for, as some services do.</summary>
    public bool SendsNumbers { get; set; }

    /// <summary>Gets or sets what every call gets until it is taken back.</summary>
    public EmbeddingServerFault? Outage { get; set; }

    /// <summary>Gets every call, in order of arrival.</summary>
    public IReadOnlyList<EmbeddingCall> Calls => [.. _calls];

    /// <summary>Gets where the service is.</summary>
    public Uri Endpoint => new(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/v1");

    public static async Task<FakeEmbeddings> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var fake = new FakeEmbeddings(server);
        server.MapPost("/v1/embeddings", fake.EmbedAsync);
        await server.StartAsync();
        return fake;
    }

    /// <summary>Makes the next calls go wrong, in this order.</summary>
    public void Fail(params EmbeddingServerFault[] faults)
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

    private async Task EmbedAsync(HttpContext context)
    {
        var body = await ReadAsync(context.Request);
        if (context.Request.Headers.Authorization != $"Bearer {ApiKey}")
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, $"Incorrect API key provided: {context.Request.Headers.Authorization}.", null);
            return;
        }

        if (EmbeddingRequestRules.Problem(body) is { } problem)
        {
            _calls.Enqueue(new EmbeddingCall([], problem.Status));
            await RefuseAsync(context, problem.Status, problem.Message, problem.Parameter);
            return;
        }

        var fault = _faults.TryDequeue(out var next) ? next : Outage;
        var texts = EmbeddingRequestRules.TextsOf(body!);
        if (fault is { Refused: { } word } && !texts.Any(text => text.Contains(word, StringComparison.Ordinal)))
        {
            fault = null;
        }

        _calls.Enqueue(new EmbeddingCall(texts, fault?.Status ?? StatusCodes.Status200OK));
        if (fault is not null && await EmbeddingServerFaults.AnswerAsync(context, fault, texts, _stopping.Token))
        {
            return;
        }

        await AnswerAsync(context, body!, texts, fault);
    }

    private async Task AnswerAsync(HttpContext context, JsonObject body, IReadOnlyList<string> texts, EmbeddingServerFault? fault)
    {
        var dimensions = (int?)body["dimensions"] ?? Dimensions;
        var asNumbers = SendsNumbers || (string?)body["encoding_format"] is not "base64";
        var data = texts.Select((text, index) => EmbeddingServerFaults.Change(Vectors.Of(text, dimensions), fault) is var vector
            ? new JsonObject { ["object"] = "embedding", ["index"] = index, ["embedding"] = asNumbers ? Numbers(vector) : Base64(vector) }
            : null);
        data = fault?.Kind switch
        {
            EmbeddingServerFaultKind.WrongCount => data.SkipLast(1),
            EmbeddingServerFaultKind.OtherOrder => data.Reverse(),
            _ => data,
        };
        var tokens = texts.Sum(WordVectors.CountTokens);
        await context.Response.WriteAsJsonAsync(new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. data]),
            ["model"] = (string?)body["model"],
            ["usage"] = new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens },
        });
    }

    private static JsonArray Numbers(float[] vector) => new([.. vector.Select(value => (JsonNode?)value)]);

    private static JsonNode Base64(float[] vector) => Convert.ToBase64String(System.Runtime.InteropServices.MemoryMarshal.AsBytes(vector.AsSpan()));

    private static async Task<JsonObject?> ReadAsync(HttpRequest request)
    {
        try
        {
            return await JsonNode.ParseAsync(request.Body) as JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    /// <summary>As the service does, the message repeats what was sent.</summary>
    private static Task RefuseAsync(HttpContext context, int status, string message, string? parameter)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new JsonObject
        {
            ["error"] = new JsonObject { ["message"] = message, ["type"] = "invalid_request_error", ["param"] = parameter, ["code"] = null },
        });
    }
}

/// <summary>One call of the service.</summary>
/// <param name="Texts">What was to be embedded.</param>
/// <param name="Status">What was answered.</param>
public sealed record EmbeddingCall(IReadOnlyList<string> Texts, int Status);
