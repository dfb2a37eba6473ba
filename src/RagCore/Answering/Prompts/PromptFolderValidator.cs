using ChatOpsBot.RagCore.Knowledge;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Answering.Prompts;

/// <summary>Reads the prompts at the start, so that a wrong one stops it. There is none to fall back on: other prompts than those in the folder are never used.</summary>
internal sealed class PromptFolderValidator(ContentRoot root, Random random) : IValidateOptions<PromptOptions>
{
    public ValidateOptionsResult Validate(string? name, PromptOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Path))
        {
            return ValidateOptionsResult.Skip;
        }

        var faults = PromptFolder.Read(root.Resolve(options.Path), options.Path, options.Region, random).Faults;
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
