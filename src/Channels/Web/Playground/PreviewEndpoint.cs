using ChatOpsBot.Channels.Web.Inbound;
using ChatOpsBot.Channels.Web.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.RagCore.Inbox;
using Microsoft.AspNetCore.Http;

namespace ChatOpsBot.Channels.Web.Playground;

/// <summary>Shows the person who asked what each channel would send for the same answer.</summary>
internal sealed class PreviewEndpoint(ITurnJournal journal, IVoteStore votes, IEnumerable<IReplyPreview> previews)
{
    public async Task<IResult> HandleAsync(string turnId, HttpContext context)
    {
        if (!context.Credential().TryActFor(context.QueriedUser(), tenant: null, out var caller, out var problem))
        {
            return problem;
        }

        var turn = await journal.FindAsync(caller.Tenant, turnId, context.RequestAborted);
        if (turn?.Answer is not { } answer || !caller.Owns(turn.Message.Conversation, out _))
        {
            return WebProblem.NotFound;
        }

        var reply = new OutboundReply(answer.Reply, await votes.TallyAsync(caller.Tenant, turnId, context.RequestAborted));
        var bodies = previews.OrderBy(preview => preview.Kind).Select(preview => Body(preview, reply, turn.Message));
        return Results.Json(new PreviewsResponse([.. bodies]), WebJson.Relaxed.PreviewsResponse);
    }

    private static PreviewBody Body(IReplyPreview preview, OutboundReply reply, InboundMessage message)
        => new(preview.Kind.ToString().ToLowerInvariant(), preview.Render(reply, message.TurnId, message.ReplyLanguage));
}
