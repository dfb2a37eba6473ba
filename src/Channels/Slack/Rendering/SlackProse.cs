using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.Slack.Rendering;

/// <summary>Turns plain text into pieces: paragraphs, lists of lines that start with "- ", fenced code.</summary>
internal static class SlackProse
{
    private const string Bullet = "- ";

    public static IEnumerable<SlackPiece> Pieces(string text, string suffix = "")
    {
        var parts = TextSplitter.Split(DisplayText.Visible(text).Trim(), SlackLimits.Paragraph);
        for (var i = 0; i < parts.Count; i++)
        {
            var end = i == parts.Count - 1 ? suffix : string.Empty;
            yield return SlackPiece.Of(parts[i] + end, SlackBlocks.RichText([.. Elements(parts[i], end)]));
        }
    }

    private static IEnumerable<JsonObject> Elements(string text, string suffix)
    {
        var groups = Groups(text.Split('\n')).ToList();
        for (var i = 0; i < groups.Count; i++)
        {
            var (kind, lines) = groups[i];
            var isLast = i == groups.Count - 1;
            yield return kind switch
            {
                Kind.Code => SlackBlocks.Preformatted(string.Join('\n', lines)),
                Kind.List => SlackBlocks.Bullets(lines.Select((line, n) => line[Bullet.Length..] + (isLast && n == lines.Count - 1 ? suffix : string.Empty))),
                _ => SlackBlocks.Section(SlackBlocks.Text(string.Join('\n', lines) + (isLast ? suffix : string.Empty))),
            };
        }

        if (suffix.Length > 0 && groups[^1].Kind is Kind.Code)
        {
            yield return SlackBlocks.Section(SlackBlocks.Text(suffix.TrimStart()));
        }
    }

    private static IEnumerable<(Kind Kind, List<string> Lines)> Groups(string[] lines)
    {
        var kind = Kind.Text;
        var group = new List<string>();
        foreach (var line in lines)
        {
            var isFence = line.TrimStart().StartsWith(TextSplitter.Fence, StringComparison.Ordinal);
            var next = isFence ? (kind is Kind.Code ? Kind.Text : Kind.Code)
                : kind is Kind.Code ? Kind.Code
                : line.StartsWith(Bullet, StringComparison.Ordinal) ? Kind.List
                : Kind.Text;
            if (next != kind)
            {
                if (group.Count > 0)
                {
                    yield return (kind, group);
                }

                (kind, group) = (next, []);
            }

            if (!isFence)
            {
                group.Add(line);
            }
        }

        if (group.Count > 0)
        {
            yield return (kind, group);
        }
    }

    private enum Kind
    {
        Text,
        List,
        Code,
    }
}
