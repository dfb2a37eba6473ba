using System.Globalization;
using System.Text;
using System.Text.Json;
using ChatOpsBot.Channels.Slack.Installations;
using ChatOpsBot.Channels.Slack.Outbound.Assistant;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Wire;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Turns;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary><c>POST /slack/events</c>: what is for the bot is stored, then acknowledged.</summary>
internal sealed partial class SlackEventsEndpoint(
    SlackDoor door,
    SlackEventMapper mapper,
    SlackWorkspaces workspaces,
    SlackUninstall uninstall,
    IInbox inbox,
    ITurnJournal journal,
    ChangeDesk changes,
    SlackTalk talk,
    SlackHome home,
    BusyNotices busy,
    SlackAgentDesk desk,
    SlackMetrics metrics,
    ILogger<SlackEventsEndpoint> logger)
{
    public const string Route = "events";

    // Slack delivers three times more, the last time after five minutes (S-10); then nobody would hear of it.
    private const int LastRetry = 3;

    public Task HandleAsync(HttpContext context)
    {
        var isLast = int.TryParse(context.Request.Headers["X-Slack-Retry-Num"], NumberStyles.None, CultureInfo.InvariantCulture, out var retry) && retry >= LastRetry;
        return door.RunAsync(context, Route, (body, cancellationToken) => AnswerAsync(body, isLast, cancellationToken));
    }

    private async ValueTask<SlackAnswer> AnswerAsync(ReadOnlyMemory<byte> body, bool isLast, CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(body, JsonMembers.Parsing);
        return await TakeAsync(document.RootElement, isLast, cancellationToken);
    }

    /// <summary>Takes a delivery, however it came.</summary>
    /// <param name="root">The delivery.</param>
    /// <param name="isLast">It is not delivered again.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    public async ValueTask<SlackAnswer> TakeAsync(JsonElement root, bool isLast, CancellationToken cancellationToken)
    {
        if (root.ValueKind is not JsonValueKind.Object)
        {
            return SlackAnswer.Malformed;
        }

        var type = root.Member("type"u8);
        if (type.ValueKind is not JsonValueKind.String)
        {
            return SlackAnswer.Ok(SlackResults.UnknownShape);
        }

        return type.ValueEquals("event_callback"u8) ? await MapAsync(root, isLast, cancellationToken)
            : type.ValueEquals("url_verification"u8) ? Challenge(root)
            : type.ValueEquals("app_rate_limited"u8) ? RateLimited()
            : SlackAnswer.Ok(SlackResults.UnknownType);
    }

    private async ValueTask<SlackAnswer> MapAsync(JsonElement root, bool isLast, CancellationToken cancellationToken)
    {
        if (SlackEnvelope.PlaceOf(root) is { Team: { } team } place)
        {
            await workspaces.ResolveAsync(place.Enterprise, team, cancellationToken);
        }

        return await TakeAsync(mapper.Map(root), isLast, cancellationToken);
    }

    private async ValueTask<SlackAnswer> TakeAsync(SlackMapping mapping, bool isLast, CancellationToken cancellationToken) => mapping switch
    {
        SlackMapping.Question question => await AcceptAsync(question, isLast, cancellationToken),
        SlackMapping.Edit edit => Changed(await changes.EditAsync(edit.Change, cancellationToken), SlackResults.Edited),
        SlackMapping.Removal removal => Changed(await changes.RemoveAsync(removal.Change, cancellationToken), SlackResults.Removed),
        SlackMapping.Uninstall told => SlackAnswer.Ok(await uninstall.TakeAsync(told, cancellationToken)),
        SlackMapping.Home opened => home.Show(opened.Team, opened.User, opened.Hash),
        SlackMapping.Opened opened => SlackAnswer.Ok(desk.TrySuggest(opened.Opening) ? SlackResults.Opened : SlackResults.Noticed),
        SlackMapping.Noticed => SlackAnswer.Ok(SlackResults.Noticed),
        SlackMapping.Ignored ignored => SlackAnswer.Ok(ignored.Reason),
        _ => SlackAnswer.Ok(SlackResults.UnknownShape),
    };

    // The dedupe keys are claimed by AcceptAsync, so only once the message is known to be for the bot (S-22).
    private async ValueTask<SlackAnswer> AcceptAsync(SlackMapping.Question question, bool isLast, CancellationToken cancellationToken)
    {
        if (question.IfEveryQuestion && !await talk.AnswersAsync(question.Message, cancellationToken))
        {
            return SlackAnswer.Ok(SlackResults.NotAddressed);
        }

        if (question.IfThreadKnown && !await journal.KnowsThreadAsync(question.Message.Conversation, cancellationToken))
        {
            return SlackAnswer.Ok(SlackResults.NotAddressed);
        }

        return await inbox.AcceptAsync(question.Message, cancellationToken) switch
        {
            AcceptResult.Accepted => Accepted(question.Message),
            AcceptResult.Duplicate => SlackAnswer.Ok(SlackResults.Duplicate),
            _ => isLast && busy.TryTell(question.Message) ? SlackAnswer.Ok(SlackResults.Busy) : SlackAnswer.NotStored(SlackResults.Busy),
        };
    }

    // A question that begins a thread in the conversation with the bot names it there.
    private SlackAnswer Accepted(InboundMessage message)
    {
        if (message.Audience is Audience.Private && message.Conversation.ThreadId == message.MessageId)
        {
            desk.TryName(SlackAddress.Read(message.ReplyTo), message.Text);
        }

        return SlackAnswer.Ok(SlackResults.Accepted);
    }

    private static SlackAnswer Changed(ChangeResult result, string taken) => result switch
    {
        ChangeResult.Taken => SlackAnswer.Ok(taken),
        ChangeResult.Duplicate => SlackAnswer.Ok(SlackResults.Duplicate),
        ChangeResult.Full => SlackAnswer.NotStored(SlackResults.Busy),
        _ => SlackAnswer.Ok(SlackResults.NotAddressed),
    };

    private static SlackAnswer Challenge(JsonElement root) => root.Text("challenge"u8) is { } challenge
        ? SlackAnswer.Ok(SlackResults.Verified) with { Body = Encoding.UTF8.GetBytes(challenge), ContentType = "text/plain; charset=utf-8" }
        : SlackAnswer.Malformed;

    private SlackAnswer RateLimited()
    {
        metrics.EventsRateLimited();
        EventsRateLimited();
        return SlackAnswer.Ok(SlackResults.RateLimited);
    }

    [LoggerMessage(LogEvents.SlackEventsRateLimited, LogLevel.Warning, "Slack holds events back: more than 30,000 an hour from this workspace")]
    private partial void EventsRateLimited();
}
