using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Conversations.Wire;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Memory;
using ChatOpsBot.RagCore.Storage;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>
/// The home of each person: published behind the request when it is opened, and again after each click. It holds what is the person's own, with the person's
/// own rights; Slack shows it to nobody else.
/// </summary>
internal sealed class SlackHome(
    SlackErrands errands, SlackWindows windows, SlackPlaces places, SlackWebClient client, SlackCardGuard guard, PersonalMemory memory, IAccessResolver access,
    IKnowledgeIndex index, TimeProvider time, IOptions<StorageOptions> storage, IOptions<MemoryOptions> remembering)
{
    private const int MaxQuestions = 5;

    // Who opens the home again and again has one errand waiting.
    private readonly ConcurrentDictionary<string, bool> _waiting = new(StringComparer.Ordinal);

    /// <summary>Shows the home to who has opened it.</summary>
    public SlackAnswer Show(string team, string user, string? hash)
    {
        var key = $"{team}/{user}";
        if (_waiting.TryAdd(key, true) && !errands.TryTake(cancellationToken => ShowAsync(key, team, user, hash, cancellationToken)))
        {
            _waiting.TryRemove(key, out _);
            return SlackAnswer.Ok(SlackResults.Busy);
        }

        return SlackAnswer.Ok(SlackResults.Opened);
    }

    /// <summary>Takes a click on the home.</summary>
    public SlackAnswer Click(JsonElement payload)
    {
        var user = payload.Member("user"u8);
        var actions = payload.Member("actions"u8);
        var team = payload.Member("team"u8).Id("id"u8) ?? user.Id("team_id"u8);
        if (team is null || user.Id("id"u8) is not { } userId || actions.ValueKind is not JsonValueKind.Array || actions.GetArrayLength() == 0)
        {
            return SlackAnswer.Ok(SlackResults.UnknownShape);
        }

        if (!guard.IsReady || !guard.IsColleague(team, user.Id("team_id"u8) ?? team))
        {
            return SlackAnswer.Ok(SlackResults.NotAllowed);
        }

        return actions[0].Id("action_id"u8) switch
        {
            SlackActions.ForgetMe => SlackAnswer.Ok(errands.TryTake(cancellationToken => ForgetAsync(team, userId, cancellationToken)) ? SlackResults.Accepted : SlackResults.Busy),
            SlackActions.HomeHelp => Help(new SlackWindow(team, string.Empty, userId, payload.Id("trigger_id"u8), null)),
            _ => SlackAnswer.Ok(SlackResults.UnknownType),
        };
    }

    private SlackAnswer Help(SlackWindow window)
    {
        windows.Open(
            window,
            SlackHomeView.Help(Phrases.English),
            async cancellationToken => SlackHomeView.Help(await WordsAsync(window.Team, window.User, cancellationToken)));
        return SlackAnswer.Ok(SlackResults.Opened);
    }

    private async Task ShowAsync(string key, string team, string user, string? hash, CancellationToken cancellationToken)
    {
        _waiting.TryRemove(key, out _);
        var words = await WordsAsync(team, user, cancellationToken);
        try
        {
            await PublishAsync(team, user, hash, null, words, cancellationToken);
        }
        catch (SlackApiException fault) when (fault.Error == SlackErrors.HashConflict)
        {
            // A newer one was published meanwhile.
        }
    }

    private async Task ForgetAsync(string team, string user, CancellationToken cancellationToken)
    {
        var words = await WordsAsync(team, user, cancellationToken);
        var remark = words[Phrase.HomeNotForgotten];
        try
        {
            var threads = await memory.ForgetAsync(guard.TenantOf(team), ChannelKind.Slack, user, cancellationToken);
            remark = words.Say(Phrase.HomeForgotten, ("count", threads.ToString(CultureInfo.InvariantCulture)));
        }
        catch (StoreUnavailableException)
        {
            // The person is told, and what is left is forgotten the next time.
        }

        // Without a hash: whatever is shown by now, it was read before this.
        await PublishAsync(team, user, null, remark, words, cancellationToken);
    }

    private async Task PublishAsync(string team, string user, string? hash, string? remark, Phrases words, CancellationToken cancellationToken)
    {
        var content = await ReadAsync(team, user, remark, cancellationToken);
        var arguments = new JsonObject { ["user_id"] = user, ["view"] = SlackHomeView.Render(content, words) };
        if (hash is not null)
        {
            arguments["hash"] = hash;
        }

        await client.CallAsync(SlackMethod.PublishView, team, null, arguments, cancellationToken);
    }

    private async Task<SlackHomeContent> ReadAsync(string team, string user, string? remark, CancellationToken cancellationToken) => new(
        await UnlessAwayAsync(async () => (await memory.RecentAsync(guard.TenantOf(team), ChannelKind.Slack, user, MaxQuestions, cancellationToken)).Select(turn => turn.Message.Text).ToList()),
        await UnlessAwayAsync(async () => await index.ListSourcesAsync(await access.ResolveAsync(Alone(team, user), cancellationToken), cancellationToken)),
        storage.Value.Retention,
        remembering.Value.Window,
        remark);

    private static async Task<T?> UnlessAwayAsync<T>(Func<Task<T>> read)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }

    private async Task<Phrases> WordsAsync(string team, string user, CancellationToken cancellationToken)
        => Phrases.For((await places.ProfileAsync(team, user, cancellationToken)).Locale);

    // Rights are asked for a message; this one is never sent, stored or answered.
    private InboundMessage Alone(string team, string user)
    {
        var now = time.GetUtcNow();
        return new InboundMessage
        {
            TurnId = "home",
            DeliveryId = "home",
            DedupeKeys = [],
            Conversation = new ConversationKey(guard.TenantOf(team), ChannelKind.Slack, $"{team}/home", user),
            Sender = new Sender(user, []),
            MessageId = "home",
            Text = string.Empty,
            Audience = Audience.Private,
            SentAt = now,
            ReceivedAt = now,
            Deadline = now,
            ReplyTo = new SlackAddress { Team = team, Channel = user }.ToReplyAddress(),
        };
    }
}
