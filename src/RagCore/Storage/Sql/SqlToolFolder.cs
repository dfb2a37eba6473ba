using System.Text;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Storage.Sql;

/// <summary>Reads the folder of the look-ups.</summary>
internal static class SqlToolFolder
{
    private const int MaxFiles = 100;
    private const int MaxFileBytes = 64 * 1024;

    /// <summary>Returns the look-ups of a folder, and a line for each fault.</summary>
    public static (IReadOnlyList<SqlToolDefinition> Definitions, IReadOnlyList<string> Faults) Read(SqlToolOptions options, ContentRoot root)
    {
        var faults = new List<string>();
        var definitions = new List<SqlToolDefinition>();
        var folder = root.Resolve(options.Path);
        try
        {
            foreach (var path in Directory.Exists(folder) ? Files(folder, faults) : [])
            {
                var name = System.IO.Path.Combine(options.Path, System.IO.Path.GetFileName(path));
                if (Text(path, name, faults) is { } text && SqlToolFile.Read(name, text, faults) is { } definition)
                {
                    Check(definition, definitions, options, faults);
                    definitions.Add(definition);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{SqlToolOptions.SectionName}:Path ({options.Path}) cannot be read: {folder}. Let the process read it or correct the path.");
        }

        return (definitions, faults);
    }

    // Names with a dot in front are of editors and of mounted volumes.
    private static string[] Files(string folder, List<string> faults)
    {
        string[] files = [.. Directory.EnumerateFiles(folder)
            .Where(path => System.IO.Path.GetExtension(path) is ".yaml" or ".yml" && !System.IO.Path.GetFileName(path).StartsWith('.'))
            .Order(StringComparer.Ordinal)
            .Take(MaxFiles + 1)];
        if (files.Length > MaxFiles)
        {
            faults.Add($"{SqlToolOptions.SectionName}:Path ({folder}) holds more than {MaxFiles} files. Remove what is not used.");
        }

        return files;
    }

    private static string? Text(string path, string name, List<string> faults)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[MaxFileBytes + 1];
        var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (read <= MaxFileBytes)
        {
            return Encoding.UTF8.GetString(bytes, 0, read).TrimStart('\uFEFF');
        }

        faults.Add($"{name}, line 1: the file is larger than {MaxFileBytes} bytes. Shorten it.");
        return null;
    }

    private static void Check(SqlToolDefinition definition, List<SqlToolDefinition> earlier, SqlToolOptions options, List<string> faults)
    {
        if (earlier.Find(other => other.Name == definition.Name) is { } same)
        {
            faults.Add($"{definition.File}, line 1: a tool {definition.Name} is in {same.File} too. Give one of them another name.");
        }

        if (!options.Connections.ContainsKey(definition.Connection))
        {
            faults.Add($"{definition.File}, line 1: connection ({definition.Connection}) is not configured. Set {SqlToolOptions.SectionName}:Connections:{definition.Connection}.");
        }
    }
}
