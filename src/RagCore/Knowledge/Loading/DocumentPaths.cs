namespace ChatOpsBot.RagCore.Knowledge.Loading;

/// <summary>Reads references from one document to another.</summary>
internal static class DocumentPaths
{
    /// <summary>
    /// Returns the id a reference means: relative to the folder of the file that holds it when it begins with a dot or has no folder,
    /// else from the source's root. A reference that would leave the root stays inside it.
    /// </summary>
    public static string Resolve(KnowledgeSource source, string path, string reference)
    {
        var target = reference.Trim().Replace('\\', '/');
        var isRelative = target.StartsWith('.') || !target.Contains('/', StringComparison.Ordinal);
        var folder = path.LastIndexOf('/') is var at and >= 0 ? path[..at] : string.Empty;
        var parts = new List<string>();
        foreach (var part in (isRelative ? folder + "/" + target : target).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("." or ".."))
            {
                parts.Add(part);
            }
        }

        return source.IdOf(string.Join('/', parts));
    }
}
