using ChatOpsBot.RagCore.Conversations;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Answering.Prompts;

/// <summary>The prompts, read from <c>prompts/*.yaml</c>. No text that a model reads stands in the code.</summary>
internal interface IPromptLibrary
{
    /// <summary>Returns the active version of a prompt for a thread: the same one for the whole thread, by weight where several are active.</summary>
    /// <param name="name">The prompt: <c>answer</c>, <c>repair</c>, <c>rewrite</c>, <c>rerank</c>.</param>
    /// <param name="tenant">The organisation, which may have a version of its own.</param>
    /// <param name="thread">What the choice between versions sticks to; empty where there is no thread.</param>
    /// <exception cref="KeyNotFoundException">There is no active prompt of that name. Cannot happen for the names above: the start checks them.</exception>
    Prompt Select(string name, TenantId tenant, string thread);
}

/// <summary>One version of a prompt.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its semantic version.</param>
internal abstract record Prompt(string Name, string Version)
{
    /// <summary>Returns the messages, with the variables put in as plain data.</summary>
    /// <param name="variables">Every declared variable, by name.</param>
    /// <exception cref="ArgumentException">A declared variable is missing or one is not declared.</exception>
    public abstract IList<ChatMessage> Render(IReadOnlyDictionary<string, string> variables);

    /// <summary>Returns new options with the prompt's model settings.</summary>
    public abstract ChatOptions Settings();
}
