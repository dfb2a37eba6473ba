using System.Security.Cryptography;
using System.Text;
using ChatOpsBot.RagCore.Knowledge.Crawling.Fetching;

namespace ChatOpsBot.RagCore.Knowledge.Crawling.Mirroring;

/// <summary>Names the files of pages after their addresses, so that people recognise them and no address leads anywhere else on the disk.</summary>
internal static class PageFileNames
{
    private const string Index = "index";
    private const int MaxPartLength = 100;
    private const int MaxPathLength = 240;
    private const int MarkLength = 12;

    /// <summary>Returns a path with forward slashes: host, parts of the address, and the end that says what the file is.</summary>
    /// <param name="url">The page's address.</param>
    /// <param name="extension">The end of the name, with the dot.</param>
    /// <param name="isTaken">Says whether another page has a path already.</param>
    public static string For(Uri url, string extension, Func<string, bool> isTaken)
    {
        var plain = PlainOf(url, extension, out var isExact);
        return isExact && !isTaken(plain) ? plain : Marked(plain, url, extension);
    }

    private static string PlainOf(Uri url, string extension, out bool isExact)
    {
        var parts = url.AbsolutePath.Split('/')[1..];
        var last = parts[^1].Length == 0 ? Index : parts[^1];
        var name = last.EndsWith(extension, StringComparison.Ordinal) ? last[..^extension.Length] : last;
        var isFaithful = url.Query.Length == 0;
        var path = string.Join('/', parts[..^1].Append(name).Prepend(url.IdnHost).Select((part, at) => Safe(part, isFolder: at > 0 && at < parts.Length, ref isFaithful)));
        isExact = isFaithful && path.Length + extension.Length <= MaxPathLength;
        return path + extension;
    }

    private static string Safe(string part, bool isFolder, ref bool isFaithful)
    {
        var safe = new StringBuilder(part.Length);
        foreach (var character in part.AsSpan(0, Math.Min(part.Length, MaxPartLength)))
        {
            safe.Append(char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' ? character : '-');
        }

        // Nothing hidden, nothing empty, and no folder that is called as a file could be.
        if (safe.Length == 0 || safe[0] == '.' || (isFolder && PageTypes.LooksLikeFile(part)))
        {
            safe.Insert(0, '_').Replace(".", "_");
        }

        isFaithful &= safe.Length == part.Length && safe.ToString() == part;
        return safe.ToString();
    }

    private static string Marked(string plain, Uri url, string extension)
    {
        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(url.AbsoluteUri)))[..MarkLength];
        var stem = plain[..^extension.Length];
        return stem.Length + extension.Length + mark.Length < MaxPathLength
            ? $"{stem}-{mark}{extension}"
            : $"{stem[..stem.IndexOf('/', StringComparison.Ordinal)]}/{mark}{extension}";
    }
}
