using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Inbox;

[OptionsValidator]
internal sealed partial class InboxOptionsValidator : IValidateOptions<InboxOptions>;
