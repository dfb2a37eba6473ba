using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Answering.Prompts;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Usage.Calls;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.UnitTests.Answering;

/// <summary>A model and its prompts that do as a test says: each prompt shows the variables, each call gets what the script gives.</summary>
internal sealed class ScriptedChat(Func<CancellationToken, Task<string>> reply) : IChatClient, IPromptLibrary
{
    public ScriptedChat(string reply)
        : this(_ => Task.FromResult(reply))
    {
    }

    public List<string> Seen { get; } = [];

    public List<ModelCall?> Calls { get; } = [];

    public static AnswerTrail Trail(SpendingLevel spending = SpendingLevel.Normal)
        => new(new ModelAccount(TenantId.Default, Channel: null, PersonId: string.Empty, TurnId: "t1"), spending);

    public Prompt Select(string name, TenantId tenant, string thread) => new Shown(name);

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Seen.Add(string.Join('\n', messages.Select(message => message.Text)));
        Calls.Add(ModelCall.Of(options));
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, await reply(cancellationToken)));
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        => throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private sealed record Shown(string Name) : Prompt(Name, "1.0.0")
    {
        public override IList<ChatMessage> Render(IReadOnlyDictionary<string, string> variables)
            => [new ChatMessage(ChatRole.User, string.Join('\n', variables.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}: {entry.Value}")))];

        public override ChatOptions Settings() => new() { Temperature = 0 };
    }
}
