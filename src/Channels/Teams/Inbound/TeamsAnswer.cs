using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ChatOpsBot.Channels.Teams.Inbound;

/// <summary>What a request is answered with.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Result">What is counted, from <see cref="TeamsResults"/>.</param>
internal sealed record TeamsAnswer(int Status, string Result)
{
    private const int BusySeconds = 5;

    /// <summary>Gets the body, JSON.</summary>
    public JsonObject? Body { get; init; }

    public static TeamsAnswer Malformed { get; } = new(StatusCodes.Status400BadRequest, TeamsResults.Malformed);

    public static TeamsAnswer Ok(string result) => new(StatusCodes.Status200OK, result);

    public static TeamsAnswer Refused(string result) => new(StatusCodes.Status401Unauthorized, result);

    public static TeamsAnswer Forbidden(string result) => new(StatusCodes.Status403Forbidden, result);

    /// <summary>Nothing was stored: delivering it again may help.</summary>
    public static TeamsAnswer NotStored(string result) => new(StatusCodes.Status503ServiceUnavailable, result);

    public ValueTask WriteAsync(HttpResponse response)
    {
        response.StatusCode = Status;
        if (Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        if (Status == StatusCodes.Status503ServiceUnavailable)
        {
            response.Headers.RetryAfter = BusySeconds.ToString(CultureInfo.InvariantCulture);
        }

        if (Body is null)
        {
            response.ContentLength = 0;
            return ValueTask.CompletedTask;
        }

        var bytes = Encoding.UTF8.GetBytes(Body.ToJsonString());
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.XContentTypeOptions = "nosniff";
        response.ContentLength = bytes.Length;
        return new ValueTask(response.Body.WriteAsync(bytes, 0, bytes.Length));
    }
}
