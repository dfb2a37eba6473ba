using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>What a request is answered with.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Result">What is counted, from <see cref="SlackResults"/>.</param>
internal sealed record SlackAnswer(int Status, string Result)
{
    private const int BusySeconds = 5;

    /// <summary>Gets the body.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Gets the media type of the body.</summary>
    public string ContentType { get; init; } = "application/json; charset=utf-8";

    /// <summary>Gets a value indicating whether Slack must not deliver this again (S-12).</summary>
    public bool NoRetry { get; init; }

    public static SlackAnswer Ok(string result) => new(StatusCodes.Status200OK, result);

    /// <summary>Genuine, but never to be understood: delivering it again is of no use.</summary>
    public static SlackAnswer Malformed { get; } = new(StatusCodes.Status400BadRequest, SlackResults.Malformed) { NoRetry = true };

    /// <summary>Not stored: Slack must deliver it again, so there is no <c>x-slack-no-retry</c>.</summary>
    public static SlackAnswer NotStored(string result) => new(StatusCodes.Status503ServiceUnavailable, result);

    public ValueTask WriteAsync(HttpResponse response)
    {
        response.StatusCode = Status;
        if (NoRetry)
        {
            response.Headers["x-slack-no-retry"] = "1";
        }

        if (Status == StatusCodes.Status503ServiceUnavailable)
        {
            response.Headers.RetryAfter = BusySeconds.ToString(CultureInfo.InvariantCulture);
        }

        response.ContentLength = Body?.Length ?? 0;
        if (Body is null)
        {
            return ValueTask.CompletedTask;
        }

        response.ContentType = ContentType;
        response.Headers.XContentTypeOptions = "nosniff";
        return new ValueTask(response.Body.WriteAsync(Body, 0, Body.Length));
    }
}
