using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Inbox;

namespace ChatOpsBot.Channels.Web.Rendering;

/// <summary>Turns a stored answer into what programs get. The same turn always gives the same object.</summary>
internal static class WebReplyRenderer
{
    public static ChatResponse Render(TurnRecord turn, StoredAnswer answer, string conversationId)
    {
        var (kind, pieces) = Pieces(answer.Reply, Phrases.For(turn.Message.ReplyLanguage));
        var grounded = answer.Reply as AnswerReply;
        return new ChatResponse(
            turn.Message.TurnId,
            conversationId,
            kind,
            string.Concat(pieces),
            [.. (grounded?.Citations ?? []).Select(Citation)],
            Mode(answer),
            Timings(turn, answer),
            grounded?.Confidence.ToString().ToLowerInvariant(),
            grounded?.Notes ?? [],
            (answer.Reply as ClarificationReply)?.Choices);
    }

    /// <summary>Returns the text in pieces that can be shown one after the other.</summary>
    public static IReadOnlyList<string> Deltas(Reply reply, Phrases words) => Pieces(reply, words).Pieces;

    /// <summary>Returns the pieces of an answer that is being written; the finished one begins with them.</summary>
    public static IReadOnlyList<string> Deltas(PartialAnswer partial) => Statements(partial.Statements, AnswerMode.Model);

    private static (string Kind, IReadOnlyList<string> Pieces) Pieces(Reply reply, Phrases words) => reply switch
    {
        AnswerReply answer => ("answer", Statements(answer.Statements, answer.Mode)),
        NoEvidenceReply none => ("no_evidence", [words.Say(Phrase.NothingFoundIn, ("searched", none.Searched)), $"\n\n{none.NextStep}"]),
        ClarificationReply clarification => ("clarification", [clarification.Question, .. clarification.Choices.Select(choice => $"\n- {choice}")]),
        HandOverReply handOver => ("notice", [$"{Phrases.English[Phrase.PersonWanted]}: {handOver.Question}"]),
        NoticeReply notice => ("notice", [notice.Text]),
        _ => throw new NotSupportedException($"The web channel cannot show a {reply.GetType().Name}."),
    };

    // Quotes from several places are paragraphs of their own; a model's sentences are one text.
    private static string[] Statements(IReadOnlyList<AnswerStatement> statements, AnswerMode mode)
    {
        var separator = mode is AnswerMode.Extractive ? "\n\n" : " ";
        return [.. statements.Select((statement, index) => (index == 0 ? string.Empty : separator) + Marked(statement))];
    }

    private static string Marked(AnswerStatement statement)
        => statement.Citations.Count == 0 ? statement.Text : $"{statement.Text} {string.Concat(statement.Citations.Select(number => $"[{number}]"))}";

    private static ChatCitation Citation(Citation citation) => new(
        citation.Number,
        citation.Title,
        Link(citation),
        citation.Document,
        citation.Quote,
        citation.Start,
        citation.End,
        citation.HeadingPath,
        citation.Version,
        citation.Effective,
        citation.Place);

    // A source without an address of its own is opened here.
    private static string Link(Citation citation)
    {
        if (citation.Link is { IsAbsoluteUri: true, Scheme: "https" or "http" } link)
        {
            return link.AbsoluteUri;
        }

        var fragment = citation.Link?.OriginalString is { } text && text.IndexOf('#', StringComparison.Ordinal) is >= 0 and var at ? text[at..] : string.Empty;
        return $"/v1/documents/{string.Join('/', citation.Document.Split('/').Select(Uri.EscapeDataString))}{fragment}";
    }

    private static string Mode(StoredAnswer answer) => answer.Reply is AnswerReply { Mode: AnswerMode.Model } || answer.Versions.ContainsKey("model")
        ? "model"
        : "extractive";

    private static Dictionary<string, double> Timings(TurnRecord turn, StoredAnswer answer)
    {
        var timings = answer.Timings.ToDictionary(step => step.Key, step => Math.Round(step.Value, 3), StringComparer.Ordinal);
        timings["total"] = Math.Round((answer.AnsweredAt - turn.Message.ReceivedAt).TotalMilliseconds, 3);
        return timings;
    }
}
