using System.Text.Json;
using ChatOpsBot.RagCore.Conversations;
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
            using var body = await SlackBody.ReadAsync(request, cancellationToken);
            if (body is null)
            {
                return new SlackAnswer(StatusCodes.Status413PayloadTooLarge, SlackResults.TooLarge);
            }

            return Refusal(request, body) ?? await answer(body.Bytes, CancellationToken.None);
        }
        catch (Exception fault) when (IsUnreadable(fault))
        {
            return SlackAnswer.Malformed;
        }
        catch (BadHttpRequestException fault)
        {
            return new SlackAnswer(fault.StatusCode, SlackResults.BadRequest);
        }
        catch (StoreUnavailableException)
        {
            return SlackAnswer.NotStored(SlackResults.Unavailable);
        }
    }

    // Half of a surrogate pair passes the parser and fails when a name or value is compared; that fault is told from a defect by its source.
    private static bool IsUnreadable(Exception fault)
        => fault is JsonException
            || (fault is InvalidOperationException && fault.Source?.StartsWith("System.Text.Json", StringComparison.Ordinal) is true);

    private SlackAnswer? Refusal(HttpRequest request, SlackBody body)
        => signature.Check(body.Buffer, body.Length, request.Headers["X-Slack-Request-Timestamp"], request.Headers["X-Slack-Signature"]) is { } reason
            ? new SlackAnswer(StatusCodes.Status401Unauthorized, reason)
            : null;
}
