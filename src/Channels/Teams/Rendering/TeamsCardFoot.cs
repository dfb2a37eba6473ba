using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Feedback;

namespace ChatOpsBot.Channels.Teams.Rendering;

/// <summary>What stands under a reply: how sure it is, how people rated it, the reader's own vote, what can be clicked.</summary>
internal static class TeamsCardFoot
{
    /// <summary>Says how well a reply is supported, how it came about and how people rated it.</summary>
    public static string Line(OutboundReply outbound, Phrases words)
    {
        string?[] parts = outbound.Reply is AnswerReply answer
            ? [words.Support(answer.Confidence), words.Origin(answer.Mode), ReplyPhrases.Tally(outbound.Votes)]
            : [ReplyPhrases.Tally(outbound.Votes)];
        return string.Join("  ·  ", parts.OfType<string>());
    }

    public static bool CanBeRated(Reply reply) => reply is AnswerReply or NoEvidenceReply;

    public static IEnumerable<JsonObject> Elements(OutboundReply outbound, TeamsCardContext context)
    {
        if (Line(outbound, context.Words) is { Length: > 0 } line)
        {
            yield return TeamsElements.Line(TeamsElements.Small(line));
        }

        if (CanBeRated(outbound.Reply) && OwnVote(context) is { } own)
        {
            yield return TeamsElements.With(TeamsElements.Line(TeamsElements.Bold(own)), "separator", true);
        }

        foreach (var element in CanBeRated(outbound.Reply) ? Reasons(context) : [])
        {
            yield return element;
        }

        foreach (var element in TeamsHelp.Foot(outbound, context))
        {
            yield return element;
        }
    }

    public static IEnumerable<JsonObject> Actions(OutboundReply outbound, TeamsCardContext context)
        => Votes(outbound.Reply, context).Concat(TeamsHelp.Actions(outbound, context));

    private static IEnumerable<JsonObject> Votes(Reply reply, TeamsCardContext context)
    {
        if (!CanBeRated(reply))
        {
            yield break;
        }

        if (AsksWhy(context))
        {
            yield return TeamsElements.Execute(context.Words[Phrase.Send], TeamsActions.ReasonsVerb, new JsonObject { [TeamsActions.Turn] = context.TurnId }, sendsInputs: true);
        }

        if (context.OwnVote is not VoteValue.Up)
        {
            yield return Vote(context.OwnVote is VoteValue.Down ? context.Words[Phrase.VoteChangeToHelpful] : $"👍 {context.Words[Phrase.VoteHelpful]}", TeamsActions.Up, context);
        }

        if (context.OwnVote is not VoteValue.Down)
        {
            yield return Vote(context.OwnVote is VoteValue.Up ? context.Words[Phrase.VoteChangeToNotHelpful] : $"👎 {context.Words[Phrase.VoteNotHelpful]}", TeamsActions.Down, context);
        }

        if (context.OwnVote is not VoteValue.None)
        {
            yield return Vote(context.Words[Phrase.VoteTakeBack], TeamsActions.None, context);
        }
    }

    private static bool AsksWhy(TeamsCardContext context) => context is { AsksWhy: true, ThanksForReasons: false };

    private static string? OwnVote(TeamsCardContext context) => context.OwnVote switch
    {
        VoteValue.Up => context.Words[Phrase.VotedHelpful],
        VoteValue.Down => context.Words[Phrase.VotedNotHelpful],
        _ => null,
    };

    private static IEnumerable<JsonObject> Reasons(TeamsCardContext context)
    {
        if (context.ThanksForReasons)
        {
            return [TeamsElements.With(TeamsElements.Line(TeamsElements.Text(context.Words[Phrase.ThanksForReasons])), "spacing", "Small")];
        }

        return AsksWhy(context) ? [Introduction(context.Words), ReasonInput(context.Words), CommentInput(context.Words)] : [];
    }

    private static JsonObject Introduction(Phrases words) => TeamsElements.With(
        TeamsElements.Line(TeamsElements.Text(words[Phrase.VoteCounted])), "spacing", "Small");

    public static JsonObject ReasonInput(Phrases words) => new()
    {
        ["type"] = "Input.ChoiceSet",
        ["id"] = TeamsActions.Reasons,
        ["label"] = words[Phrase.WhatWentWrong],
        ["style"] = "expanded",
        ["isMultiSelect"] = true,
        ["wrap"] = true,
        ["choices"] = new JsonArray([.. VoteReasons.All.Select(reason => new JsonObject { ["title"] = words[reason.Text], ["value"] = reason.Key })]),
    };

    public static JsonObject CommentInput(Phrases words) => new()
    {
        ["type"] = "Input.Text",
        ["id"] = TeamsActions.Comment,
        ["label"] = words[Phrase.WhatWouldBeRight],
        ["isMultiline"] = true,
        ["maxLength"] = VoteReasons.MaxCommentLength,
    };

    private static JsonObject Vote(string title, string vote, TeamsCardContext context)
        => TeamsElements.Execute(title, TeamsActions.VoteVerb, new JsonObject { [TeamsActions.Turn] = context.TurnId, [TeamsActions.Vote] = vote });
}
