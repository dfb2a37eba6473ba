using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.Slack.Rendering;

/// <summary>The pieces of an answer: statements with their numbers, notes, numbered sources.</summary>
internal static class SlackAnswerPieces
{
    public static IEnumerable<SlackPiece> Of(AnswerReply answer, Phrases words)
        => [.. Statements(answer), .. Under(answer, words)];

    /// <summary>What stands under the statements: notes and sources.</summary>
    public static IEnumerable<SlackPiece> Under(AnswerReply answer, Phrases words)
        => [.. answer.Notes.SelectMany(note => Note(note, words)), .. Sources(answer, words)];

    // What a model wrote reads on as prose; quotes from several documents stand apart.
    private static IEnumerable<SlackPiece> Statements(AnswerReply answer)
    {
        var paragraph = string.Empty;
        foreach (var statement in answer.Statements)
        {
            var numbers = "\u00A0" + string.Concat(statement.Citations.Select(number => $"[{number}]"));
            var text = DisplayText.Visible(statement.Text).Trim();
            var joins = answer.Mode is AnswerMode.Model && !text.Contains('\n', StringComparison.Ordinal);
            if (paragraph.Length > 0 && (!joins || paragraph.Length + text.Length > SlackLimits.Paragraph / 2))
            {
                foreach (var piece in SlackProse.Pieces(paragraph))
                {
                    yield return piece;
                }

                paragraph = string.Empty;
            }

            if (joins)
            {
                paragraph += (paragraph.Length > 0 ? " " : string.Empty) + text + numbers;
                continue;
            }

            foreach (var piece in SlackProse.Pieces(text, numbers))
            {
                yield return piece;
            }
        }

        foreach (var piece in paragraph.Length > 0 ? SlackProse.Pieces(paragraph) : [])
        {
            yield return piece;
        }
    }

    private static IEnumerable<SlackPiece> Note(string note, Phrases words)
    {
        var line = DisplayText.OneLine(note, SlackLimits.Paragraph);
        yield return SlackPiece.Of($"{words[Phrase.Note]} {line}", SlackBlocks.RichText(SlackBlocks.Section(SlackBlocks.Bold(words[Phrase.Note] + " "), SlackBlocks.Text(line))));
    }

    private static IEnumerable<SlackPiece> Sources(AnswerReply answer, Phrases words)
    {
        var showsDates = answer.Notes.Count > 0 || answer.Citations.Select(citation => citation.Effective).OfType<DateOnly>().Distinct().Count() > 1;
        foreach (var citation in answer.Citations)
        {
            var source = Source(citation, showsDates, words);
            yield return citation.Number == 1 ? WithHeading(source, words) : source;
        }
    }

    // The heading is part of the first source, so that it never stands alone at the end of a message.
    private static SlackPiece WithHeading(SlackPiece source, Phrases words)
    {
        return new SlackPiece(
            [new JsonObject { ["type"] = "divider" }, SlackBlocks.RichText(SlackBlocks.Section(SlackBlocks.Bold(words[Phrase.Sources]))), .. source.Blocks],
            $"{words[Phrase.Sources]}\n{source.Text}",
            $"{words[Phrase.Sources]}\n{source.ShortText}");
    }

    private static SlackPiece Source(Citation citation, bool showsDates, Phrases words)
    {
        var title = DisplayText.OneLine(citation.Title, SlackLimits.Title);
        var path = DisplayText.OneLine(string.Join(" › ", citation.Path()), SlackLimits.Title);
        var quote = DisplayText.OneLine(citation.Quote, SlackLimits.Quote);
        var date = showsDates && citation.Effective is { } effective ? words.InForceSince(effective) : null;
        var place = (path.Length > 0 ? $" › {path}" : string.Empty) + (date is null ? string.Empty : $" · {date}");
        var line = new List<JsonObject> { SlackBlocks.Bold($"{citation.Number}. {title}") };
        if (place.Length > 0)
        {
            line.Add(SlackBlocks.Text(place));
        }

        var link = Openable(citation.Link);
        if (link is not null)
        {
            line.AddRange([SlackBlocks.Text(" · "), SlackBlocks.Link(link, words[Phrase.OpenSource])]);
        }

        var name = SlackEscape.Mrkdwn($"{citation.Number}. {title}{place}");
        var opening = link is null ? string.Empty : $" <{link.AbsoluteUri.Replace("|", "%7C", StringComparison.Ordinal).Replace("&", "&amp;", StringComparison.Ordinal)}|{words[Phrase.OpenSource]}>";
        return new SlackPiece(
            [SlackBlocks.RichText(SlackBlocks.Section([.. line]), SlackBlocks.Quote(SlackBlocks.Text(quote)))],
            $"{name}{opening}\n    “{SlackEscape.Mrkdwn(quote)}”",
            name);
    }

    private static Uri? Openable(Uri? link)
        => link is { IsAbsoluteUri: true } && (link.Scheme == Uri.UriSchemeHttps || link.Scheme == Uri.UriSchemeHttp) && link.UserInfo.Length == 0
            && link.AbsoluteUri.Length <= SlackLimits.Url ? link : null;
}
