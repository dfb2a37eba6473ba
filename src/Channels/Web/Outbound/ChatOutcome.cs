using ChatOpsBot.Channels.Web.Inbound;
using ChatOpsBot.Channels.Web.Rendering;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Turns.Waiting;
using Microsoft.AspNetCore.Http;

namespace ChatOpsBot.Channels.Web.Outbound;

/// <summary>A question that was stored, and how the wait for its answer ends.</summary>
/// <param name="Caller">Who asked.</param>
/// <param name="Wait">The place held for the answer.</param>
/// <param name="Limit">Cancelled when the wait has taken too long.</param>
internal sealed record ChatOutcome(WebCaller Caller, ReplyWait Wait, CancellationToken Limit)
{
    /// <summary>Waits in silence and returns the chat object, or why there is none.</summary>
    public async Task<IResult> ResultAsync(AnswerAwaiter answers, CancellationToken cancellationToken)
    {
        try
        {
            var turn = await answers.WaitAsync(Caller.Tenant, Wait, _ => Task.CompletedTask, cancellationToken);
            return Read(turn, out var response) is { } problem ? problem : Results.Json(response, WebJson.Relaxed.ChatResponse);
        }
        catch (OperationCanceledException) when (Limit.IsCancellationRequested)
        {
            return TimedOut();
        }
        catch (OperationCanceledException)
        {
            return Results.Empty;
        }
    }

    public WebProblem? Read(TurnRecord? turn, out ChatResponse? response)
    {
        response = turn?.Answer is { } answer && Caller.Owns(turn.Message.Conversation, out var conversationId)
            ? WebReplyRenderer.Render(turn, answer, conversationId)
            : null;
        return response is null ? WebProblem.Failed with { TurnId = Wait.TurnId } : null;
    }

    public WebProblem TimedOut() => new(
        504, "answer_timeout", "The answer is taking longer than this request may wait. Repeat it with the same Idempotency-Key to get the answer later.")
    {
        TurnId = Wait.TurnId,
    };
}
