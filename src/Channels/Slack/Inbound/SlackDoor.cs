using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Wire;
using Microsoft.AspNetCore.Http;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>Reads a request, proves where it comes from and only then lets it be looked at. A refusal leaves nothing behind but a count.</summary>
internal sealed class SlackDoor(SlackSignature signature, SlackMetrics metrics)
{
    /// <summary>Runs one request. <paramref name="answer"/> sees genuine bodies only.</summary>
    public async Task RunAsync(HttpContext context, string route, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<SlackAnswer>> answer)
    {
        var result = await AnswerAsync(context.Request, answer, context.RequestAborted);
        metrics.Request(route, result.Result);
        await result.WriteAsync(context.Response);
    }

    private async ValueTask<SlackAnswer> AnswerAsync(
        HttpRequest request, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<SlackAnswer>> answer, CancellationToken cancellationToken)
    {
        try
        {
            using var body = await BoundedBody.ReadAsync(
                request.Body, request.ContentLength, BoundedBody.MaxRequestLength, SlackSignature.Headroom, cancellationToken);
            if (body is null)
            {
                return new SlackAnswer(StatusCodes.Status413PayloadTooLarge, SlackResults.TooLarge);
            }

            return Refusal(request, body) ?? await answer(body.Bytes, CancellationToken.None);
        }
        catch (Exception fault) when (JsonMembers.IsUnreadable(fault))
        {
            return SlackAnswer.Malformed;
        }
        catch (BadHttpRequestException fault)
        {
            return new SlackAnswer(fault.StatusCode, SlackResults.BadRequest);
        }
        catch (IOException)
        {
            // The connection ended, or its framing was beyond what the server has a status for.
            return new SlackAnswer(StatusCodes.Status400BadRequest, SlackResults.BadRequest);
        }
        catch (StoreUnavailableException)
        {
            return SlackAnswer.NotStored(SlackResults.Unavailable);
        }
    }

    private SlackAnswer? Refusal(HttpRequest request, BoundedBody body)
        => signature.Check(body.Buffer, body.Length, request.Headers["X-Slack-Request-Timestamp"], request.Headers["X-Slack-Signature"]) is { } reason
            ? new SlackAnswer(StatusCodes.Status401Unauthorized, reason)
            : null;
}
