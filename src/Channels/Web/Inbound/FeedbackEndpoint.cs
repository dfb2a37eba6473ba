using ChatOpsBot.Channels.Web.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.RagCore.Inbox;
using Microsoft.AspNetCore.Http;

namespace ChatOpsBot.Channels.Web.Inbound;

/// <summary>Takes a vote from the person whose turn it was. Somebody else's turn is as absent as one that never was.</summary>
internal sealed class FeedbackEndpoint(VoteRecorder votes, ITurnJournal journal, TimeProvider time)
{
    public async Task<IResult> HandleAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context.Request, context.RequestAborted);
        if (body.Problem is not null)
        {
            return body.Problem;
        }

        if (!FeedbackRequest.TryRead(body.Document!.RootElement, out var request, out var problem)
            || !context.Credential().TryActFor(request.User, request.Tenant, out var caller, out problem))
        {
            return problem;
        }

        return await RecordAsync(caller, request, context.RequestAborted);
    }

    private async Task<IResult> RecordAsync(WebCaller caller, FeedbackRequest request, CancellationToken cancellationToken)
    {
        var turn = await journal.FindAsync(caller.Tenant, request.TurnId, cancellationToken);
        if (turn is null || !caller.Owns(turn.Message.Conversation, out _))
        {
            return WebProblem.NotFound;
        }

        var vote = new InboundVote(
            caller.Tenant, ChannelKind.Web, request.TurnId, caller.Sender.Id, request.Value, request.Reasons ?? [], request.Comment, time.GetUtcNow());
        var recorded = await votes.RecordAsync(vote, cancellationToken);
        return recorded is null ? WebProblem.NotFound : Results.Json(Render(recorded), WebJson.Relaxed.FeedbackResponse);
    }

    private static FeedbackResponse Render(RecordedVote recorded) => new(
        recorded.Vote.TurnId,
        recorded.Vote.VoterId,
        recorded.Vote.Value.ToString().ToLowerInvariant(),
        recorded.Vote.Reasons,
        recorded.Vote.Comment,
        recorded.Tally.Up,
        recorded.Tally.Down);
}
