using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.Teams.Rendering;

/// <summary>Turns plain text into pieces of a card.</summary>
internal static class TeamsCardProse
{
    public static IEnumerable<TeamsPiece> Statements(AnswerReply answer) => TeamsProse.Paragraphs(answer).SelectMany(Paragraph);

    public static IEnumerable<TeamsPiece> Pieces(string text, string numbers = "")
    {
        var parts = TextSplitter.Split(DisplayText.Visible(text).Trim(), TeamsLimits.Paragraph);
        return parts.SelectMany((part, n) => Elements(part, n == parts.Count - 1 ? numbers : string.Empty)).Select(element => TeamsPiece.Of(element));
    }

    private static string Numbers(AnswerStatement statement) => statement.Citations.Count == 0 ? string.Empty : "\u00A0" + string.Concat(statement.Citations.Select(number => $"[{number}]"));

    private static IEnumerable<TeamsPiece> Paragraph(IReadOnlyList<AnswerStatement> statements)
    {
        if (statements.Count == 1)
        {
            return Pieces(statements[0].Text, Numbers(statements[0]));
        }

        var runs = statements.SelectMany((statement, n) => Said((n > 0 ? " " : string.Empty) + statement.Text, Numbers(statement)));
        return [TeamsPiece.Of(TeamsElements.Line(runs))];
    }

    private static IEnumerable<JsonObject> Elements(string text, string numbers)
    {
        var groups = TeamsProse.Groups(text);
        for (var i = 0; i < groups.Count; i++)
        {
            var end = i == groups.Count - 1 ? numbers : string.Empty;
            foreach (var element in Group(groups[i].Kind, groups[i].Lines, end))
            {
                yield return element;
            }
        }

        if (groups.Count == 0 && numbers.Length > 0)
        {
            yield return TeamsElements.Line(TeamsElements.Subtle(numbers.Trim()));
        }
    }

    private static IEnumerable<JsonObject> Group(TeamsLines kind, IReadOnlyList<string> lines, string numbers) => kind switch
    {
        TeamsLines.List => lines.Select((line, n) => TeamsElements.Item(Said(line, n == lines.Count - 1 ? numbers : string.Empty))),
        TeamsLines.Code when numbers.Length > 0 => [Code(lines), TeamsElements.Line(TeamsElements.Subtle(numbers.Trim()))],
        TeamsLines.Code => [Code(lines)],
        _ => [TeamsElements.Line(Said(string.Join('\n', lines), numbers))],
    };

    private static JsonObject Code(IReadOnlyList<string> lines) => TeamsElements.Box("emphasis", TeamsElements.Line(TeamsElements.Code(string.Join('\n', lines))));

    private static IEnumerable<JsonObject> Said(string text, string numbers)
        => numbers.Length > 0 ? [TeamsElements.Text(text), TeamsElements.Subtle(numbers)] : [TeamsElements.Text(text)];
}
