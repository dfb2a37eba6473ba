using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Access.Places;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Conversations.Wire;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>
/// The settings of a channel in a modal: whoever created the channel and the admins of the workspace change them, everybody else sees them. An empty window
/// is opened at once and filled behind the request, because the right to open one lasts three seconds (S-43).
/// </summary>
internal sealed class SlackSettings(
    SlackWindows windows, SlackPlaces places, PlaceBook book, IKnowledgeIndex index, SlackCardGuard guard, SlackTeller teller, TimeProvider time)
{
    private const int MaxStateUrl = 1_000;

    // Slack waits three seconds for the answer to a submitted modal.
    private static readonly TimeSpan SubmitLimit = TimeSpan.FromSeconds(2);

    private enum Right
    {
        Unknown,
        Reader,
        Manager,
    }

    public SlackAnswer Open(SlackWindow window)
    {
        windows.Open(
            window,
            SlackSettingsModal.Notice(Phrases.English, Phrase.SettingsLoading),
            cancellationToken => FillAsync(window, cancellationToken));
        return SlackAnswer.Ok(SlackResults.Opened);
    }

    public async ValueTask<SlackAnswer> SubmitAsync(JsonElement payload, CancellationToken cancellationToken)
    {
        var (view, user) = (payload.Member("view"u8), payload.Member("user"u8));
        var team = payload.Member("team"u8).Id("id"u8) ?? user.Id("team_id"u8);
        if (SlackSettingsState.TryRead(view.Text("private_metadata"u8)) is not { } state || !SlackId.IsValid(state.Channel) || team is null
            || user.Id("id"u8) is not { } userId || !guard.IsReady || !guard.IsColleague(team, user.Id("team_id"u8) ?? team))
        {
            return SlackAnswer.Ok(SlackResults.UnknownShape);
        }

        var words = Phrases.For(state.Locale);
        using var limit = new CancellationTokenSource(SubmitLimit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await SaveAsync(new SlackWindow(team, state.Channel, userId, null, state.ResponseUrl), state, view.Member("state"u8).Member("values"u8), words, both.Token);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or SlackApiException or OperationCanceledException)
        {
            return Refuse(SlackResults.Unavailable, SlackSettingsModal.Answer, words[Phrase.SettingsNotStored]);
        }
    }

    private async Task<SlackAnswer> SaveAsync(SlackWindow window, SlackSettingsState state, JsonElement values, Phrases words, CancellationToken cancellationToken)
    {
        // Asked anew: an hour may have passed since the window was opened.
        var place = await places.FindAsync(window.Team, window.Channel, cancellationToken);
        var profile = await places.ProfileAsync(window.Team, window.User, cancellationToken);
        if (!CanBeSetUp(place) || RightOf(window.User, place, profile) is not Right.Manager)
        {
            return Refuse(SlackResults.NotAllowed, SlackSettingsModal.Answer, words[Phrase.SettingsNotAllowed]);
        }

        var key = KeyOf(window);
        var settings = Read(values);
        var offered = await SourcesAsync(window.Team, await book.ReadAsync(key, cancellationToken), cancellationToken);
        if (settings.Sources.Except(offered, StringComparer.Ordinal).Any())
        {
            return Refuse(SlackResults.NotAllowed, SlackSettingsModal.Sources, words[Phrase.SettingsUnknownChoice]);
        }

        if (settings.Language is { } language && !SlackSettingsModal.Knows(language))
        {
            return Refuse(SlackResults.NotAllowed, SlackSettingsModal.Language, words[Phrase.SettingsUnknownChoice]);
        }

        if (!await book.TryWriteAsync(key, settings, state.Version, cancellationToken))
        {
            return Refuse(SlackResults.NotAllowed, SlackSettingsModal.Answer, words[Phrase.SettingsChanged]);
        }

        teller.Tell(window.Team, window.Channel, window.ResponseUrl, words[Phrase.SettingsSaved]);
        return SlackAnswer.Ok(SlackResults.Saved);
    }

    private async Task<JsonObject?> FillAsync(SlackWindow window, CancellationToken cancellationToken)
    {
        var profile = await places.ProfileAsync(window.Team, window.User, cancellationToken);
        var words = Phrases.For(profile.Locale);
        try
        {
            return await RenderAsync(window, profile, words, cancellationToken);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or SlackApiException)
        {
            return SlackSettingsModal.Notice(words, Phrase.NotReadNow);
        }
    }

    private async Task<JsonObject> RenderAsync(SlackWindow window, SlackProfile profile, Phrases words, CancellationToken cancellationToken)
    {
        var place = await places.FindAsync(window.Team, window.Channel, cancellationToken);
        if (!CanBeSetUp(place))
        {
            return SlackSettingsModal.Notice(words, Phrase.SettingsNotHere);
        }

        var kept = await book.ReadAsync(KeyOf(window), cancellationToken);
        var right = RightOf(window.User, place, profile);
        if (right is not Right.Manager)
        {
            return SlackSettingsModal.Shown(kept.Settings, right is Right.Reader ? Phrase.SettingsReadOnly : Phrase.SettingsUnknownRights, words);
        }

        var state = new SlackSettingsState(window.Channel, kept.Version, window.ResponseUrl is { Length: < MaxStateUrl } ? window.ResponseUrl : null, profile.Locale);
        return SlackSettingsModal.Form(state, kept.Settings, await SourcesAsync(window.Team, kept, cancellationToken), words);
    }

    // What is chosen already stays a choice, although its source may be gone. Names of sources that only some may read are told to nobody here.
    private async Task<IReadOnlyList<string>> SourcesAsync(string team, KeptPlace kept, CancellationToken cancellationToken)
    {
        var sources = await index.ListSourcesAsync(AccessFilter.For(guard.TenantOf(team), [Principals.Everyone]), cancellationToken);
        return SlackSettingsModal.Offered([.. kept.Settings.Sources, .. sources.Select(source => source.Name)]);
    }

    private PlaceKey KeyOf(SlackWindow window) => new(guard.TenantOf(window.Team), ChannelKind.Slack, $"{window.Team}/{window.Channel}");

    private static bool CanBeSetUp(SlackPlace? place) => place is { IsExternal: false, IsDirect: false };

    private static Right RightOf(string user, SlackPlace? place, SlackProfile profile)
        => profile.IsAdmin || place?.Creator == user ? Right.Manager : profile.IsKnown ? Right.Reader : Right.Unknown;

    private static PlaceSettings Read(JsonElement values) => new()
    {
        AnswersEveryQuestion = ValueOf(values, "answer"u8).Member("selected_option"u8).Text("value"u8) == SlackSettingsModal.EveryQuestion,
        Sources = Texts(ValueOf(values, "sources"u8).Member("selected_options"u8), PlaceSettings.MaxSources, option => option.Text("value"u8)),
        Language = ValueOf(values, "language"u8).Member("selected_option"u8).Text("value"u8) is { } language and not SlackSettingsModal.FollowPerson ? language : null,
        People = Texts(ValueOf(values, "people"u8).Member("selected_users"u8), PlaceSettings.MaxPeople, user => user.ValueKind is JsonValueKind.String ? user.GetString() : null)
            .Where(SlackId.IsValid).ToList(),
    };

    private static JsonElement ValueOf(JsonElement values, ReadOnlySpan<byte> id) => values.Member(id).Member(id);

    private static List<string> Texts(JsonElement items, int limit, Func<JsonElement, string?> text)
        => items.ValueKind is JsonValueKind.Array ? [.. items.EnumerateArray().Take(limit).Select(text).OfType<string>().Distinct(StringComparer.Ordinal)] : [];

    private static SlackAnswer Refuse(string result, string block, string text)
    {
        var body = new JsonObject { ["response_action"] = "errors", ["errors"] = new JsonObject { [block] = text } };
        return SlackAnswer.Ok(result) with { Body = Encoding.UTF8.GetBytes(body.ToJsonString()) };
    }
}
