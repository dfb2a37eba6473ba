using System.Globalization;
using System.Text;

namespace ChatOpsBot.RagCore.Knowledge.Crawling.Robots;

/// <summary>Compares paths with patterns of robots.txt: <c>*</c> stands for any characters, <c>$</c> at the end for the end.</summary>
internal static class RobotsPath
{
    /// <summary>Returns a path in the form in which equal paths are equal: only what must be escaped is, in upper case.</summary>
    public static string Normalize(string path)
    {
        var normal = new StringBuilder(path.Length);
        var bytes = Encoding.UTF8.GetBytes(path);
        for (var index = 0; index < bytes.Length; index++)
        {
            var value = bytes[index];
            if (value == '%' && index + 2 < bytes.Length && TryReadByte(bytes, index + 1, out var escaped))
            {
                index += 2;
                Append(normal, escaped, char.IsAsciiLetterOrDigit((char)escaped) || (char)escaped is '-' or '.' or '_' or '~');
            }
            else
            {
                Append(normal, value, value is > 32 and < 127);
            }
        }

        return normal.ToString();
    }

    /// <summary>Says whether a path begins with a pattern. In a time that grows with the product of their lengths and no faster.</summary>
    public static bool Matches(string path, string pattern)
    {
        var isWhole = pattern.EndsWith('$');
        var pieces = (isWhole ? pattern[..^1] : pattern).Split('*');
        if (!path.StartsWith(pieces[0], StringComparison.Ordinal))
        {
            return false;
        }

        var at = pieces[0].Length;
        for (var index = 1; index < pieces.Length; index++)
        {
            // The last piece of a whole match stands at the end, wherever else it may stand before.
            var found = isWhole && index == pieces.Length - 1
                ? path.EndsWith(pieces[index], StringComparison.Ordinal) && path.Length - pieces[index].Length >= at ? path.Length - pieces[index].Length : -1
                : path.IndexOf(pieces[index], at, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            at = found + pieces[index].Length;
        }

        return !isWhole || at == path.Length;
    }

    private static bool TryReadByte(byte[] bytes, int at, out byte value)
        => byte.TryParse(Encoding.ASCII.GetString(bytes, at, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);

    private static void Append(StringBuilder normal, byte value, bool asItIs)
    {
        if (asItIs)
        {
            normal.Append((char)value);
        }
        else
        {
            normal.Append('%').Append(value.ToString("X2", CultureInfo.InvariantCulture));
        }
    }
}
