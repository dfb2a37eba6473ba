using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Access.Secrets;

/// <summary>Stops the start when a key is no key. Names the key's place and the mend, never its value.</summary>
internal sealed class EncryptionOptionsValidation : IValidateOptions<EncryptionOptions>
{
    public ValidateOptionsResult Validate(string? name, EncryptionOptions options)
    {
        var faults = options.EncryptionKeys
            .Select((key, index) => (key, index))
            .Where(entry => !SecretBox.TryReadKey(entry.key, out _))
            .Select(entry => $"Storage:EncryptionKeys:{entry.index} is not 32 bytes in base64: make one with \"key encryption\".")
            .ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
