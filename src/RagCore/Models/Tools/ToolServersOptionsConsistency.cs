using ChatOpsBot.RagCore.Answering.Tools;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Models.Tools;

/// <summary>Checks the settings that depend on each other.</summary>
internal sealed class ToolServersOptionsConsistency : IValidateOptions<ToolServersOptions>
{
    private const int LongestName = 24;

    public ValidateOptionsResult Validate(string? name, ToolServersOptions options)
    {
        string[] faults =
        [
            .. options.Mcp.SelectMany((server, number) => FaultsOf(server, $"{ToolServersOptions.SectionName}:Mcp:{number}")),
            .. from server in options.Mcp
               group server by server.Name into same
               where same.Key is not null && same.Count() > 1
               select $"{ToolServersOptions.SectionName}:Mcp has {same.Count()} servers named '{same.Key}': give each a name of its own.",
        ];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> FaultsOf(ToolServerOptions server, string key)
    {
        if (server.Name is { Length: > 0 } name && (!ToolNames.IsValid(name) || name.Length > LongestName))
        {
            yield return $"{key}:Name ({name}) cannot begin the name of a tool: take {ToolNames.Rule}, and {LongestName} characters at most.";
        }

        if (server.Endpoint is null == string.IsNullOrWhiteSpace(server.Command))
        {
            yield return $"{key} needs either Endpoint or Command, and not both.";
        }

        if (server.Endpoint is { } endpoint && !AddressRules.IsHttpsOrLocal(endpoint))
        {
            yield return $"{key}:Endpoint must be an address with https, or with http on this machine, without a user.";
        }

        if (server.Link is { } link && !AddressRules.IsHttpsOrLocal(link))
        {
            yield return $"{key}:Link must be an address with https, without a user.";
        }

        if (server.AllowedTools.All(string.IsNullOrWhiteSpace))
        {
            yield return $"{key}:AllowedTools is empty: list the tools that may be called.";
        }

        if (server.Headers.Values.Any(value => value.Any(char.IsControl)))
        {
            yield return $"{key}:Headers has a value with a character that no header has: correct it.";
        }
    }
}
