using System.Runtime.CompilerServices;
using System.Text.Json;
using ChatOpsBot.RagCore.Evaluation;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.BotHost.Cli;

/// <summary>
/// A model that says what a file says, so that a run can be repeated without one. A line of the file answers the calls whose messages contain
/// every text it names, such as the question and a phrase of one version of a prompt; the first such line is taken.
/// </summary>
internal sealed class ReplayModel : IChatClient
{
    private readonly IReadOnlyList<ReplayLine> _lines;
    private int _missed;

    private ReplayModel(IReadOnlyList<ReplayLine> lines) => _lines = lines;

    /// <summary>Gets how many calls no line answered.</summary>
    public int Missed => _missed;

    /// <summary>Reads a file of replies.</summary>
    /// <exception cref="DataSetException">A line cannot be read.</exception>
    public static async Task<ReplayModel> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var lines = new List<ReplayLine>();
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                lines.Add(Read(line) ?? throw new DataSetException(path, number, "is not of the form {\"contains\": [\"…\"], \"reply\": \"…\"}", inner: null));
            }
        }

        return new ReplayModel(lines);
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, ReplyTo(messages))) { FinishReason = ChatFinishReason.Stop });
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (var update in response.ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private static ReplayLine? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<ReplayLine>(line, JsonSerializerOptions.Web) is { Reply: not null } read ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string ReplyTo(IEnumerable<ChatMessage> messages)
    {
        var text = string.Join('\n', messages.Select(message => message.Text));
        if (_lines.FirstOrDefault(line => (line.Contains ?? []).All(part => text.Contains(part, StringComparison.Ordinal))) is { } found)
        {
            return found.Reply;
        }

        Interlocked.Increment(ref _missed);
        return string.Empty;
    }

    private sealed record ReplayLine(IReadOnlyList<string>? Contains, string Reply);
}
