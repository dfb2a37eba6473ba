using ChatOpsBot.RagCore.Diagnostics;

namespace ChatOpsBot.RagCore.Memory;

/// <summary>Checks what the annotations say.</summary>
internal sealed class MemoryOptionsValidator() : AnnotatedOptionsValidator<MemoryOptions>(MemoryOptions.SectionName);
