using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Memory;

[OptionsValidator]
internal sealed partial class MemoryOptionsValidator : IValidateOptions<MemoryOptions>;
