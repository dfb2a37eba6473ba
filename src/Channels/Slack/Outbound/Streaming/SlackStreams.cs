using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack.Inbound;
using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Slack.Outbound.Streaming;

/// <summary>
/// Streams answers within Slack's narrow budget (S-54): a stream is started only when that can be done at once and few are open, text is appended only when
/// that can be done at once, and the end waits its turn. Whatever is doubtful is ended and replaced by the whole reply. What this process knows of its
/// streams is not stored: after a restart they are ended and replaced too (S-67).
/// </summary>
internal sealed class SlackStreams(
    SlackWebClient client, SlackPacer pacer, SlackRefusals refusals, SlackMetrics metrics, TimeProvider time, IOptions<SlackOptions> options)
{
    // So many can be ended within the longest wait for a turn, should all of a workspace end at once: a fifth of the minute's grant, then one in 3.75 s.
    private const int MaxOpen = 8;
    private const int MaxKept = 1_000;

    // Slack closes a stream after five minutes by itself.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<(string Team, string Channel, string Ts), SlackStream> _streams = [];

    /// <summary>Starts a stream as the placeholder of a reply.</summary>
    /// <exception cref="SlackApiException">Nobody knows whether it was started.</exception>
    public async Task<SlackStart> TryStartAsync(SlackAddress address, ReplyTarget target, CancellationToken cancellationToken)
    {
        if (!CanStream(address) || !HasRoom(address.Team))
        {
            return default;
        }

        try
        {
            var reply = await client.CallAtOnceAsync(
                SlackMethod.StartStream, address.Team, address.Channel, SlackStreamArguments.Start(address, target), cancellationToken);
            var ts = reply.Id("ts"u8) ?? throw new SlackApiException(SlackMethod.StartStream, "invalid_response", DeliveryFailure.Ambiguous);
            _streams[(address.Team, address.Channel, ts)] = new SlackStream(address.Team, ts, target.TurnId, time.GetUtcNow());
            return new(ts, HasTurn: true);
        }
        catch (SlackApiException fault) when (fault.Failure is not DeliveryFailure.Ambiguous)
        {
            refusals.Learn(SlackMethod.StartStream, address.Team, fault.Error);
            return new(null, HasTurn: !SlackErrors.IsRateLimit(fault.Error));
        }
    }

    /// <summary>Returns a message this process is streaming, or null.</summary>
    public SlackStream? Find(SlackAddress address, string ts) => _streams.GetValueOrDefault((address.Team, address.Channel, ts));

    public void Forget(SlackAddress address, string ts) => _streams.TryRemove((address.Team, address.Channel, ts), out _);

    /// <summary>Shows progress if that can be done now; of what cannot, the next report or the reply says more.</summary>
    public async Task ShowAsync(SlackAddress address, SlackStream stream, TurnProgress progress, string? locale)
    {
        stream.Sources = progress.Sources ?? stream.Sources;
        var text = progress.Partial is { } partial ? SlackStreamText.Of(partial.Statements, readsOn: true).Value : stream.Shown;
        if (!text.StartsWith(stream.Shown, StringComparison.Ordinal))
        {
            stream.Doubt();
        }

        if (stream.State is not SlackStreamState.Open || Chunks(stream, progress, text, locale) is not { Length: > 0 } chunks)
        {
            return;
        }

        try
        {
            // One append a second and stream, so that no stream takes the budget of the others.
            await client.CallAtOnceAsync(
                SlackMethod.AppendStream, address.Team, stream.Ts, SlackStreamArguments.Append(address.Channel, stream.Ts, chunks), CancellationToken.None);
            stream.Shown = text;
        }
        catch (SlackApiException fault)
        {
            stream.Failed(fault);
        }
    }

    /// <summary>Ends a stream. Returns false when the reply must replace what stands there.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="ending">What completes the reply; null when nothing does.</param>
    /// <param name="locale">The person's language.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="SlackApiException">It cannot be ended now, and a stream that is open cannot be replaced.</exception>
    public async Task<bool> TryFinishAsync(
        SlackAddress address, SlackStream stream, SlackStreamEnding? ending, string? locale, CancellationToken cancellationToken)
    {
        if (ending is not null && stream.State is SlackStreamState.Open
            && await TryStopAsync(address, stream, SlackStreamArguments.Stop(address.Channel, stream, ending, locale), cancellationToken))
        {
            Forget(address, stream.Ts);
            metrics.Stream(SlackResults.Finished);
            return true;
        }

        if (stream.State is not SlackStreamState.Over)
        {
            await StopAsync(address, stream.Ts, cancellationToken);
        }

        Forget(address, stream.Ts);
        metrics.Stream(SlackResults.Replaced);
        return false;
    }

    /// <summary>Ends a stream as it is, whoever started it. Not an error when it is over or gone.</summary>
    /// <exception cref="SlackApiException">It cannot be ended now.</exception>
    public async Task StopAsync(SlackAddress address, string ts, CancellationToken cancellationToken)
    {
        try
        {
            await CallStopAsync(address, SlackStreamArguments.Stop(address.Channel, ts), cancellationToken);
        }
        catch (SlackApiException fault) when (!IsWorthWaiting(fault))
        {
            // It is over or gone, or nobody knows: what follows is an update, which Slack refuses should it still be open.
        }
    }

    // Nothing was done, and the same call will do later.
    private static bool IsWorthWaiting(SlackApiException fault) => fault.RetryAfter is not null || fault.Error == SlackErrors.Unreachable;

    // A refusal that concerns what was to be shown leaves the stream open, to be ended without it.
    private async Task<bool> TryStopAsync(SlackAddress address, SlackStream stream, JsonObject arguments, CancellationToken cancellationToken)
    {
        try
        {
            await CallStopAsync(address, arguments, cancellationToken);
            return true;
        }
        catch (SlackApiException fault) when (!IsWorthWaiting(fault))
        {
            stream.Failed(fault);
            return false;
        }
    }

    private async Task CallStopAsync(SlackAddress address, JsonObject arguments, CancellationToken cancellationToken)
    {
        try
        {
            await client.CallAsync(SlackMethod.StopStream, address.Team, null, arguments, cancellationToken);
        }
        catch (SlackApiException fault) when (SlackErrors.IsRateLimit(fault.Error) && fault.RetryAfter is { } wait)
        {
            // What cannot be ended is not started either.
            await pacer.BlockAsync(SlackMethod.StartStream, address.Team, wait, cancellationToken);
            throw;
        }
    }

    private static JsonObject[] Chunks(SlackStream stream, TurnProgress progress, string text, string? locale)
    {
        if (text.Length > stream.Shown.Length)
        {
            var rest = SlackStreamArguments.Text(text[stream.Shown.Length..]);
            return stream.Shown.Length == 0 ? [SlackStreamArguments.Done(stream, locale), rest] : [rest];
        }

        var phrases = Phrases.For(locale);
        return stream.Shown.Length > 0 || progress.Partial is not null ? []
            : progress is { Stage: "reading", Sources: > 0 and var count }
                ? [SlackStreamArguments.Step(stream.TurnId, phrases.Say(Phrase.ReadingSources, ("count", $"{count}")), "in_progress")]
            : progress.Stage == "writing" ? [SlackStreamArguments.Step(stream.TurnId, phrases[Phrase.Writing], "in_progress")]
            : [];
    }

    // A stream is a reply to a request in its thread (S-66); what stands before an answer cannot be put there later.
    private bool CanStream(SlackAddress address)
        => options.Value.Streaming && address is { Thread: not null, ResponseUrl: null, Asked: null, SharedBy: null }
            && !refusals.Holds(SlackMethod.StartStream, address.Team);

    private bool HasRoom(string team)
    {
        var over = time.GetUtcNow() - Lifetime;
        var open = 0;
        foreach (var (key, stream) in _streams)
        {
            if (stream.StartedAt <= over)
            {
                _streams.TryRemove(key, out _);
            }
            else if (stream.Team == team)
            {
                open++;
            }
        }

        return open < MaxOpen && _streams.Count < MaxKept;
    }
}

/// <summary>What became of a stream that was to be started.</summary>
/// <param name="Ts">The message; null when an ordinary placeholder is due.</param>
/// <param name="HasTurn">The channel's turn for a message was taken, and is the placeholder's when there is no stream.</param>
internal readonly record struct SlackStart(string? Ts, bool HasTurn);
