using System.Globalization;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Answering.Prompts;

/// <summary>A version of a prompt as its file has it.</summary>
internal sealed record PromptVersion(string Name, string Version, Random Random) : Prompt(Name, Version)
{
    /// <summary>Gets the file it stands in, as its writer knows it.</summary>
    public required string File { get; init; }

    public required PromptStatus Status { get; init; }

    /// <summary>Gets its share of the threads, in relation to the weights of the other active versions.</summary>
    public required int Weight { get; init; }

    /// <summary>Gets the organisations it is for; empty: for every one.</summary>
    public required IReadOnlyList<string> Tenants { get; init; }

    /// <summary>Gets the regions it is for; empty: for every one.</summary>
    public required IReadOnlyList<string> Regions { get; init; }

    public required IReadOnlyList<PromptVariable> Variables { get; init; }

    public required PromptSettings ModelSettings { get; init; }

    public required IReadOnlyList<PromptMessage> Messages { get; init; }

    public override IList<ChatMessage> Render(IReadOnlyDictionary<string, string> variables)
    {
        if (variables.Keys.FirstOrDefault(given => Variables.All(declared => declared.Name != given)) is { } undeclared)
        {
            throw new ArgumentException($"{Name} {Version} declares no variable {undeclared}.", nameof(variables));
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in Variables)
        {
            values[variable.Name] = variables.TryGetValue(variable.Name, out var value)
                ? variable.Clean(value)
                : throw new ArgumentException($"{Name} {Version} needs the variable {variable.Name}.", nameof(variables));
        }

        values[PromptTemplate.Fence] = NewFence(values.Values);
        return [.. Messages.Select(message => new ChatMessage(message.Role, message.Template.Render(values)))];
    }

    public override ChatOptions Settings() => ModelSettings.ToOptions();

    // Drawn anew for each rendering and found in no value: nobody who writes a document or a question can close a fence.
    private string NewFence(IReadOnlyCollection<string> values)
    {
        string fence;
        do
        {
            fence = Random.NextInt64().ToString("x16", CultureInfo.InvariantCulture);
        }
        while (values.Any(value => value.Contains(fence, StringComparison.OrdinalIgnoreCase)));

        return fence;
    }
}
