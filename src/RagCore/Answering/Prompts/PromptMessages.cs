using ChatOpsBot.RagCore.Diagnostics.Yaml;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Answering.Prompts;

/// <summary>Who speaks in a prompt.</summary>
internal enum MessageRole
{
    System,
    User,
    Assistant,
}

/// <summary>Reads the messages of a prompt and checks what stands in them.</summary>
internal sealed class PromptMessages
{
    private const int MaxMessages = 16;

    private readonly IReadOnlyList<PromptVariable> _variables;
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    private PromptMessages(IReadOnlyList<PromptVariable> variables) => _variables = variables;

    public static IReadOnlyList<PromptMessage> Read(YamlFields prompt, IReadOnlyList<PromptVariable> variables)
    {
        var reader = new PromptMessages(variables);
        PromptMessage[] messages = [.. prompt.Maps("messages", isRequired: true).Select(reader.Message).OfType<PromptMessage>()];
        if (messages.Length > MaxMessages)
        {
            prompt.Add(prompt.LineOf("messages"), $"messages has more than {MaxMessages} entries; join some");
        }

        foreach (var unused in variables.Where(variable => !reader._used.Contains(variable.Name)))
        {
            prompt.Add(prompt.LineOf("variables"), $"the variable {unused.Name} is declared and not used; put {{{{{unused.Name}}}}} into a message or remove the declaration");
        }

        return messages;
    }

    private PromptMessage? Message(YamlFields fields)
    {
        var role = fields.OneOf<MessageRole>("role", isRequired: true);
        var text = fields.Text("text", isRequired: true);
        fields.RefuseOthers();
        if (role is null || text is null)
        {
            return null;
        }

        var template = new PromptTemplate(text.Value);
        CheckText(fields, text, template);
        foreach (var place in template.Places.Where(place => place.Name != PromptTemplate.Fence))
        {
            if (FaultOf(place, template, role.Value) is { } fault)
            {
                fields.Add(LineAt(text, place.Start), fault);
            }

            _used.Add(place.Name);
        }

        return new PromptMessage(new ChatRole(role.Value.ToString().ToLowerInvariant()), template);
    }

    private static void CheckText(YamlFields fields, YamlText text, PromptTemplate template)
    {
        if (template.StrayBraces() is { } stray)
        {
            fields.Add(LineAt(text, stray), "{{ stands where no variable is; write {{name}}, or the braces apart");
        }

        if (template.Places.Count(place => place.Name == PromptTemplate.Fence) % 2 == 1)
        {
            fields.Add(text.Line, "a fence is opened and not closed; write {{fence}} before and after what comes from outside");
        }

        if (PromptSecrets.Find(text.Value) is var (at, what))
        {
            fields.Add(LineAt(text, at), $"the text {what}; remove it");
        }
    }

    private string? FaultOf(VariablePlace place, PromptTemplate template, MessageRole role)
    {
        if (_variables.FirstOrDefault(variable => variable.Name == place.Name) is not { } variable)
        {
            return $"the variable {place.Name} is used and not declared; declare it under variables or correct its name";
        }

        if (variable.Form is not VariableForm.Data)
        {
            return null;
        }

        if (role is not MessageRole.User)
        {
            return $"the variable {place.Name} comes from outside and stands in a message of another role than user; move it to a message of the user";
        }

        return template.IsFenced(place) ? null : $"the variable {place.Name} comes from outside and stands between no fences; write {{{{fence}}}} on a line before and after it";
    }

    private static int LineAt(YamlText text, int at) => text.KeepsLines ? text.TextLine + text.Value.AsSpan(0, at).Count('\n') : text.Line;
}
