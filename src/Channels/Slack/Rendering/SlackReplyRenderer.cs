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
            AnswerReply answer => SlackAnswerPieces.Of(answer, context.Words),
            NoEvidenceReply nothing => NoEvidence(nothing, context.Words),
            ClarificationReply clarification => Clarification(clarification, context.Words),
            HandOverReply handOver => SlackHelp.Pieces(handOver, context),
            NoticeReply notice => SlackProse.Pieces(notice.Text),
            _ => throw new NotSupportedException($"slack: reply {outbound.Reply.GetType().Name}"),
        };
        return SlackParts.Compose([.. Shared(context), .. AskedBy(context), .. AskedEarlier(context), .. pieces], SlackCardFoot.Of(outbound, context), context);
    }

    /// <summary>Renders what stands under the statements of an answer.</summary>
    public static IReadOnlyList<SlackMessage> RenderUnder(OutboundReply outbound, SlackCardContext context)
        => SlackParts.Compose([.. SlackAnswerPieces.Under((AnswerReply)outbound.Reply, context.Words)], SlackCardFoot.Of(outbound, context), context);

    /// <summary>Renders what is shown while the turn runs.</summary>
    public static SlackMessage Placeholder(string turnId, Phrases words)
    {
        var block = SlackBlocks.Context(words[Phrase.Searching]);
        block["block_id"] = SlackActions.Mark(turnId, 1);
        return new SlackMessage(words[Phrase.Searching], [block]);
    }

    private static IEnumerable<SlackPiece> Shared(SlackCardContext context)
    {
        if (context is not { SharedBy: { } person, SharedQuestion: { } question })
        {
            yield break;
        }

        var shown = DisplayText.OneLine(question, SlackLimits.Quote);
        yield return SlackPiece.Of(
            context.Words.Say(Phrase.SharedQuestion, ("question", shown)),
            SlackBlocks.RichText(
                SlackBlocks.Section(SlackBlocks.User(person), SlackBlocks.Text(" " + context.Words[Phrase.SharedAQuestion])),
                SlackBlocks.Quote(SlackBlocks.Text(shown))));
    }

    private static IEnumerable<SlackPiece> AskedBy(SlackCardContext context)
    {
        if (context.AskedBy is { } person)
        {
            var intro = context.Words[Phrase.AskedAboutThis];
            yield return SlackPiece.Of($"@{person}{intro}", SlackBlocks.RichText(SlackBlocks.Section(SlackBlocks.User(person), SlackBlocks.Text(intro))));
        }
    }

    private static IEnumerable<SlackPiece> AskedEarlier(SlackCardContext context)
    {
        if (context.AskedEarlier is { } asked)
        {
            var intro = context.Words[Phrase.AskedEarlier];
            yield return SlackPiece.Of(
                $"{intro} {asked}", SlackBlocks.RichText(SlackBlocks.Section(SlackBlocks.Text(intro)), SlackBlocks.Quote(SlackBlocks.Text(asked))));
        }
    }

    private static IEnumerable<SlackPiece> NoEvidence(NoEvidenceReply reply, Phrases words)
    {
        var question = DisplayText.OneLine(reply.Question, SlackLimits.Quote);
        var searched = DisplayText.OneLine(reply.Searched, SlackLimits.Quote);
        yield return SlackPiece.Of(words[Phrase.NothingFound], SlackBlocks.RichText(SlackBlocks.Section(SlackBlocks.Bold(words[Phrase.NothingFound]))));
        if (question.Length > 0)
        {
            yield return SlackPiece.Of(
                $"{words[Phrase.QuestionAsUnderstood]} {question}",
                SlackBlocks.RichText(SlackBlocks.Section(SlackBlocks.Text(words[Phrase.QuestionAsUnderstood])), SlackBlocks.Quote(SlackBlocks.Text(question))));
        }

        yield return SlackPiece.Of($"{words[Phrase.Searched]} {searched}", SlackBlocks.RichText(SlackBlocks.Section(SlackBlocks.Bold(words[Phrase.Searched] + " "), SlackBlocks.Text(searched))));
        foreach (var piece in SlackProse.Pieces(reply.NextStep))
        {
            yield return piece;
        }
    }

    private static IEnumerable<SlackPiece> Clarification(ClarificationReply reply, Phrases words)
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

        yield return SlackPiece.Of(words[Phrase.ChooseReading], SlackBlocks.RichText(SlackBlocks.Section(SlackBlocks.Text(words[Phrase.ChooseReading]))));
    }
}
