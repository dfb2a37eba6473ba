using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Answering.Prompts;

/// <summary>One message of a prompt.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Template">What is said.</param>
internal sealed record PromptMessage(ChatRole Role, PromptTemplate Template);
