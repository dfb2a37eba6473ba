using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.TestKit.Models;

/// <summary>A model on a loopback port that speaks OpenAI's protocol and takes its time: it writes one answer in pieces, evenly over so long, and can be held before the last one.</summary>
public sealed class SlowModel : IAsyncDisposable
{
    private const int Pieces = 20;

    private readonly WebApplication _server;
    private readonly string _answer;
    private readonly TimeSpan _length;
    private readonly TaskCompletionSource _mayEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;

    private SlowModel(WebApplication server, string answer, TimeSpan length) => (_server, _answer, _length) = (server, answer, length);

    /// <summary>Gets how often it was asked.</summary>
    public int Calls => Volatile.Read(ref _calls);

    private Uri Endpoint => new($"{_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()}/v1");

    /// <summary>Starts it.</summary>
    /// <param name="answer">What it answers every question with.</param>
    /// <param name="length">How long it writes.</param>
    /// <param name="isHeld">Whether it keeps its last piece until <see cref="End"/>.</param>
    public static async Task<SlowModel> StartAsync(string answer, TimeSpan length, bool isHeld = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var model = new SlowModel(builder.Build(), answer, length);
        model._server.MapPost("/v1/chat/completions", model.AnswerAsync);
        await model._server.StartAsync();
        if (!isHeld)
        {
            model.End();
        }

        return model;
    }

    /// <summary>Lets it write its last piece.</summary>
    public void End() => _mayEnd.TrySetResult();

    /// <summary>Adds the settings that make a bot ask it.</summary>
    public void Configure(IDictionary<string, string?> settings)
    {
        settings["Models__Chat__0__Name"] = "slow";
        settings["Models__Chat__0__Provider"] = "OpenAI";
        settings["Models__Chat__0__Endpoint"] = Endpoint.AbsoluteUri;
        settings["Models__Chat__0__ApiKey"] = "sk-only-for-tests-0123456789";
        settings["Models__Chat__0__Model"] = "slow";
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref _calls);
        context.Response.ContentType = "text/event-stream";
        var size = (_answer.Length / Pieces) + 1;
        foreach (var (n, piece) in _answer.Chunk(size).Index())
        {
            await Task.Delay(_length / Pieces, context.RequestAborted);
            if ((n + 1) * size >= _answer.Length)
            {
                await _mayEnd.Task.WaitAsync(context.RequestAborted);
            }

            await WriteAsync(context, new JsonObject { ["content"] = new string(piece) }, finish: null);
        }

        await WriteAsync(context, [], finish: "stop");
        await context.Response.WriteAsync("data: [DONE]\n\n", context.RequestAborted);
    }

    private static async Task WriteAsync(HttpContext context, JsonObject delta, string? finish)
    {
        var chunk = new JsonObject
        {
            ["id"] = "chatcmpl-1",
            ["object"] = "chat.completion.chunk",
            ["created"] = 1_700_000_000,
            ["model"] = "slow",
            ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finish }),
        };
        await context.Response.WriteAsync($"data: {chunk.ToJsonString()}\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
