using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack.Inbound;
using ChatOpsBot.Channels.Slack.Installations;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.IntegrationTests.Hosting;
using ChatOpsBot.TestKit.Slack;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.IntegrationTests.Manifests;

/// <summary>What Slack is told about the bot is what the bot does: no route, event or scope more, and none less.</summary>
public sealed class SlackManifestTests : IAsyncLifetime
{
    // The scopes of each method for a bot token, from its page https://docs.slack.dev/reference/methods/<name>. A method that reads
    // conversations takes one scope for each kind of conversation it is used in.
    private static readonly Dictionary<string, string[]> ScopesOfMethods = new(StringComparer.Ordinal)
    {
        ["auth.test"] = [],
        ["chat.postMessage"] = ["chat:write"],
        ["chat.update"] = ["chat:write"],
        ["chat.delete"] = ["chat:write"],
        ["conversations.replies"] = ["channels:history", "groups:history", "im:history", "mpim:history"],
        ["conversations.history"] = ["channels:history", "groups:history", "im:history", "mpim:history"],

        // Only asked about channels an answer is to be shared in, never about a direct message: im:read is not needed.
        ["conversations.info"] = ["channels:read", "groups:read", "mpim:read"],

        // Only with one person: mpim:write is not needed.
        ["conversations.open"] = ["im:write"],
        ["views.open"] = [],
        ["views.update"] = [],
        ["views.publish"] = [],
        ["users.info"] = ["users:read"],
        ["chat.startStream"] = ["chat:write"],
        ["chat.appendStream"] = ["chat:write"],
        ["chat.stopStream"] = ["chat:write"],

        // Takes either of two scopes, soon this one alone: https://docs.slack.dev/changelog/2026/03/05/set-status-scope-update.
        ["assistant.threads.setStatus"] = ["chat:write"],
        ["assistant.threads.setSuggestedPrompts"] = ["assistant:write"],
        ["assistant.threads.setTitle"] = ["assistant:write"],
        ["files.info"] = ["files:read"],

        // A command's own address: https://docs.slack.dev/interactivity/implementing-slash-commands.
        ["response_url"] = ["commands"],
    };

    // From https://docs.slack.dev/reference/events/<name>.
    private static readonly Dictionary<string, string> ScopeOfEvents = new(StringComparer.Ordinal)
    {
        ["app_mention"] = "app_mentions:read",

        // Need none of their own; they come with the agent view, whose scope this is.
        ["app_home_opened"] = "assistant:write",
        ["app_context_changed"] = "assistant:write",
        ["message.channels"] = "channels:history",
        ["message.groups"] = "groups:history",
        ["message.im"] = "im:history",
        ["message.mpim"] = "mpim:history",
    };

    private static readonly string[] EventsWithoutScope = ["app_uninstalled", "tokens_revoked"];

    // The event a subscription brings: its type, and the channel_type of a message.
    private static readonly Dictionary<string, (string Type, string? ChannelType)> Subscriptions = new(StringComparer.Ordinal)
    {
        ["app_mention"] = ("app_mention", null),
        ["app_home_opened"] = ("app_home_opened", null),
        ["app_context_changed"] = ("app_context_changed", null),
        ["message.channels"] = ("message", "channel"),
        ["message.groups"] = ("message", "group"),
        ["message.im"] = ("message", "im"),
        ["message.mpim"] = ("message", "mpim"),
        ["app_uninstalled"] = ("app_uninstalled", null),
        ["channel_id_changed"] = ("channel_id_changed", null),
        ["file_shared"] = ("file_shared", null),
        ["link_shared"] = ("link_shared", null),
        ["member_joined_channel"] = ("member_joined_channel", null),
        ["reaction_added"] = ("reaction_added", null),
        ["team_join"] = ("team_join", null),
        ["tokens_revoked"] = ("tokens_revoked", null),
    };

    private readonly SlackManifest _manifest = SlackManifest.Read();
    private FakeSlack _slack = null!;
    private RunningBot _bot = null!;

    public async Task InitializeAsync()
    {
        _slack = await FakeSlack.StartAsync(TimeProvider.System);
        _bot = await RunningBot.StartAsync(new Dictionary<string, string>
        {
            ["Channels:Slack:Enabled"] = "true",
            ["Channels:Slack:SigningSecret"] = FakeSlack.SigningSecret,
            ["Channels:Slack:BotToken"] = FakeSlack.BotToken,
            ["Channels:Slack:ApiBaseUrl"] = _slack.ApiBaseUrl.AbsoluteUri,
        });
    }

    public async Task DisposeAsync()
    {
        await _bot.DisposeAsync();
        await _slack.DisposeAsync();
    }

