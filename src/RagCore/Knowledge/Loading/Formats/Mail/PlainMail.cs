using System.Buffers;
using System.Text;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats.Mail;

/// <summary>Writes a plain message as Markdown: what Markdown would take for a heading or a rule is none in mail.</summary>
internal static class PlainMail
{
    private static readonly SearchValues<char> RuleSigns = SearchValues.Create("-=_*~ ");

    /// <summary>Takes the mark off lines that begin as the first line of a message in a mailbox does.</summary>
    public static string Unquote(string text)
        => string.Join('\n', text.Split('\n').Select(line => line.StartsWith(">From ", StringComparison.Ordinal) ? line[1..] : line));

    public static string ToMarkdown(string text)
    {
        var markdown = new StringBuilder(text.Length);
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = MarkdownTextBuilder.Clean(text[range]);
            if (line.Length > 0 && line.AsSpan().IndexOfAnyExcept(RuleSigns) < 0)
            {
                // The line above a signature, or between two parts.
                line = string.Empty;
            }

            markdown.Append(line.StartsWith('#') ? "\\" : string.Empty).Append(line).Append('\n');
        }

        return markdown.ToString().Trim('\n');
    }
}
