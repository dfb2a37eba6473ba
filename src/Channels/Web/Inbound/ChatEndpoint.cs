using System.Diagnostics.CodeAnalysis;
using ChatOpsBot.Channels.Web.Outbound;
using ChatOpsBot.RagCore.Turns.Waiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Web.Inbound;

/// <summary>Takes a question, stores it like every channel does, and waits for its answer.</summary>
internal sealed class ChatEndpoint(
    WebInboundMapper mapper, ChatDoor door, AnswerAwaiter answers, IOptions<WebChannelOptions> options, TimeProvider time)
{
    private const string IdempotencyHeader = "Idempotency-Key";
    private const int MaxIdempotencyKeyLength = 255;

    private static readonly WebProblem BadIdempotencyKey = new(
        400, "bad_idempotency_key", "`Idempotency-Key` is one value of 1 to 255 printable ASCII characters.");

    public async Task<IResult> HandleAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context.Request, context.RequestAborted);
        if (!TryRead(context, body, out var caller, out var request, out var problem))
        {
            return problem;
        }

        var idempotencyKey = IdempotencyKey(context.Request);
        var message = mapper.Map(caller, request, idempotencyKey, Locale(context.Request));
        var submission = new ChatSubmission(caller, message, request.ConversationId, idempotencyKey is not null);

        // Not the request's token: a caller who hangs up has asked all the same (N-29).
        using var limit = new CancellationTokenSource(options.Value.AnswerTimeout, time);
        var (wait, refusal) = await door.SubmitAsync(submission, limit.Token);
        using (wait)
        {
            return wait is null ? refusal! : await AnswerAsync(context, caller, wait, limit.Token);
        }
    }

    private static bool TryRead(
        HttpContext context,
        JsonBody body,
        [NotNullWhen(true)] out WebCaller? caller,
        [NotNullWhen(true)] out ChatRequest? request,
        [NotNullWhen(false)] out WebProblem? problem)
    {
        (caller, request, problem) = (null, null, body.Problem);
        return problem is null
            && IsIdempotencyKeyValid(context.Request, out problem)
            && ChatRequest.TryRead(body.Document!.RootElement, out request, out problem)
            && context.Credential().TryActFor(request.User, request.Tenant, out caller, out problem);
    }

    private async Task<IResult> AnswerAsync(HttpContext context, WebCaller caller, ReplyWait wait, CancellationToken limit)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(limit, context.RequestAborted);
        var outcome = new ChatOutcome(caller, wait, limit);
        if (WantsEvents(context.Request))
        {
            await new ChatStream(context.Response, answers).RunAsync(outcome, waiting.Token);
            return Results.Empty;
        }

        return await outcome.ResultAsync(answers, waiting.Token);
    }

    private static bool WantsEvents(HttpRequest request)
        => request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase));

    private static string? IdempotencyKey(HttpRequest request)
        => request.Headers.TryGetValue(IdempotencyHeader, out var values) ? values.ToString() : null;

    private static bool IsIdempotencyKeyValid(HttpRequest request, [NotNullWhen(false)] out WebProblem? problem)
    {
        var isValid = !request.Headers.TryGetValue(IdempotencyHeader, out var values)
            || (values.Count == 1 && values[0] is { Length: > 0 and <= MaxIdempotencyKeyLength } key && !key.Any(character => character is < ' ' or > '~'));
        problem = isValid ? null : BadIdempotencyKey;
        return isValid;
    }

    internal static string? Locale(HttpRequest request)
        => request.GetTypedHeaders().AcceptLanguage.OrderByDescending(language => language.Quality ?? 1).FirstOrDefault()?.Value.Value is { Length: > 1 and <= 35 } tag
            ? tag
            : null;
}
