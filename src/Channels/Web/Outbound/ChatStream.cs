using ChatOpsBot.Channels.Web.Inbound;
using ChatOpsBot.Channels.Web.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Turns.Waiting;
using Microsoft.AspNetCore.Http;

namespace ChatOpsBot.Channels.Web.Outbound;

/// <summary>Tells a waiting caller about progress, then the text, then the whole object; or one <c>error</c> with problem details.</summary>
internal sealed class ChatStream(HttpResponse response, AnswerAwaiter answers)
{
    // Proxies close a connection that says nothing, often after a minute, some after half of one.
    private const int TicksBetweenKeepAlives = 10;

    private readonly ServerSentEvents _events = new(response);
    private int _ticks;
    private readonly List<string> _told = [];

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

        await TellAsync(WebReplyRenderer.Deltas(turn!.Answer!.Reply, Phrases.For(turn.Message.ReplyLanguage)), cancellationToken);
        await _events.SendAsync("done", chat!, WebJson.Relaxed.ChatResponse, cancellationToken);
    }

    // The answer begins with what was told of it while it was written, unless that attempt died: then the whole object alone tells it.
    private async Task TellAsync(IReadOnlyList<string> pieces, CancellationToken cancellationToken)
    {
        if (!pieces.Take(_told.Count).SequenceEqual(_told, StringComparer.Ordinal))
        {
            return;
        }

        foreach (var piece in pieces.Skip(_told.Count))
        {
            await _events.SendAsync("delta", new ChatDelta(piece), WebJson.Relaxed.ChatDelta, cancellationToken);
            _told.Add(piece);
        }
    }

    private Task SignalAsync(TurnProgress? signal, CancellationToken cancellationToken) => signal switch
    {
        { Partial: { } partial } => TellAsync(WebReplyRenderer.Deltas(partial), cancellationToken),
        not null => _events.SendAsync("progress", new ChatProgress(signal.Stage, signal.Sources), WebJson.Relaxed.ChatProgress, cancellationToken),
        null when ++_ticks % TicksBetweenKeepAlives == 0 => _events.KeepAliveAsync(cancellationToken),
        null => Task.CompletedTask,
    };

    private Task ErrorAsync(WebProblem problem, CancellationToken cancellationToken)
        => _events.SendAsync("error", problem.ToBody(), WebJson.Relaxed.ProblemBody, cancellationToken);
}
