using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ChatOpsBot.Channels.Web.Outbound;

/// <summary>Writes a stream of server-sent events. JSON has no line breaks of its own, so one data line is enough.</summary>
internal sealed class ServerSentEvents(HttpResponse response)
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers["X-Accel-Buffering"] = "no";
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await response.StartAsync(cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }

    public Task SendAsync<T>(string name, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        => WriteAsync($"event: {name}\ndata: {JsonSerializer.Serialize(value, type)}\n\n", cancellationToken);

    public Task KeepAliveAsync(CancellationToken cancellationToken) => WriteAsync(": still here\n\n", cancellationToken);

    private async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        await response.WriteAsync(text, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
