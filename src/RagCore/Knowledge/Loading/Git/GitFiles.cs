using System.Text;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Git;

/// <summary>Reads the small text files of Git.</summary>
internal static class GitFiles
{
    private const int MaxLineBytes = 4096;
    private const long MaxPackedBytes = 64L << 20;

    /// <summary>Returns the only line of a file; null when there is no such file or it is longer than such a file is.</summary>
    public static string? ReadLine(string file)
    {
        if (!IsAtMost(file, MaxLineBytes))
        {
            return null;
        }

        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[MaxLineBytes];
        var text = Encoding.UTF8.GetString(bytes, 0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)).TrimEnd();
        return text.Length == 0 || text.Any(char.IsControl) ? null : text;
    }

    /// <summary>Returns the commit that the list of packed references has for a name; null when it has none.</summary>
    public static string? FindPacked(string file, string name)
    {
        if (!IsAtMost(file, MaxPackedBytes))
        {
            return null;
        }

        return File.ReadLines(file).FirstOrDefault(line => line.EndsWith(" " + name, StringComparison.Ordinal) && line.IndexOf(' ', StringComparison.Ordinal) == line.Length - name.Length - 1)?[..^(name.Length + 1)];
    }

    /// <summary>A link is as long as what it leads to: it may be a device or a pipe, which have no length and no end.</summary>
    private static bool IsAtMost(string file, long bytes)
        => File.Exists(file)
            && (File.ResolveLinkTarget(file, returnFinalTarget: true) ?? new FileInfo(file)) is FileInfo { Exists: true, Length: > 0 } real
            && real.Length <= bytes;
}
