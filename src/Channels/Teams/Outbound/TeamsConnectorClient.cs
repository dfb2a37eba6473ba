using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Wire;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>Calls the Connector: paced, tried again where that can show nothing twice, every failure a <see cref="TeamsApiException"/>.</summary>
internal sealed partial class TeamsConnectorClient(
    TeamsCalls calls,
    TeamsConnectorRequests requests,
    TeamsTokenSource tokens,
    TeamsPacer pacer,
    PlatformBreakers breakers,
    TeamsClosedConversations closed,
    TeamsMetrics metrics,
    Random random,
    ILogger<TeamsConnectorClient> logger)
{
    private const int MaxAttempts = 3;

    private static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(1);

    /// <summary>Posts an activity and returns its id.</summary>
    public Task<string> PostAsync(TeamsAddress address, JsonObject activity, CancellationToken cancellationToken)
        => CreateAsync(TeamsOperation.Post, address, activity, cancellationToken);

    /// <summary>Begins a stream and returns its id, which is the id of the message it becomes.</summary>
    public Task<string> StartStreamAsync(TeamsAddress address, JsonObject activity, CancellationToken cancellationToken)
        => CreateAsync(TeamsOperation.StreamStart, address, activity, cancellationToken);

    /// <summary>Sends a chunk of a stream, once: the next one says its words too. A chunk under way ends by itself, whatever the caller waits for.</summary>
    public async Task SendChunkAsync(TeamsAddress address, JsonObject activity, CancellationToken cancellationToken)
    {
        ThrowIfClosed(TeamsOperation.StreamChunk, address);
        await pacer.WaitAsync(TeamsOperation.StreamChunk, address, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        await SendOnceAsync(address, new TeamsCall(TeamsOperation.StreamChunk, address.ServiceUrl, address.Conversation, null, activity));
    }

    /// <summary>Ends a stream.</summary>
    public Task EndStreamAsync(TeamsAddress address, JsonObject activity, CancellationToken cancellationToken)
        => CallAsync(TeamsOperation.StreamEnd, address, null, activity, cancellationToken);

    public Task UpdateAsync(TeamsAddress address, string activityId, JsonObject activity, CancellationToken cancellationToken)
        => CallAsync(TeamsOperation.Update, address, activityId, activity, cancellationToken);

    /// <summary>Deletes an activity. Not an error when it is gone already.</summary>
    public async Task DeleteAsync(TeamsAddress address, string activityId, CancellationToken cancellationToken)
    {
        try
        {
            await CallAsync(TeamsOperation.Delete, address, activityId, null, cancellationToken);
        }
        catch (TeamsApiException fault) when (fault.Status is 404 or 410)
        {
            // It is gone, which is what was asked for.
        }
    }

    /// <summary>Opens the chat with a person, which is one however often it is opened, and returns its id.</summary>
    public async Task<string> OpenAsync(TeamsAddress address, JsonObject opening, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(TeamsOperation.Open, address, null, opening, cancellationToken);
        return answer.Text("id"u8) is { } id && TeamsId.IsValid(id)
            ? id
            : throw new TeamsApiException(TeamsOperation.Open, null, TeamsErrors.InvalidResponse, DeliveryFailure.Transient, TeamsErrors.OperatorPause);
    }

    /// <summary>Reads a page of the people in a room: <c>members</c> and, when there are more, <c>continuationToken</c>.</summary>
    public Task<JsonElement> MembersAsync(TeamsAddress address, string? page, CancellationToken cancellationToken)
    {
        var room = address with { Conversation = TeamsId.RoomOf(address.Conversation) };
        return CallAsync(room, new TeamsCall(TeamsOperation.Members, room.ServiceUrl, room.Conversation, null, null) { Page = page }, cancellationToken);
    }

    /// <summary>Shows that the bot is at work, once and only when nothing waits there.</summary>
    public Task TypeAsync(TeamsAddress address, JsonObject activity, CancellationToken cancellationToken)
        => TryAsync(address, new TeamsCall(TeamsOperation.Typing, address.ServiceUrl, address.Conversation, null, activity), cancellationToken);

    /// <summary>Shows how far the bot is in its placeholder, once and only when nothing waits there. False when Teams may yet do it, nobody knows when.</summary>
    public Task<bool> TryUpdateAsync(TeamsAddress address, string activityId, JsonObject activity, CancellationToken cancellationToken)
        => TryAsync(address, new TeamsCall(TeamsOperation.Update, address.ServiceUrl, address.Conversation, activityId, activity), cancellationToken);

    private async Task<bool> TryAsync(TeamsAddress address, TeamsCall call, CancellationToken cancellationToken)
    {
        if (closed.IsClosed(address.Tenant, address.Conversation) || !await pacer.TryTakeNowAsync(call.Operation, address, cancellationToken))
        {
            return true;
        }

        // Not every pace looks at it, and what is sent now ends by itself.
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            await SendOnceAsync(address, call);
            return true;
        }
        catch (TeamsApiException fault)
        {
            // Counted and logged; what follows says more.
            return !TeamsErrors.MayYetBeDone(fault);
        }
    }

    // Without the caller's token: given up here, it could still be done by Teams after the reply that it was given up for.
    private async Task SendOnceAsync(TeamsAddress address, TeamsCall call)
    {
        try
        {
            await SendAsync(address.Tenant, call, CancellationToken.None);
            metrics.Call(call.Operation.Name, TeamsResults.Done);
        }
        catch (TeamsApiException fault) when (IsAnswer(fault))
        {
            await AccountAsync(address, fault, RetryAfterOf(fault, 1), CancellationToken.None);
            throw;
        }
    }

    private async Task<string> CreateAsync(TeamsOperation operation, TeamsAddress address, JsonObject activity, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(operation, address, null, activity, cancellationToken);

        // Something is shown there that can neither be changed nor found again (T-21).
        return answer.Text("id"u8) is { } id && TeamsId.IsValid(id)
            ? id
            : throw new TeamsApiException(operation, null, TeamsErrors.InvalidResponse, DeliveryFailure.Ambiguous);
    }

    private void ThrowIfClosed(TeamsOperation operation, TeamsAddress address)
    {
        if (closed.IsClosed(address.Tenant, address.Conversation))
        {
            throw new TeamsApiException(operation, null, TeamsErrors.Closed, DeliveryFailure.Permanent);
        }
    }

    private Task<JsonElement> CallAsync(
        TeamsOperation operation, TeamsAddress address, string? activityId, JsonObject? activity, CancellationToken cancellationToken)
    {
        var call = new TeamsCall(operation, address.ServiceUrl, address.Conversation, activityId, activity) { IsTargeted = address.IsTargeted };
        return CallAsync(address, call, cancellationToken);
    }

    private async Task<JsonElement> CallAsync(TeamsAddress address, TeamsCall call, CancellationToken cancellationToken)
    {
        var operation = call.Operation;
        ThrowIfClosed(operation, address);
        for (var attempt = 1; ; attempt++)
        {
            // Outside the try: what the pacer refuses is no word of Teams'.
            await pacer.WaitAsync(operation, address, cancellationToken);
            try
            {
                var answer = await SendAsync(address.Tenant, call, cancellationToken);
                metrics.Call(operation.Name, TeamsResults.Done);
                return answer;
            }
            catch (TeamsApiException fault) when (IsAnswer(fault))
            {
                var wait = RetryAfterOf(fault, attempt);
                await AccountAsync(address, fault, wait, cancellationToken);
                if (attempt == MaxAttempts || Again(call, fault, attempt) is not { } again)
                {
                    throw WithPause(fault, wait);
                }

                call = again;
            }
        }
    }

    // What the login or the breaker says is no word about the conversation.
    private static bool IsAnswer(TeamsApiException fault) => fault.Operation != TeamsOperation.Token && fault.ErrorCode != TeamsErrors.BreakerOpen;

    private async Task<JsonElement> SendAsync(string tenant, TeamsCall call, CancellationToken cancellationToken)
    {
        var (request, token) = await requests.CreateAsync(call, cancellationToken);
        using (request)
        {
            var place = new BreakerKey("teams", $"{tenant} {request.RequestUri!.Authority}");
            try
            {
                return await breakers.RunAsync(place, TeamsErrors.IsOutage, stop => AskAsync(call.Operation, request, token, stop), cancellationToken);
            }
            catch (BreakerOpenException open)
            {
                // Nothing was sent, so nothing is unclear.
                metrics.Call(call.Operation.Name, TeamsErrors.BreakerOpen);
                throw new TeamsApiException(call.Operation, null, TeamsErrors.BreakerOpen, DeliveryFailure.Transient, open.RetryAfter);
            }
        }
    }

    private async Task<JsonElement> AskAsync(TeamsOperation operation, HttpRequestMessage request, string? token, CancellationToken cancellationToken)
    {
        var answer = await calls.SendAsync(operation, request, cancellationToken);
        if (answer.IsSuccess)
        {
            return answer.Body;
        }

        if (answer.Status == 401 && token is not null)
        {
            tokens.Drop(token);
        }

        var error = answer.Body.Member("error"u8);
        throw TeamsErrors.Of(
            operation, answer.Status, TeamsErrors.Code(error.Text("code"u8), error.Text("message"u8)), RetryAfter(answer.RetryAfter));
    }

    /// <summary>Returns the call that is worth trying after this fault; null when there is none.</summary>
    private TeamsCall? Again(TeamsCall call, TeamsApiException fault, int attempt) => fault.Status switch
    {
        // A token may be withdrawn before its end; a new one that is refused too is for an operator.
        401 => attempt == 1 ? call : null,
        403 when fault.ErrorCode == TeamsErrors.WrongHost => requests.InGovernmentCloud(call.ServiceUrl) is { } there ? call with { ServiceUrl = there } : null,
        _ => TeamsErrors.IsRepeatedHere(fault) ? call : null,
    };

    // The conversation waits, not the call alone: whatever else goes there would meet the same.
    private async Task AccountAsync(TeamsAddress address, TeamsApiException fault, TimeSpan? wait, CancellationToken cancellationToken)
    {
        if (wait is { } pause)
        {
            await pacer.BlockAsync(fault.Operation, address, pause, isRateLimit: fault.Status == 429, cancellationToken);
        }

        if (fault.Status == 429)
        {
            metrics.Call(fault.Operation.Name, TeamsResults.RateLimited);
            TeamsRateLimited(fault.Operation.Name, (int)wait!.Value.TotalSeconds);
            return;
        }

        metrics.Call(fault.Operation.Name, ResultOf(fault.Failure));
        TeamsCallFailed(fault.Operation.Name, fault.Status, fault.ErrorCode);
        if (TeamsErrors.IsClosing(fault) && closed.Close(address.Tenant, address.Conversation))
        {
            TeamsConversationClosed(fault.ErrorCode);
        }
    }

    /// <summary>How long nothing is sent there after a fault; null when the fault says nothing about the next call.</summary>
    private TimeSpan? RetryAfterOf(TeamsApiException fault, int attempt)
        => !TeamsErrors.IsRepeatedHere(fault) ? null : fault.RetryAfter ?? Backoff(attempt);

    private TimeSpan Backoff(int attempt) => FirstBackoff * Math.Pow(2, attempt - 1) * (0.5 + random.NextDouble());

    private static TeamsApiException WithPause(TeamsApiException fault, TimeSpan? wait) => fault.RetryAfter is null && wait is not null
        ? new TeamsApiException(fault.Operation, fault.Status, fault.ErrorCode, fault.Failure, wait)
        : fault;

    private static TimeSpan? RetryAfter(string? given) => int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        ? TimeSpan.FromSeconds(Math.Clamp(seconds, 1, MaxRetryAfter.TotalSeconds))
        : null;

    private static string ResultOf(DeliveryFailure failure) => failure switch
    {
        DeliveryFailure.Transient => "transient",
        DeliveryFailure.Ambiguous => "ambiguous",
        DeliveryFailure.Gone => "gone",
        _ => "permanent",
    };

    [LoggerMessage(LogEvents.TeamsRateLimited, LogLevel.Debug, "teams {Operation} must wait {Seconds} s")]
    private partial void TeamsRateLimited(string operation, int seconds);

    [LoggerMessage(LogEvents.TeamsCallFailed, LogLevel.Warning, "teams {Operation} failed: {Status} {Error}")]
    private partial void TeamsCallFailed(string operation, int? status, string? error);

    [LoggerMessage(
        LogEvents.TeamsConversationClosed, LogLevel.Information, "A conversation was closed to the bot ({Error}); nothing is sent there until something comes from there")]
    private partial void TeamsConversationClosed(string? error);
}
