using System.Text;
using System.Text.RegularExpressions;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.Slack.Rendering;

/// <summary>
/// The statements of an answer as text that can be streamed. Streamed text is markdown, in which no escape is safe with certainty: a statement is streamed
/// only when it holds nothing that markdown or Slack could take for formatting, a mention, an address or an image, and then letter by letter. The first
/// one that does ends the text; the rest is shown with the whole answer, in blocks (S-61).
/// </summary>
/// <param name="Value">The text.</param>
/// <param name="IsWhole">It holds every statement.</param>
internal sealed partial record SlackStreamText(string Value, bool IsWhole)
{
    /// <summary>Returns the text of some statements. More statements only make it longer.</summary>
    /// <param name="statements">The statements.</param>
    /// <param name="readsOn">They read on as prose; else each is a paragraph.</param>
    public static SlackStreamText Of(IReadOnlyList<AnswerStatement> statements, bool readsOn)
    {
        var text = new StringBuilder();
        foreach (var statement in statements)
        {
            var visible = DisplayText.Visible(statement.Text).Trim();
            if (!IsPlain(visible) || text.Length + visible.Length > SlackLimits.Text)
            {
                return new(text.ToString(), IsWhole: false);
            }

            text.Append(text.Length == 0 ? string.Empty : readsOn ? " " : "\n\n").Append(visible).Append('\u00A0');
            foreach (var number in statement.Citations)
            {
                text.Append('[').Append(number).Append(']');
            }
        }

        return new(text.ToString(), IsWhole: true);
    }

    private static bool IsPlain(string text) => text.Length > 0 && !Active().IsMatch(text) && !ListOrHeading().IsMatch(text);

    // Characters of markdown and of Slack's tokens, an underscore at the edge of a word, entities, emoji names, and whatever looks like an address.
    [GeneratedRegex("""[*`~<\[\]\\|@\n\r\t^]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|&[#\w]+;|:[\w+-]+:|:/|\b(?:www|mailto|tel|javascript|data)[.:]|[\p{L}\p{N}-]\.\p{L}{2}|__|\{\{|\$\$""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Active();

    // What a line that begins like this turns into.
    [GeneratedRegex("""^(?:[#>+=-]|\d+[.)])""", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex ListOrHeading();
}
