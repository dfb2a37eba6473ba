using ChatOpsBot.Channels.Web.Inbound;
using ChatOpsBot.Channels.Web.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using Microsoft.AspNetCore.Http;

namespace ChatOpsBot.Channels.Web.Outbound;

/// <summary>Tells a waiting caller about progress, then the text, then the whole object; or one <c>error</c> with problem details.</summary>
internal sealed class ChatStream(HttpResponse response, AnswerAwaiter answers)
{
    // Proxies close a connection that says nothing, often after a minute, some after half of one.
    private const int TicksBetweenKeepAlives = 10;

    private readonly ServerSentEvents _events = new(response);
    private int _ticks;

    public async Task RunAsync(ChatOutcome outcome, CancellationToken cancellationToken)
    {
        var aborted = response.HttpContext.RequestAborted;
        try
        {
            await _events.StartAsync(aborted);

            // The end of the wait must not cut a write short: the server would end the connection before the error is told.
            var turn = await answers.WaitAsync(outcome.Caller.Tenant, outcome.Wait, signal => SignalAsync(signal, aborted), cancellationToken);
            await EndAsync(outcome, turn, aborted);
        }
        catch (OperationCanceledException) when (outcome.Limit.IsCancellationRequested && !aborted.IsCancellationRequested)
        {
            await ErrorAsync(outcome.TimedOut(), aborted);
        }
        catch (OperationCanceledException)
        {
            // The caller hung up. The turn goes on without them.
        }
        catch (StoreUnavailableException)
        {
            await ErrorAsync(WebProblem.StoreUnavailable with { TurnId = outcome.Wait.TurnId }, aborted);
        }
    }

    private async Task EndAsync(ChatOutcome outcome, TurnRecord? turn, CancellationToken cancellationToken)
    {
        if (outcome.Read(turn, out var chat) is { } problem)
        {
            await ErrorAsync(problem, cancellationToken);
            return;
        }

        foreach (var piece in WebReplyRenderer.Deltas(turn!.Answer!.Reply))
        {
            await _events.SendAsync("delta", new ChatDelta(piece), WebJson.Relaxed.ChatDelta, cancellationToken);
        }

        await _events.SendAsync("done", chat!, WebJson.Relaxed.ChatResponse, cancellationToken);
    }

    private Task SignalAsync(TurnProgress? signal, CancellationToken cancellationToken)
    {
        if (signal is not null)
        {
            var progress = new ChatProgress(signal.Stage, signal.Sources);
            return _events.SendAsync("progress", progress, WebJson.Relaxed.ChatProgress, cancellationToken);
        }

        return ++_ticks % TicksBetweenKeepAlives == 0 ? _events.KeepAliveAsync(cancellationToken) : Task.CompletedTask;
    }

    private Task ErrorAsync(WebProblem problem, CancellationToken cancellationToken)
        => _events.SendAsync("error", problem.ToBody(), WebJson.Relaxed.ProblemBody, cancellationToken);
}
