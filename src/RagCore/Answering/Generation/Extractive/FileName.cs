using System.Collections.Frozen;

namespace ChatOpsBot.RagCore.Answering.Generation.Extractive;

/// <summary>Knows the endings of file names, which say nothing about what is asked: "according to Travel_Policy.pdf".</summary>
internal static class FileName
{
    private static readonly FrozenSet<string> Extensions = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "pdf", "doc", "docx", "ppt", "pptx", "xls", "xlsx", "csv", "md", "txt", "htm", "html");

    public static bool IsExtension(string part) => Extensions.Contains(part);
}