    [Fact]
    public void The_request_addresses_are_the_routes_that_are_mapped()
    {
        var mapped = _bot.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => endpoint.RoutePattern.RawText!)
            .Where(route => route.StartsWith("/slack/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

        Assert.Equal(["/slack/commands", "/slack/events", "/slack/interactions"], mapped);
        Assert.Equal("https://your-host.example/slack/commands", _manifest.Text("features.slash_commands.0.url"));
        Assert.Equal("https://your-host.example/slack/events", _manifest.Text("settings.event_subscriptions.request_url"));
        Assert.Equal("https://your-host.example/slack/interactions", _manifest.Text("settings.interactivity.request_url"));
        Assert.False(_manifest.Has("features.slash_commands.1"));
    }

    [Fact]
    public async Task The_command_is_the_one_that_help_names()
    {
        var person = new SlackPerson(_slack, _bot.Client, TimeProvider.System);

        using var response = await person.CommandAsync("C0OPS", "help", command: string.Empty);

        var help = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("text").GetString();
        Assert.Contains($"`{_manifest.Text("features.slash_commands.0.command")} help`", help, StringComparison.Ordinal);
    }

    [Fact]
    public void The_events_are_those_the_bot_answers()
        => Assert.Equal(
            Subscriptions.Where(subscription => IsForTheBot(subscription.Value)).Select(subscription => subscription.Key).Order(StringComparer.Ordinal),
            _manifest.List("settings.event_subscriptions.bot_events").Order(StringComparer.Ordinal));

    [Fact]
    public void The_scopes_are_those_that_methods_and_events_need_and_no_other()
    {
        Assert.Equal(SlackMethod.All.Select(method => method.Name), ScopesOfMethods.Keys);
        var needed = ScopesOfMethods.Values.SelectMany(scopes => scopes)
            .Concat(_manifest.List("settings.event_subscriptions.bot_events").Except(EventsWithoutScope).Select(name => ScopeOfEvents[name]));

        Assert.Equal(needed.Distinct().Order(StringComparer.Ordinal), _manifest.List("oauth_config.scopes.bot").Order(StringComparer.Ordinal));
        Assert.False(_manifest.Has("oauth_config.scopes.user"));
    }

    [Fact]
    public void An_installation_asks_for_the_scopes_of_the_manifest()
        => Assert.Equal(_manifest.List("oauth_config.scopes.bot").Order(StringComparer.Ordinal), SlackScopes.Bot.Order(StringComparer.Ordinal));

    [Fact]
    public void What_the_bot_does_not_serve_is_off()
    {
        Assert.All(
            ["socket_mode_enabled", "token_rotation_enabled", "org_deploy_enabled"],
            setting => Assert.Equal("false", _manifest.Text($"settings.{setting}")));
        Assert.All(["assistant_view", "workflow_steps"], feature => Assert.False(_manifest.Has($"features.{feature}")));
    }

    [Fact]
    public void The_home_and_the_shortcuts_are_those_the_bot_serves()
    {
        Assert.Equal("true", _manifest.Text("features.app_home.home_tab_enabled"));
        Assert.Equal(
            [SlackActions.AnswerThis, SlackActions.SettingsShortcut],
            [_manifest.Text("features.shortcuts.0.callback_id"), _manifest.Text("features.shortcuts.1.callback_id")]);
        Assert.Equal(["message", "message"], [_manifest.Text("features.shortcuts.0.type"), _manifest.Text("features.shortcuts.1.type")]);
        Assert.False(_manifest.Has("features.shortcuts.2"));
        Assert.All([_manifest.Text("features.shortcuts.0.name"), _manifest.Text("features.shortcuts.1.name")], name => Assert.InRange(name.Length, 1, 24));
    }

    [Fact]
    public void People_can_write_to_the_bot_directly_and_click()
    {
        Assert.Equal(
            ("true", "false"),
            (_manifest.Text("features.app_home.messages_tab_enabled"), _manifest.Text("features.app_home.messages_tab_read_only_enabled")));
        Assert.Equal("true", _manifest.Text("settings.interactivity.is_enabled"));
    }

    // Apps of the older kind (assistant_view) send other events, which the bot answers too; a new app is an agent.
    [Fact]
    public void The_app_is_an_agent()
        => Assert.InRange(_manifest.Text("features.agent_view.agent_description").Length, 20, 300);

    // Slack's Marketplace asks for a short description of at most ten words and for a word about AI (S-87).
    [Fact]
    public void The_descriptions_are_short_and_say_that_answers_are_automatic()
    {
        Assert.InRange(_manifest.Text("display_information.description").Split(' ').Length, 1, 10);
        Assert.InRange(_manifest.Text("display_information.long_description").Length, 175, 4_000);
        Assert.Contains("AI model", _manifest.Text("display_information.long_description"), StringComparison.Ordinal);
    }

    private bool IsForTheBot((string Type, string? ChannelType) subscription)
    {
        var person = new SlackPerson(_slack, _bot.Client, TimeProvider.System);
        var said = person.Event(subscription.Type, "C0OPS", "1700000000.000100", $"<@{FakeSlackWorkspace.BotUserId}> hello");
        said["channel_type"] = subscription.ChannelType;
        said["tab"] = "home";
        said["tokens"] = new JsonObject { ["bot"] = new JsonArray(FakeSlackWorkspace.BotUserId) };
        var mapper = _bot.Services.GetRequiredService<SlackEventMapper>();
        return mapper.Map(JsonSerializer.SerializeToElement(person.Envelope(said))) is not SlackMapping.Ignored;
    }
}
