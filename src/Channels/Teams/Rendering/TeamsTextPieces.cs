using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.Teams.Rendering;

/// <summary>A paragraph of a message's text with the numbers that stand in it.</summary>
/// <param name="Text">Markdown.</param>
/// <param name="Cited">The citations that Teams shows by itself.</param>
internal sealed record TeamsTextPiece(string Text, IReadOnlyList<Citation> Cited)
{
    public static TeamsTextPiece Of(string text) => new(text, []);
}

/// <summary>The pieces of a reply that is said in text only.</summary>
internal static class TeamsTextPieces
{
    /// <summary>Returns the pieces; citations that Teams does not show by itself are listed with their quotes.</summary>
    public static IEnumerable<TeamsTextPiece> Of(Reply reply, bool hasCitations, Phrases words) => reply switch
    {
        AnswerReply answer => Answer(answer, hasCitations, words),
        NoEvidenceReply nothing => NoEvidence(nothing, words),
        ClarificationReply clarification => Clarification(clarification, words),
        HandOverReply handOver => Said($"{words[Phrase.PersonWanted]}: {string.Join(", ", handOver.People.Select(person => person.Name))}\n{handOver.Question}"),
        NoticeReply notice => Said(notice.Text),
        _ => throw new NotSupportedException($"teams: reply {reply.GetType().Name}"),
    };

    /// <summary>Returns the pieces of what an answer states, without notes and sources.</summary>
    public static IEnumerable<TeamsTextPiece> Statements(AnswerReply answer, bool hasCitations)
    {
        var shown = Shown(answer, hasCitations);
        return TeamsProse.Paragraphs(answer).SelectMany(paragraph => Paragraph(paragraph, shown, hasCitations));
    }

    private static Dictionary<int, Citation> Shown(AnswerReply answer, bool hasCitations)
    {
        var used = answer.Statements.SelectMany(statement => statement.Citations).ToHashSet();
        return hasCitations ? answer.Citations.Where(citation => citation.Number <= TeamsLimits.Citations && used.Contains(citation.Number)).ToDictionary(citation => citation.Number) : [];
    }

    private static IEnumerable<TeamsTextPiece> Answer(AnswerReply answer, bool hasCitations, Phrases words)
    {
        var shown = Shown(answer, hasCitations);
        foreach (var piece in Statements(answer, hasCitations))
        {
            yield return piece;
        }

        foreach (var note in answer.Notes)
        {
            yield return TeamsTextPiece.Of($"**{words[Phrase.Note]}** {TeamsEscape.Markdown(DisplayText.OneLine(note, TeamsLimits.Paragraph))}");
        }

        var heading = $"**{(words[shown.Count > 0 ? Phrase.MoreSources : Phrase.Sources])}**{TeamsMarkdown.Paragraph}";
        foreach (var citation in answer.Citations.Where(citation => !shown.ContainsKey(citation.Number)))
        {
            yield return TeamsTextPiece.Of(heading + TeamsMarkdown.Source(citation, TeamsSources.ShowsDates(answer), words));
            heading = string.Empty;
        }
    }

    private static IEnumerable<TeamsTextPiece> Paragraph(IReadOnlyList<AnswerStatement> statements, Dictionary<int, Citation> shown, bool hasCitations)
    {
        var cited = statements.SelectMany(statement => statement.Citations).Distinct().Where(shown.ContainsKey).Select(number => shown[number]).ToList();
        if (statements.Count > 1)
        {
            return [new(string.Join(' ', statements.Select(statement => TeamsEscape.Markdown(statement.Text) + Numbers(statement))), cited)];
        }

        var pieces = TeamsMarkdown.Pieces(statements[0].Text, Numbers(statements[0])).ToList();
        return pieces.Select((piece, n) => new TeamsTextPiece(piece, n == pieces.Count - 1 ? cited : []));

        // Where Teams shows citations by itself, it looks for them in square brackets; the others are in round ones.
        string Number(int number) => hasCitations && !shown.ContainsKey(number) ? $"({number})" : $"[{number}]";

        string Numbers(AnswerStatement statement) => statement.Citations.Count == 0 ? string.Empty : " " + string.Concat(statement.Citations.Select(Number));
    }

    private static IEnumerable<TeamsTextPiece> NoEvidence(NoEvidenceReply reply, Phrases words)
    {
        yield return TeamsTextPiece.Of($"**{words[Phrase.NothingFound]}**");
        if (DisplayText.OneLine(reply.Question, TeamsLimits.Quote) is { Length: > 0 } question)
        {
            yield return TeamsTextPiece.Of($"{words[Phrase.QuestionAsUnderstood]}{TeamsMarkdown.Paragraph}> {TeamsEscape.Markdown(question)}");
        }

        yield return TeamsTextPiece.Of($"**{words[Phrase.Searched]}** {TeamsEscape.Markdown(DisplayText.OneLine(reply.Searched, TeamsLimits.Quote))}");
        foreach (var piece in Said(reply.NextStep))
        {
            yield return piece;
        }
    }

    private static IEnumerable<TeamsTextPiece> Clarification(ClarificationReply reply, Phrases words)
        => [.. Said(reply.Question), .. Choices(reply), TeamsTextPiece.Of(words[Phrase.ChooseReading])];

    private static IEnumerable<TeamsTextPiece> Choices(ClarificationReply reply)
        => reply.Choices.Count == 0 ? [] : [TeamsTextPiece.Of(string.Join('\n', reply.Choices.Select(choice => "- " + TeamsEscape.Markdown(DisplayText.OneLine(choice, TeamsLimits.Quote)))))];

    private static IEnumerable<TeamsTextPiece> Said(string text) => TeamsMarkdown.Pieces(text).Select(TeamsTextPiece.Of);
}
