using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Teams.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Teams.Outbound.Streaming;

/// <summary>Lets an answer grow in a chat between a person and the bot, the only place where Teams streams (T-29).</summary>
internal sealed partial class TeamsStreams(
    TeamsConnectorClient client,
    TeamsLiveStreams live,
    TeamsStreamRefusals refusals,
    TeamsMetrics metrics,
    IOptions<TeamsOptions> options,
    TimeProvider time,
    ILogger<TeamsStreams> logger)
{
    // Teams recommends 1.5 to 2 s between chunks.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1.5);

    // Teams ends a stream after two minutes, an answer may take longer: in time it becomes a message like any other, which is changed.
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(110);

    // Surely over by then: before, an end that comes too late is refused, and the message is changed.
    private static readonly TimeSpan SurelyOver = TimeSpan.FromSeconds(130);

    /// <summary>Begins a stream with what the bot is doing; null where there is none to be had, and a placeholder is posted.</summary>
    /// <param name="target">The turn.</param>
    /// <param name="address">Where.</param>
    /// <param name="standIn">What the stream becomes when the answer takes longer than a stream may.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TeamsApiException">Teams did not do it for a reason that concerns every message.</exception>
    public async Task<DeliveryReceipt?> TryStartAsync(ReplyTarget target, TeamsAddress address, JsonObject standIn, CancellationToken cancellationToken)
    {
        if (!options.Value.Streaming || !address.IsPersonal || refusals.Holds(address.Tenant))
        {
            return null;
        }

        var started = time.GetUtcNow();
        try
        {
            var first = TeamsStreamActivities.Chunk(address, null, 1, Phrases.For(target.Locale)[Phrase.Searching], isAnswer: false);
            var stream = new TeamsStream(await client.StartStreamAsync(address, first, cancellationToken), started, standIn) { LastSent = time.GetUtcNow() };
            live.Add(target.TurnId, stream);
            stream.CloseAt(time.CreateTimer(_ => _ = OutlastAsync(address, stream), null, MaxAge, Timeout.InfiniteTimeSpan));
            return TeamsStreamReceipts.Of(stream.Id, started);
        }
        catch (TeamsApiException fault) when (IsUnsupported(fault))
        {
            // A refusal that is no question of shape may be this chat's alone: a stream that a crash left still runs there.
            if (fault.Status == 400)
            {
                refusals.Add(address.Tenant);
                TeamsDoesNotStream(fault.Status, fault.ErrorCode);
            }

            metrics.Stream("unsupported");
            return null;
        }
    }

    /// <summary>Says whether a turn's stream takes more.</summary>
    public bool IsOpen(string turnId) => live.Find(turnId) is { IsOpen: true };

    /// <summary>Says whether what stands there may be changed before there is an answer: it never was a stream, or has become a message.</summary>
    public bool IsMessage(string turnId, DeliveryReceipt receipt)
        => TeamsStreamReceipts.StartOf(receipt) is null || live.Find(turnId) is { State: TeamsStreamState.Closed };

    /// <summary>Shows how far the turn is; says nothing that was said already.</summary>
    public async Task ShowAsync(ReplyTarget target, TeamsAddress address, TurnProgress progress, CancellationToken cancellationToken)
    {
        if (live.Find(target.TurnId) is not { } stream || TeamsProgressText.Of(progress, Phrases.For(target.Locale), options.Value.AnswerStyle) is not { } said)
        {
            return;
        }

        await Task.Delay(Max(TimeSpan.Zero, stream.LastSent + Interval - time.GetUtcNow()), time, cancellationToken);
        await stream.Gate.WaitAsync(cancellationToken);
        try
        {
            if (MayFollow(stream, said))
            {
                var chunk = TeamsStreamActivities.Chunk(address, stream.Id, stream.Next(said.Text, said.IsAnswer), said.Text, said.IsAnswer);
                await client.SendChunkAsync(address, chunk, cancellationToken);
            }
        }
        catch (TeamsApiException fault)
        {
            // The client has counted and logged it; unless the stream is over, the next chunk says this one's words too.
            EndIfOver(stream, fault);
        }
        finally
        {
            stream.LastSent = time.GetUtcNow();
            stream.Gate.Release();
        }
    }

    /// <summary>Says a message where a stream is, or was: as its end while it is one, else by changing what it became. Doing it twice shows it once.</summary>
    /// <exception cref="TeamsApiException">Teams did not do it.</exception>
    public async Task SayAsync(ReplyTarget target, TeamsAddress address, string id, DateTimeOffset started, JsonObject message, CancellationToken cancellationToken)
    {
        var stream = live.Find(target.TurnId) is { } known && known.Id == id ? known : new TeamsStream(id, started);
        await stream.Gate.WaitAsync(cancellationToken);
        try
        {
            if (!stream.IsOpen || !await TryEndAsync(address, stream, message, cancellationToken))
            {
                await ChangeAsync(address, stream, message, cancellationToken);
            }
        }
        catch (TeamsApiException fault) when (fault.ErrorCode == TeamsErrors.StreamMismatch && fault.Failure is DeliveryFailure.Permanent)
        {
            // A process before this one streamed it, and what it said then is not known here.
            throw AfterItsEnd(stream);
        }
        finally
        {
            stream.Gate.Release();
        }
    }

    /// <summary>Ends a turn's stream, if there is one, so that it can be removed like any message.</summary>
    public Task GiveUpAsync(string turnId, TeamsAddress address, CancellationToken cancellationToken)
        => live.Find(turnId) is { IsOpen: true } stream ? CloseAsync(address, stream, cancellationToken) : Task.CompletedTask;

    private static bool IsUnsupported(TeamsApiException fault) => fault.Status == 400 || fault is { Status: 403, ErrorCode: TeamsErrors.StreamNotAllowed };

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    // What the bot is doing is not said any more once the answer has begun.
    private bool MayFollow(TeamsStream stream, TeamsProgressText said)
        => stream.IsOpen && time.GetUtcNow() < stream.Started + MaxAge && said.Text != stream.LastSaid
            && (said.IsAnswer ? said.Text.StartsWith(stream.Text, StringComparison.Ordinal) : stream.Text.Length == 0);

    /// <summary>Ends the stream with a message; false: it is over, and the message has to be shown by a change.</summary>
    private async Task<bool> TryEndAsync(TeamsAddress address, TeamsStream stream, JsonObject message, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() >= stream.Started + SurelyOver)
        {
            End(stream, TeamsStreamState.Broken);
            return false;
        }

        var goesOn = (string?)message["text"] is not { } text || text.StartsWith(stream.Text, StringComparison.Ordinal);
        try
        {
            return goesOn ? await EndAsync(address, stream, message, cancellationToken) : await EndAsItIsAsync(address, stream, cancellationToken);
        }
        catch (TeamsApiException fault) when (goesOn && stream.Text.Length > 0 && (fault.Status == 400 || fault.ErrorCode == TeamsErrors.StreamMismatch))
        {
            return await EndAsItIsAsync(address, stream, cancellationToken);
        }
    }

    // What cannot be ended now ends by itself, and is a message then, which is changed.
    private TeamsApiException AfterItsEnd(TeamsStream stream)
        => new(TeamsOperation.StreamEnd, null, TeamsErrors.StreamMismatch, DeliveryFailure.Transient, Max(TimeSpan.Zero, stream.Started + SurelyOver - time.GetUtcNow()));

    private async Task<bool> EndAsync(TeamsAddress address, TeamsStream stream, JsonObject message, CancellationToken cancellationToken)
    {
        try
        {
            await client.EndStreamAsync(address, TeamsStreamActivities.End(address, stream.Id, message), cancellationToken);
            End(stream, TeamsStreamState.Closed);
            return true;
        }
        catch (TeamsApiException fault) when (EndIfOver(stream, fault))
        {
            return false;
        }
    }

    // What does not go on from what was streamed is refused (T-29): the stream ends with its own words, which are then changed.
    private async Task<bool> EndAsItIsAsync(TeamsAddress address, TeamsStream stream, CancellationToken cancellationToken)
    {
        try
        {
            await EndAsync(address, stream, stream.OwnWords, cancellationToken);
            return false;
        }
        catch (TeamsApiException fault) when (fault.Status == 400)
        {
            throw AfterItsEnd(stream);
        }
    }

    // Who pressed Stop has read enough: what was stopped cannot be changed, and another message would be what nobody wanted. The turn counts as delivered.
    private async Task ChangeAsync(TeamsAddress address, TeamsStream stream, JsonObject message, CancellationToken cancellationToken)
    {
        if (stream.State is TeamsStreamState.Stopped)
        {
            return;
        }

        try
        {
            await client.UpdateAsync(address, stream.Id, TeamsActivities.Addressed(message, address, stream.Id), cancellationToken);
        }
        catch (TeamsApiException fault) when (fault.ErrorCode == TeamsErrors.StreamNotAllowed && time.GetUtcNow() < stream.Started + SurelyOver)
        {
            // Its end did not reach Teams: nobody pressed Stop.
            throw AfterItsEnd(stream);
        }
        catch (TeamsApiException fault) when (fault.ErrorCode is TeamsErrors.StreamNotAllowed or TeamsErrors.StreamStopped)
        {
            End(stream, TeamsStreamState.Stopped);
        }
    }

    private bool EndIfOver(TeamsStream stream, TeamsApiException fault)
    {
        if (fault.Status is not (404 or 410) && fault.ErrorCode is not (TeamsErrors.StreamNotAllowed or TeamsErrors.StreamStopped))
        {
            return false;
        }

        End(stream, fault.ErrorCode == TeamsErrors.StreamStopped ? TeamsStreamState.Stopped : TeamsStreamState.Broken);
        return true;
    }

    // An answer that outlasts its stream goes on as changes of what the stream became.
    private async Task OutlastAsync(TeamsAddress address, TeamsStream stream)
    {
        metrics.Stream("outlasted");
        await CloseAsync(address, stream, CancellationToken.None);
    }

    private async Task CloseAsync(TeamsAddress address, TeamsStream stream, CancellationToken cancellationToken)
    {
        await stream.Gate.WaitAsync(cancellationToken);
        try
        {
            if (stream.IsOpen)
            {
                await EndAsync(address, stream, stream.OwnWords, cancellationToken);
            }
        }
        catch (TeamsApiException)
        {
            // Whether it became a message shows when it is changed.
            End(stream, TeamsStreamState.Broken);
        }
        finally
        {
            stream.Gate.Release();
        }
    }

    private void End(TeamsStream stream, TeamsStreamState state)
    {
        stream.End(state);
        metrics.Stream(state switch
        {
            TeamsStreamState.Closed => "ended",
            TeamsStreamState.Stopped => "stopped",
            _ => "broken",
        });
    }

    [LoggerMessage(
        LogEvents.TeamsDoesNotStream, LogLevel.Information, "Teams does not stream in a tenant ({Status} {Error}); its answers come as a placeholder and its change for an hour")]
    private partial void TeamsDoesNotStream(int? status, string? error);
}
