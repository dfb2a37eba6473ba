using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.Teams.Rendering;

/// <summary>The numbered sources under an answer.</summary>
internal static class TeamsSources
{
    public static IEnumerable<TeamsPiece> Pieces(AnswerReply answer, Phrases words)
    {
        var showsDates = ShowsDates(answer);
        var foldedQuote = answer.Citations.Count > TeamsLimits.ManySources ? TeamsLimits.ShortQuote : TeamsLimits.Quote;
        for (var i = 0; i < answer.Citations.Count; i++)
        {
            var isFolded = i >= TeamsLimits.OpenSources && answer.Citations.Count > TeamsLimits.OpenSources + 1;
            JsonObject[] source = [Name(answer.Citations[i], showsDates, words), Quote(answer.Citations[i], isFolded ? foldedQuote : TeamsLimits.Quote)];
            // The heading is part of the first source, so that it never stands alone at the end of a message.
            yield return new TeamsPiece(i == 0 ? [Heading(words), .. source] : source, isFolded);
        }
    }

    /// <summary>Dates are told when they explain something: a note, or sources of different dates.</summary>
    public static bool ShowsDates(AnswerReply answer)
        => answer.Notes.Count > 0 || answer.Citations.Select(citation => citation.Effective).OfType<DateOnly>().Distinct().Count() > 1;

    /// <summary>Returns the title of a source on one line.</summary>
    public static string Title(Citation citation, Phrases words)
        => DisplayText.OneLine(citation.Title, TeamsLimits.Title) is { Length: > 0 } title ? title : words.Say(Phrase.SourceNumber, ("number", words.Number(citation.Number)));

    /// <summary>Returns the place within the document, as it follows the title.</summary>
    public static string Place(Citation citation, bool showsDates, Phrases words)
    {
        var path = DisplayText.OneLine(string.Join(" › ", citation.Path()), TeamsLimits.Title);
        var date = showsDates && citation.Effective is { } effective ? $" · {words.InForceSince(effective)}" : string.Empty;
        return (path.Length > 0 ? $" › {path}" : string.Empty) + date;
    }

    /// <summary>Returns the address of a web page a person can open; null for everything else.</summary>
    public static Uri? Openable(Uri? link)
        => link is { IsAbsoluteUri: true } && (link.Scheme == Uri.UriSchemeHttps || link.Scheme == Uri.UriSchemeHttp) && link.UserInfo.Length == 0
            && link.AbsoluteUri.Length <= TeamsLimits.Url ? link : null;

    private static JsonObject Heading(Phrases words)
    {
        var heading = TeamsElements.Line(TeamsElements.Bold(words[Phrase.Sources]));
        heading["separator"] = true;
        heading["spacing"] = "Medium";
        return heading;
    }

    private static JsonObject Name(Citation citation, bool showsDates, Phrases words)
    {
        var line = new List<JsonObject> { TeamsElements.Bold($"{citation.Number}. {Title(citation, words)}") };
        if (Place(citation, showsDates, words) is { Length: > 0 } place)
        {
            line.Add(TeamsElements.Subtle(place));
        }

        if (Openable(citation.Link) is { } link)
        {
            line.AddRange([TeamsElements.Subtle(" · "), TeamsElements.Link(link, words[Phrase.OpenSource])]);
        }

        return TeamsElements.With(TeamsElements.Line(line), "spacing", "Small");
    }

    private static JsonObject Quote(Citation citation, int length)
        => TeamsElements.With(TeamsElements.Line(TeamsElements.Subtle($"“{DisplayText.OneLine(citation.Quote, length)}”")), "spacing", "None");
}
