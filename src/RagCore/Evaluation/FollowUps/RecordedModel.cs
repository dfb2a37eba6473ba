using System.Text.Json;
using ChatOpsBot.RagCore.Answering.Prompts;
using ChatOpsBot.RagCore.Conversations;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Evaluation.FollowUps;

/// <summary>Replies with what a script holds for the turn at hand, so that everything around a model is measured as it is, without one.</summary>
internal sealed class RecordedModel(IReadOnlyDictionary<string, IReadOnlyList<string>> rewrites) : IChatClient, IPromptLibrary
{
    /// <summary>Gets or sets the turn at hand.</summary>
    public string Turn { get; set; } = string.Empty;

    public Prompt Select(string name, TenantId tenant, string thread) => new Unread(name);

    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var lines = rewrites.TryGetValue(Turn, out var known) && known.Count > 0 ? known : throw new DataSetException($"The script holds no reply for the turn {Turn}.");
        var reply = JsonSerializer.Serialize(new { question = lines[0], variants = lines.Skip(1) });
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, reply)));
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        => throw new NotSupportedException("A script replies at once.");

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed record Unread(string Name) : Prompt(Name, "recorded")
    {
        public override IList<ChatMessage> Render(IReadOnlyDictionary<string, string> variables) => [new ChatMessage(ChatRole.User, variables["question"])];

        public override ChatOptions Settings() => new();
    }
}
