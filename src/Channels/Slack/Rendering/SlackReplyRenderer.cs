using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.Slack.Rendering;

/// <summary>Turns a reply into Slack messages within Slack's limits: splits what is long, cuts nothing but the display of quotes. Pure.</summary>
internal static class SlackReplyRenderer
{
    /// <summary>Renders a reply; more than one message only when it does not fit into one.</summary>
    public static IReadOnlyList<SlackMessage> Render(OutboundReply outbound, SlackCardContext context)
    {
        IEnumerable<SlackPiece> pieces = outbound.Reply switch
        {
            AnswerReply answer => SlackAnswerPieces.Of(answer),
            NoEvidenceReply nothing => NoEvidence(nothing),
            ClarificationReply clarification => Clarification(clarification),
            NoticeReply notice => SlackProse.Pieces(notice.Text),
            _ => throw new NotSupportedException($"slack: reply {outbound.Reply.GetType().Name}"),
        };
        return SlackParts.Compose([.. Shared(context), .. AskedEarlier(context), .. pieces], SlackCardFoot.Of(outbound, context), context.TurnId);
    }

    /// <summary>Renders what is shown while the turn runs.</summary>
    public static SlackMessage Placeholder(string turnId)
    {
        var block = SlackBlocks.Context(ReplyWords.Searching);
        block["block_id"] = SlackActions.Mark(turnId, 1);
        return new SlackMessage(ReplyWords.Searching, [block]);
    }

    private static IEnumerable<SlackPiece> Shared(SlackCardContext context)
    {
        if (context is not { SharedBy: { } person, SharedQuestion: { } question })
        {
            yield break;
        }

        var shown = DisplayText.OneLine(question, SlackLimits.Quote);
        yield return SlackPiece.Of(
            $"Shared question: {shown}",
            SlackBlocks.RichText(
                SlackBlocks.Section(SlackBlocks.User(person), SlackBlocks.Text(" shared a question. Answered again from what everybody in this channel may read:")),
                SlackBlocks.Quote(SlackBlocks.Text(shown))));
    }

    private static IEnumerable<SlackPiece> AskedEarlier(SlackCardContext context)
    {
        if (context.AskedEarlier is { } asked)
        {
            const string Intro = "You asked earlier, and the answer could not be shown there any more:";
            yield return SlackPiece.Of(
                $"{Intro} {asked}", SlackBlocks.RichText(SlackBlocks.Section(SlackBlocks.Text(Intro)), SlackBlocks.Quote(SlackBlocks.Text(asked))));
        }
    }

    private static IEnumerable<SlackPiece> NoEvidence(NoEvidenceReply reply)
    {
        var question = DisplayText.OneLine(reply.Question, SlackLimits.Quote);
        var searched = DisplayText.OneLine(reply.Searched, SlackLimits.Quote);
        yield return SlackPiece.Of(ReplyWords.NothingFound, SlackBlocks.RichText(SlackBlocks.Section(SlackBlocks.Bold(ReplyWords.NothingFound))));
        if (question.Length > 0)
        {
            yield return SlackPiece.Of(
                $"{ReplyWords.QuestionAsUnderstood} {question}",
                SlackBlocks.RichText(SlackBlocks.Section(SlackBlocks.Text(ReplyWords.QuestionAsUnderstood)), SlackBlocks.Quote(SlackBlocks.Text(question))));
        }

        yield return SlackPiece.Of($"{ReplyWords.Searched} {searched}", SlackBlocks.RichText(SlackBlocks.Section(SlackBlocks.Bold(ReplyWords.Searched + " "), SlackBlocks.Text(searched))));
        foreach (var piece in SlackProse.Pieces(reply.NextStep))
        {
            yield return piece;
        }
    }

    private static IEnumerable<SlackPiece> Clarification(ClarificationReply reply)
    {
        foreach (var piece in SlackProse.Pieces(reply.Question))
        {
            yield return piece;
        }

        var choices = reply.Choices.Select(choice => DisplayText.OneLine(choice, SlackLimits.Quote)).ToList();
        if (choices.Count > 0)
        {
            yield return SlackPiece.Of(string.Join('\n', choices.Select(choice => $"• {choice}")), SlackBlocks.RichText(SlackBlocks.Bullets(choices)));
        }

        yield return SlackPiece.Of(ReplyWords.ChooseReading, SlackBlocks.RichText(SlackBlocks.Section(SlackBlocks.Text(ReplyWords.ChooseReading))));
    }
}
