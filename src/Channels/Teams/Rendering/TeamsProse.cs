using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.Teams.Rendering;

/// <summary>What a group of lines is.</summary>
internal enum TeamsLines
{
    /// <summary>A paragraph.</summary>
    Text,

    /// <summary>Items, without their dash.</summary>
    List,

    /// <summary>Lines whose columns matter: fenced code and rows between bars, since neither cards nor messages have tables (T-22).</summary>
    Code,
}

/// <summary>Reads plain text as paragraphs, lists of lines that start with "- ", and code.</summary>
internal static class TeamsProse
{
    private const string Bullet = "- ";

    /// <summary>Divides the statements of an answer into paragraphs: what a model wrote reads on as prose, quotes stand apart.</summary>
    public static IReadOnlyList<IReadOnlyList<AnswerStatement>> Paragraphs(AnswerReply answer)
    {
        var paragraphs = new List<List<AnswerStatement>>();
        foreach (var statement in answer.Statements.Select(statement => statement with { Text = DisplayText.Visible(statement.Text).Trim() }))
        {
            if (answer.Mode is AnswerMode.Model && paragraphs.Count > 0 && ReadsOn(paragraphs[^1], statement))
            {
                paragraphs[^1].Add(statement);
            }
            else
            {
                paragraphs.Add([statement]);
            }
        }

        return paragraphs;
    }

    /// <summary>Reads the groups of lines of a text.</summary>
    public static IReadOnlyList<(TeamsLines Kind, IReadOnlyList<string> Lines)> Groups(string text)
    {
        var groups = new List<(TeamsLines Kind, IReadOnlyList<string> Lines)>();
        var group = new List<string>();
        var (kind, fenced) = (TeamsLines.Text, false);
        foreach (var line in text.Split('\n'))
        {
            var isFence = line.TrimStart().StartsWith(TextSplitter.Fence, StringComparison.Ordinal);
            fenced ^= isFence;
            var next = fenced ? TeamsLines.Code : KindOf(line);
            if (isFence || next != kind || (!fenced && line.Trim().Length == 0))
            {
                Close();
                kind = next;
            }

            if (!isFence && (fenced || line.Trim().Length > 0))
            {
                group.Add(kind is TeamsLines.List ? line[Bullet.Length..] : line);
            }
        }

        Close();
        return groups;

        void Close()
        {
            if (group.Count > 0)
            {
                groups.Add((kind, group));
                group = [];
            }
        }
    }

    private static bool ReadsOn(List<AnswerStatement> paragraph, AnswerStatement statement)
        => !paragraph[^1].Text.Contains('\n', StringComparison.Ordinal) && !statement.Text.Contains('\n', StringComparison.Ordinal)
            && paragraph.Count < TeamsLimits.SharedStatements && paragraph.Sum(other => other.Text.Length) + statement.Text.Length <= TeamsLimits.SharedParagraph;

    private static TeamsLines KindOf(string line)
        => line.StartsWith(Bullet, StringComparison.Ordinal) ? TeamsLines.List
            : line.TrimStart().StartsWith('|') ? TeamsLines.Code
            : TeamsLines.Text;
}
