using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Feedback;

namespace ChatOpsBot.Channels.Teams.Rendering;

/// <summary>What stands under a reply: how sure it is, how people rated it, the reader's own vote, what can be clicked.</summary>
internal static class TeamsCardFoot
{
    private const string Helpful = "👍 Helpful";
    private const string NotHelpful = "👎 Not helpful";

    /// <summary>Says how well a reply is supported, how it came about and how people rated it.</summary>
    public static string Line(OutboundReply outbound)
    {
        string?[] parts = outbound.Reply is AnswerReply answer
            ? [ReplyWords.Support(answer.Confidence), ReplyWords.Origin(answer.Mode), ReplyWords.Tally(outbound.Votes)]
            : [ReplyWords.Tally(outbound.Votes)];
        return string.Join("  ·  ", parts.OfType<string>());
    }

    public static bool CanBeRated(Reply reply) => reply is AnswerReply or NoEvidenceReply;

    public static IEnumerable<JsonObject> Elements(OutboundReply outbound, TeamsCardContext context)
    {
        if (Line(outbound) is { Length: > 0 } line)
        {
            yield return TeamsElements.Line(TeamsElements.Small(line));
        }

        if (CanBeRated(outbound.Reply) && OwnVote(context.OwnVote) is { } own)
        {
            yield return TeamsElements.With(TeamsElements.Line(TeamsElements.Bold(own)), "separator", true);
        }

        foreach (var element in CanBeRated(outbound.Reply) ? Reasons(context) : [])
        {
            yield return element;
        }
    }

    public static IEnumerable<JsonObject> Actions(Reply reply, TeamsCardContext context)
    {
        if (!CanBeRated(reply))
        {
            yield break;
        }

        if (AsksWhy(context))
        {
            yield return TeamsElements.Execute("Send", TeamsActions.ReasonsVerb, new JsonObject { [TeamsActions.Turn] = context.TurnId }, sendsInputs: true);
        }

        if (context.OwnVote is not VoteValue.Up)
        {
            yield return Vote(context.OwnVote is VoteValue.Down ? $"Change to {Helpful}" : Helpful, TeamsActions.Up, context);
        }

        if (context.OwnVote is not VoteValue.Down)
        {
            yield return Vote(context.OwnVote is VoteValue.Up ? $"Change to {NotHelpful}" : NotHelpful, TeamsActions.Down, context);
        }

        if (context.OwnVote is not VoteValue.None)
        {
            yield return Vote("Take back my vote", TeamsActions.None, context);
        }
    }

    private static bool AsksWhy(TeamsCardContext context) => context is { AsksWhy: true, ThanksForReasons: false };

    private static string? OwnVote(VoteValue vote) => vote switch
    {
        VoteValue.Up => "👍 You found this helpful.",
        VoteValue.Down => "👎 You found this not helpful.",
        _ => null,
    };

    private static IEnumerable<JsonObject> Reasons(TeamsCardContext context)
    {
        if (context.ThanksForReasons)
        {
            return [TeamsElements.With(TeamsElements.Line(TeamsElements.Text("Thank you. It goes to the people who look after the documents.")), "spacing", "Small")];
        }

        return AsksWhy(context) ? [Introduction(), ReasonInput(), CommentInput()] : [];
    }

    private static JsonObject Introduction() => TeamsElements.With(
        TeamsElements.Line(TeamsElements.Text("Your vote is counted. If you like, say more: it goes to the people who look after the documents.")), "spacing", "Small");

    private static JsonObject ReasonInput() => new()
    {
        ["type"] = "Input.ChoiceSet",
        ["id"] = TeamsActions.Reasons,
        ["label"] = "What went wrong?",
        ["style"] = "expanded",
        ["isMultiSelect"] = true,
        ["wrap"] = true,
        ["choices"] = new JsonArray([.. VoteReasons.All.Select(reason => new JsonObject { ["title"] = reason.Text, ["value"] = reason.Key })]),
    };

    private static JsonObject CommentInput() => new()
    {
        ["type"] = "Input.Text",
        ["id"] = TeamsActions.Comment,
        ["label"] = "What would have been right?",
        ["isMultiline"] = true,
        ["maxLength"] = VoteReasons.MaxCommentLength,
    };

    private static JsonObject Vote(string title, string vote, TeamsCardContext context)
        => TeamsElements.Execute(title, TeamsActions.VoteVerb, new JsonObject { [TeamsActions.Turn] = context.TurnId, [TeamsActions.Vote] = vote });
}
