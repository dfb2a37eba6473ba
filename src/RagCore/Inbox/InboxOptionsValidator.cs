using ChatOpsBot.RagCore.Diagnostics;

namespace ChatOpsBot.RagCore.Inbox;

/// <summary>Checks what the annotations say.</summary>
internal sealed class InboxOptionsValidator() : AnnotatedOptionsValidator<InboxOptions>(InboxOptions.SectionName);
