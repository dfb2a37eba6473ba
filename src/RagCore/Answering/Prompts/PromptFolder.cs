using System.Security.Cryptography;
using System.Text;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Answering.Prompts;

/// <summary>Reads the folder of the prompts, all files together: a set is good as a whole or not at all.</summary>
internal sealed class PromptFolder(IOptions<PromptOptions> options, ContentRoot root, Random random)
{
    private const int MaxFiles = 500;
    private const int MaxFileBytes = 256 * 1024;
    private const string Extension = ".yaml";

    public string Path => root.Resolve(options.Value.Path);

    /// <summary>Reads the folder.</summary>
    public PromptReading Read() => Read(Path, options.Value.Path, options.Value.Region, random);

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">Its absolute path.</param>
    /// <param name="shown">Its path as configured.</param>
    /// <param name="region">The region this installation serves, when configured.</param>
    /// <param name="random">Draws the fences.</param>
    public static PromptReading Read(string folder, string shown, string? region, Random random)
    {
        var faults = new List<string>();
        var versions = new List<PromptVersion>();
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            foreach (var path in Files(folder, faults))
            {
                var name = System.IO.Path.Combine(shown, System.IO.Path.GetFileName(path));
                digest.AppendData(Encoding.UTF8.GetBytes(name + "\n"));
                if (Text(path, name, faults) is { } bytes)
                {
                    digest.AppendData(bytes);
                    Add(name, bytes, random, versions, faults);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{PromptOptions.SectionName}:Path ({shown}) cannot be read: {folder}. Create the folder with the prompts or correct the path.");
        }

        if (faults.Count == 0)
        {
            faults.AddRange(MissingFrom(new PromptSet(versions), shown, region));
        }

        return new PromptReading(faults.Count == 0 ? new PromptSet(versions) : null, faults, Convert.ToHexStringLower(digest.GetHashAndReset()));
    }

    // Names with a dot in front are of editors and of mounted volumes, not of prompts.
    private static string[] Files(string folder, List<string> faults)
    {
        string[] files = [.. Directory.EnumerateFiles(folder)
            .Where(path => !System.IO.Path.GetFileName(path).StartsWith('.'))
            .Where(path => System.IO.Path.GetExtension(path) is Extension or ".yml")
            .Order(StringComparer.Ordinal)
            .Take(MaxFiles + 1)];
        if (files.Length > MaxFiles)
        {
            faults.Add($"{PromptOptions.SectionName}:Path ({folder}) holds more than {MaxFiles} files. Remove retired prompts.");
        }

        return files;
    }

    private static byte[]? Text(string path, string name, List<string> faults)
    {
        if (System.IO.Path.GetExtension(path) is not Extension)
        {
            faults.Add($"{name}, line 1: the file's name does not end in {Extension}. Rename it, so that it is read, or remove it.");
            return null;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[MaxFileBytes + 1];
        var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (read <= MaxFileBytes)
        {
            return bytes[..read];
        }

        faults.Add($"{name}, line 1: the file is larger than {MaxFileBytes} bytes. Shorten the prompt.");
        return null;
    }

    private static void Add(string name, byte[] bytes, Random random, List<PromptVersion> versions, List<string> faults)
    {
        if (PromptFile.Read(name, Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF'), random, faults) is not { } version)
        {
            return;
        }

        if (versions.Find(earlier => earlier.Name == version.Name && earlier.Version == version.Version) is { } earlier)
        {
            faults.Add($"{name}, line 1: {version.Name} {version.Version} is in {earlier.File} too. Give one of them another version.");
        }

        versions.Add(version);
    }

    private static IEnumerable<string> MissingFrom(PromptSet set, string shown, string? region) =>
        from name in PromptNames.Variables.Keys.Order(StringComparer.Ordinal)
        where set.Select(name, new TenantId(string.Empty), region, string.Empty) is null
        select $"{shown}: the prompt {name} has no version with status active for every tenant and region. Set the status of one to active.";
}
