using System.Collections.Concurrent;

namespace ChatOpsBot.RagCore.UnitTests.Models.Chat;

/// <summary>Answers requests as a test says, and keeps what was asked.</summary>
internal sealed class ScriptedNetwork(Func<string, HttpResponseMessage> answer) : HttpMessageHandler
{
    private readonly ConcurrentQueue<string> _bodies = new();

    public IReadOnlyList<string> Bodies => [.. _bodies];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? string.Empty : await request.Content.ReadAsStringAsync(cancellationToken);
        _bodies.Enqueue(body);
        return answer(body);
    }
}
