using System.Globalization;
using ChatOpsBot.RagCore.Answering.Prompts;
using ChatOpsBot.RagCore.Conversations;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.TestKit.Models;

/// <summary>Prompts without a file: one message that lists the variables. For tests of what is done with a model's answer.</summary>
internal sealed class PlainPrompts : IPromptLibrary
{
    public Prompt Select(string name, TenantId tenant, string thread) => new PlainPrompt(name);

    private sealed record PlainPrompt(string Name) : Prompt(Name, "1.0.0")
    {
        public override IList<ChatMessage> Render(IReadOnlyDictionary<string, string> variables)
            => [new ChatMessage(ChatRole.User, string.Join('\n', variables.Select(variable => string.Create(CultureInfo.InvariantCulture, $"{variable.Key}: {variable.Value}"))))];

        public override ChatOptions Settings() => new() { Temperature = 0 };
    }
}
