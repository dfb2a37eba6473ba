using System.Text.Json;
using ChatOpsBot.Channels.Teams.Inbound.Tokens;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Wire;
using Microsoft.AspNetCore.Http;

namespace ChatOpsBot.Channels.Teams.Inbound;

/// <summary><c>POST /api/messages</c>: proves where a request comes from and only then looks at it. A refusal leaves nothing behind but a count.</summary>
internal sealed class TeamsDoor(
    TokenValidator tokens, UnauthenticatedRequests unauthenticated, ServiceHosts hosts, TeamsIntake intake, TeamsMetrics metrics,
    TeamsDoorWarnings warnings)
{
    private const string SupportedChannel = "msteams";

    public async Task HandleAsync(HttpContext context)
    {
        var answer = await AnswerAsync(context);
        metrics.Request(answer.Result);
        warnings.Refused(answer.Result);
        await answer.WriteAsync(context.Response);
    }

    private async ValueTask<TeamsAnswer> AnswerAsync(HttpContext context)
    {
        try
        {
            if (unauthenticated.Allows(context.Request))
            {
                return await ReadAsync(context.Request, token: null, context.RequestAborted);
            }

            var check = await tokens.CheckAsync(context.Request.Headers.Authorization, context.RequestAborted);
            return check.Refusal is { } reason
                ? reason == TeamsResults.KeysUnavailable ? TeamsAnswer.NotStored(reason) : TeamsAnswer.Refused(reason)
                : await ReadAsync(context.Request, check.Token, context.RequestAborted);
        }
        catch (Exception fault) when (JsonMembers.IsUnreadable(fault))
        {
            return TeamsAnswer.Malformed;
        }
        catch (BadHttpRequestException fault)
        {
            return new TeamsAnswer(fault.StatusCode, TeamsResults.BadRequest);
        }
        catch (IOException)
        {
            // The connection ended, or its framing was beyond what the server has a status for.
            return new TeamsAnswer(StatusCodes.Status400BadRequest, TeamsResults.BadRequest);
        }
        catch (StoreUnavailableException)
        {
            return TeamsAnswer.NotStored(TeamsResults.Unavailable);
        }
    }

    private async ValueTask<TeamsAnswer> ReadAsync(HttpRequest request, VerifiedToken? token, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
        {
            return new TeamsAnswer(StatusCodes.Status415UnsupportedMediaType, TeamsResults.UnsupportedMediaType);
        }

        using var body = await BoundedBody.ReadAsync(request.Body, request.ContentLength, BoundedBody.MaxRequestLength, headroom: 0, cancellationToken);
        if (body is null)
        {
            return new TeamsAnswer(StatusCodes.Status413PayloadTooLarge, TeamsResults.TooLarge);
        }

        using var document = JsonDocument.Parse(body.Bytes, JsonMembers.Parsing);
        if (TeamsActivity.Read(document.RootElement) is not { ServiceUrl: not null } activity)
        {
            return TeamsAnswer.Malformed;
        }

        return Refusal(activity, token) ?? await intake.AnswerAsync(activity);
    }

    // The token says where its activity came from and for which channels its key may speak (T-02, T-03).
    private TeamsAnswer? Refusal(TeamsActivity activity, VerifiedToken? token)
    {
        if (activity.ChannelId is not SupportedChannel)
        {
            return TeamsAnswer.Forbidden(TeamsResults.UnsupportedChannel);
        }

        if (token is not null && !string.Equals(token.ServiceUrl, activity.ServiceUrl, StringComparison.OrdinalIgnoreCase))
        {
            return TeamsAnswer.Refused(TeamsResults.WrongServiceUrl);
        }

        return token is not null && !token.Endorses(SupportedChannel) ? TeamsAnswer.Forbidden(TeamsResults.NotEndorsed)
            : !hosts.Allows(activity.ServiceUrl) ? TeamsAnswer.Forbidden(TeamsResults.ForbiddenServiceUrl)
            : null;
    }
}
