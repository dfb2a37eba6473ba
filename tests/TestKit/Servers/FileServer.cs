using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.TestKit.Servers;

/// <summary>A server of files on a loopback port, which notes who asked with which token and may answer as servers should not.</summary>
public sealed class FileServer : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, Func<HttpContext, CancellationToken, Task>> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Path, string? Authorization)> _requests = new();

    private FileServer(WebApplication server) => _server = server;

    /// <summary>Gets the host and port.</summary>
    public string Host => Address.Authority;

    /// <summary>Gets the paths that were asked for and the tokens that came along, in order.</summary>
    public IReadOnlyList<(string Path, string? Authorization)> Requests => [.. _requests];

    private Uri Address => new(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<FileServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new FileServer(app);
        app.Run(server.ServeAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>Returns the address of a path.</summary>
    public string UrlOf(string path) => new Uri(Address, path).AbsoluteUri;

    /// <summary>Serves bytes.</summary>
    public string Put(string path, byte[] bytes, string contentType = "application/octet-stream") => Put(path, async (context, cancellationToken) =>
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, cancellationToken);
    });

    /// <summary>Answers with a status, and where it is given with an address to go to.</summary>
    public string Put(string path, int status, string? location = null) => Put(path, (context, _) =>
    {
        context.Response.StatusCode = status;
        if (location is not null)
        {
            context.Response.Headers.Location = location;
        }

        return Task.CompletedTask;
    });

    /// <summary>Sends bytes without saying how many there will be, and never ends.</summary>
    public string PutEndless(string path, int pieceLength) => Put(path, async (context, cancellationToken) =>
    {
        var piece = new byte[pieceLength];
        Array.Fill(piece, (byte)'x');
        while (!cancellationToken.IsCancellationRequested)
        {
            await context.Response.Body.WriteAsync(piece, cancellationToken);
            await context.Response.Body.FlushAsync(cancellationToken);
        }
    });

    /// <summary>Sends a little and then nothing more.</summary>
    public string PutDrip(string path) => Put(path, async (context, cancellationToken) =>
    {
        await context.Response.Body.WriteAsync("drip"u8.ToArray(), cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    });

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _server.StopAsync(CancellationToken.None);
        await _server.DisposeAsync();
        _stopping.Dispose();
    }

    private string Put(string path, Func<HttpContext, CancellationToken, Task> serve)
    {
        _files[path] = serve;
        return UrlOf(path);
    }

    private async Task ServeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        _requests.Enqueue((path, context.Request.Headers.Authorization.Count > 0 ? context.Request.Headers.Authorization.ToString() : null));
        if (!_files.TryGetValue(path, out var serve))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, context.RequestAborted);
        try
        {
            await serve(context, end.Token);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            context.Abort();
        }
    }
}
