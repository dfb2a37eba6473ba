using System.Text;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack.Installations;
using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Knowledge.Analysis;
using Microsoft.AspNetCore.Http;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary><c>POST /slack/commands</c>: a question that is answered for the asker alone. Every genuine command gets a 200 with a text (S-44).</summary>
internal sealed class SlackCommandsEndpoint(
    SlackDoor door, SlackResponseHosts hosts, SlackWorkspaces workspaces, SlackSettings settings, IInbox inbox, IIdGenerator ids, TimeProvider time)
{
    public const string Route = "commands";

    // As long as for a mention: after 30 minutes (S-41) the reply goes to the person's direct messages.
    private static readonly TimeSpan AnswerWindow = TimeSpan.FromHours(24);

    public Task HandleAsync(HttpContext context) => door.RunAsync(context, Route, AnswerAsync);

    private ValueTask<SlackAnswer> AnswerAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
        => TakeAsync(SlackForm.Read(body.Span), cancellationToken);

    /// <summary>Takes a command, however it came.</summary>
    /// <param name="fields">The command.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    public async ValueTask<SlackAnswer> TakeAsync(IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        try
        {
            return await AnswerAsync(fields, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            return Say(SlackResults.Unavailable, Phrases.For(SpokenLanguage.Of(fields.GetValueOrDefault("text", string.Empty)))[Phrase.BusyNow]);
        }
    }

    private async ValueTask<SlackAnswer> AnswerAsync(IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        if (fields.GetValueOrDefault("ssl_check") == "1")
        {
            return SlackAnswer.Ok(SlackResults.Verified);
        }

        if (Id(fields, "team_id") is not { } team || Id(fields, "channel_id") is not { } channel || Id(fields, "user_id") is not { } user)
        {
            return SlackAnswer.Malformed;
        }

        if (await workspaces.ResolveAsync(Id(fields, "enterprise_id"), team, cancellationToken) is not { } workspace)
        {
            return SlackAnswer.Ok(SlackResults.WrongTenant);
        }

        var text = SlackText.ToPlain(fields.GetValueOrDefault("text", string.Empty), workspace.BotUserId);
        var language = SpokenLanguage.Of(text);
        var words = Phrases.For(language);
        if (text.Length == 0 || CommandWords.NameOf(text) == "help")
        {
            return Say(SlackResults.Helped, Help(words, fields.GetValueOrDefault("command")));
        }

        if (text.Equals("settings", StringComparison.OrdinalIgnoreCase) && Id(fields, "trigger_id") is { } trigger)
        {
            return settings.Open(new SlackWindow(team, channel, user, trigger, fields.GetValueOrDefault("response_url")));
        }

        return hosts.Allows(fields.GetValueOrDefault("response_url"))
            ? await AcceptAsync(Message(fields, workspace, channel, user, text) with { Language = language }, words, cancellationToken)
            : Say(SlackResults.ForbiddenResponseUrl, words[Phrase.RequestRefused]);
    }

    private async ValueTask<SlackAnswer> AcceptAsync(InboundMessage message, Phrases words, CancellationToken cancellationToken)
    {
        return await inbox.AcceptAsync(message, cancellationToken) switch
        {
            AcceptResult.Accepted => Say(SlackResults.Accepted, words[Phrase.SearchingPrivately]),
            AcceptResult.Duplicate => Say(SlackResults.Duplicate, words[Phrase.SearchingPrivately]),
            _ => Say(SlackResults.Busy, words[Phrase.BusyNow]),
        };
    }

    private InboundMessage Message(IReadOnlyDictionary<string, string> fields, SlackWorkspace workspace, string channel, string user, string text)
    {
        var team = workspace.Team;
        var delivery = Id(fields, "trigger_id") ?? ids.NewId();
        var now = time.GetUtcNow();
        return new InboundMessage
        {
            TurnId = ids.NewId(),
            DeliveryId = delivery,
            DedupeKeys = [$"slack:command:{team}/{user}/{delivery}"],

            // Commands carry no thread (S-45): a person's private questions in a channel are one conversation of their own.
            Conversation = new ConversationKey(workspace.Tenant, ChannelKind.Slack, $"{team}/{channel}", $"private:{user}"),
            Sender = new Sender(user, []),
            MessageId = delivery,
            Text = text,
            Audience = Audience.Private,
            SentAt = now,
            ReceivedAt = now,
            Deadline = now + AnswerWindow,
            ReplyTo = new SlackAddress
            {
                Team = team,
                Channel = channel,
                ResponseUrl = fields["response_url"],
                Asked = DisplayText.OneLine(text, SlackLimits.Quote),
            }.ToReplyAddress(),
        };
    }

    private static string? Id(IReadOnlyDictionary<string, string> fields, string name)
        => fields.TryGetValue(name, out var value) && SlackId.IsValid(value) ? value : null;

    private static string Help(Phrases words, string? command)
    {
        var name = command is { Length: > 1 and < 40 } && command[0] == '/' && SlackId.IsValid(command[1..]) ? command : "/ask";
        return words.Say(Phrase.CommandHelpText, ("command", name));
    }

    private static SlackAnswer Say(string result, string text)
    {
        var body = new JsonObject { ["response_type"] = "ephemeral", ["text"] = text };
        return SlackAnswer.Ok(result) with { Body = Encoding.UTF8.GetBytes(body.ToJsonString()) };
    }
}
