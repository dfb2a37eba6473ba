using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Storage;

/// <summary>Refuses a mode this version cannot serve, rather than keeping data elsewhere than the operator thinks.</summary>
internal sealed class StorageModeValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options) => options.Mode is StorageMode.Server
        ? ValidateOptionsResult.Fail("Storage:Mode (Server) is not part of this version. Set it to Embedded and run one process per data folder.")
        : ValidateOptionsResult.Success;
}
