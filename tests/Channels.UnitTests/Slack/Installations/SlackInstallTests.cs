using System.Net;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Slack.Inbound;
using ChatOpsBot.Channels.Slack.Installations;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.RagCore.Access.Secrets;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Records;
using ChatOpsBot.TestKit.Records;
using ChatOpsBot.TestKit.Slack;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.UnitTests.Slack.Installations;

public sealed class SlackInstallTests : IAsyncLifetime
{
    private SlackInstallStage _stage = null!;

    public async Task InitializeAsync() => _stage = await SlackInstallStage.StartAsync();

    public Task DisposeAsync() => _stage.DisposeAsync().AsTask();

    [Fact]
    public async Task A_browser_is_sent_to_slack_with_the_scopes_and_a_state_that_is_its_own()
    {
        var begun = await _stage.BeginAsync();

        Assert.StartsWith("https://slack.com/oauth/v2/authorize?client_id=1234567890.0987654321&scope=app_mentions", begun.Address.AbsoluteUri, StringComparison.Ordinal);
        Assert.All(
            ["__Host-slack-install=", "secure", "httponly", "samesite=lax", "path=/", "max-age=600"],
            part => Assert.Contains(part, begun.Cookie, StringComparison.OrdinalIgnoreCase));
        Assert.NotEqual(begun.State, (await _stage.BeginAsync()).State);
        Assert.Empty(_stage.Bot.Records.Values);
    }

    [Fact]
    public async Task An_installation_is_stored_encrypted_and_serves_its_organisation()
    {
        var (status, page) = await _stage.InstallAsync("T0ACME");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("Team &lt;T0ACME&gt;", page, StringComparison.Ordinal);
        var installation = await _stage.FindAsync("T0ACME");
        Assert.Equal(("acme", "U0BOTT0ACME", "BU0BOTT0ACME", "A000000001", "U0ADMIN"), (installation!.Tenant, installation.BotUserId, installation.BotId, installation.AppId, installation.InstallerId));
        Assert.Equal(_stage.Bot.Time.GetUtcNow().AddSeconds(43_200), installation.ExpiresAt);
        Assert.All(_stage.Slack.Apps.Secrets(), secret => Assert.DoesNotContain(_stage.Bot.Records.Values, value => value.Contains(secret, StringComparison.Ordinal)));

        Assert.Equal("accepted", await _stage.MentionAsync("T0ACME"));
        var message = Assert.Single(_stage.Bot.Inbox.Accepted);
        Assert.Equal(("acme", "how many days?"), (message.Conversation.Tenant.Value, message.Text));
        await _stage.PostAsync("T0ACME");
        Assert.Equal("T0ACME", _stage.Slack.Calls.Single(call => call.Method == "chat.postMessage").Team);
    }

    [Fact]
    public async Task Secrets_are_never_logged_nor_shown()
    {
        var (_, page) = await _stage.InstallAsync("T0ACME");
        await _stage.PostAsync("T0ACME");

        string[] secrets = [.. _stage.Slack.Apps.Secrets(), FakeSlackApps.ClientSecret];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, _stage.Bot.Logs, StringComparison.Ordinal));
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_state_works_once_however_many_bring_it()
    {
        var begun = await _stage.BeginAsync();
        var ends = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _stage.EndAsync(begun.State, begun.Cookie, _stage.Slack.Apps.Consent("T0ACME"))));

        Assert.Single(ends, end => end.Status == HttpStatusCode.OK);
        Assert.Equal(4, ends.Count(end => end.Status == HttpStatusCode.BadRequest));
        Assert.Single(_stage.Slack.Calls, call => call.Method == "oauth.v2.access");
    }

    [Fact]
    public async Task A_state_of_another_browser_or_of_none_is_refused()
    {
        var (mine, other) = (await _stage.BeginAsync(), await _stage.BeginAsync());
        var code = _stage.Slack.Apps.Consent("T0ACME");

        Assert.Equal(HttpStatusCode.BadRequest, (await _stage.EndAsync(mine.State, other.Cookie, code)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await _stage.EndAsync(mine.State, null, code)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await _stage.EndAsync(null, mine.Cookie, code)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await _stage.EndAsync("v1.aaaa.bbbb", mine.Cookie, code)).Status);
        Assert.DoesNotContain(_stage.Slack.Calls, call => call.Method == "oauth.v2.access");
        Assert.Equal(HttpStatusCode.OK, (await _stage.EndAsync(mine.State, mine.Cookie, code)).Status);
    }

    [Theory]
    [InlineData(599, HttpStatusCode.OK)]
    [InlineData(600, HttpStatusCode.BadRequest)]
    public async Task A_state_is_good_for_ten_minutes(int seconds, HttpStatusCode expected)
    {
        var begun = await _stage.BeginAsync();
        _stage.Bot.Time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(expected, (await _stage.EndAsync(begun.State, begun.Cookie, _stage.Slack.Apps.Consent("T0ACME"))).Status);
    }

    [Fact]
    public async Task Who_does_not_agree_is_told_so_in_their_language()
    {
        var begun = await _stage.BeginAsync();

        var (status, page) = await _stage.EndAsync(begun.State, begun.Cookie, null, "de-AT,de;q=0.9,en;q=0.5", "access_denied");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("Nichts wurde installiert", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains("lang=\"de\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_that_slack_does_not_know_installs_nothing()
    {
        var begun = await _stage.BeginAsync();

        var (status, page) = await _stage.EndAsync(begun.State, begun.Cookie, "<script>");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("invalid_code", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workspace_that_is_not_listed_is_refused_with_the_key_that_would_list_it_and_its_token_is_given_back()
    {
        var (status, page) = await _stage.InstallAsync("T0STRANGER");

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("Channels:Slack:Workspaces:T0STRANGER", page, StringComparison.Ordinal);
        Assert.Null(await _stage.FindAsync("T0STRANGER"));
        Assert.Single(_stage.Slack.Calls, call => call is { Method: "auth.revoke", Error: null, Team: "T0STRANGER" });
        Assert.Equal("wrong_tenant", await _stage.MentionAsync("T0STRANGER"));
    }

    [Fact]
    public async Task An_unlisted_workspace_that_is_allowed_is_an_organisation_of_its_own()
    {
        await using var open = await SlackInstallStage.StartAsync(("AllowUnlistedWorkspaces", "true"));

        Assert.Equal(HttpStatusCode.OK, (await open.InstallAsync("T0STRANGER")).Status);
        await open.MentionAsync("T0STRANGER");

        Assert.Equal("T0STRANGER", Assert.Single(open.Bot.Inbox.Accepted).Conversation.Tenant.Value);
    }

    [Fact]
    public async Task An_installation_for_an_enterprise_serves_each_of_its_workspaces()
    {
        Assert.Equal(HttpStatusCode.OK, (await _stage.InstallAsync(null, "E0ORG")).Status);

        Assert.Equal("accepted", await _stage.MentionAsync("T0ONE", "E0ORG", isOrgWide: true));
        Assert.Equal("accepted", await _stage.MentionAsync("T0TWO", "E0ORG", isOrgWide: true));
        await _stage.PostAsync("T0TWO");

        Assert.All(_stage.Bot.Inbox.Accepted, message => Assert.Equal(new TenantId("org"), message.Conversation.Tenant));
        Assert.Equal(["T0ONE/C0OPS", "T0TWO/C0OPS"], _stage.Bot.Inbox.Accepted.Select(message => message.Conversation.ConversationId));
        Assert.Equal("E0ORG", _stage.Slack.Calls.Single(call => call.Method == "chat.postMessage").Team);
        Assert.Equal("wrong_tenant", await _stage.MentionAsync("T0THREE", "E0OTHER", isOrgWide: true));
    }

    [Fact]
    public async Task An_event_of_a_shared_channel_counts_for_the_workspace_that_is_installed_and_not_for_the_one_it_came_from()
    {
        await _stage.InstallAsync("T0ACME");
        var person = new SlackPerson(_stage.Slack, _stage.Bot.Client, _stage.Bot.Time) { Team = "T0STRANGER" };
        var envelope = person.Envelope(person.Event("app_mention", "C0OPS", _stage.Slack.Workspace.NextTs(), "<@U0BOTT0ACME> how many days?"));
        envelope["context_team_id"] = "T0ACME";
        envelope["is_ext_shared_channel"] = true;

        using var ours = await person.SendEventAsync(envelope);
        var theirs = await _stage.MentionAsync("T0STRANGER");

        Assert.Equal("wrong_tenant", theirs);
        var message = Assert.Single(_stage.Bot.Inbox.Accepted);
        Assert.Equal(("T0ACME/C0OPS", "acme", Audience.External), (message.Conversation.ConversationId, message.Conversation.Tenant.Value, message.Audience));
    }

    [Theory]
    [InlineData("context")]
    [InlineData("authorization")]
    public async Task The_enterprise_of_another_workspace_in_an_event_does_not_serve_this_one(string place)
    {
        await _stage.InstallAsync(null, "E0ORG");
        var person = new SlackPerson(_stage.Slack, _stage.Bot.Client, _stage.Bot.Time) { Team = "T0ONE" };
        var envelope = person.Envelope(person.Event("app_mention", "C0OPS", _stage.Slack.Workspace.NextTs(), "<@U0BOTE0ORG> how many days?"));
        envelope["context_team_id"] = "T0STRANGER";
        envelope["enterprise_id"] = place == "context" ? "E0ORG" : null;
        envelope["authorizations"]![0]!["enterprise_id"] = place == "context" ? null : "E0ORG";

        using var response = await person.SendEventAsync(envelope);

        Assert.Equal(SlackResults.WrongTenant, _stage.Bot.Results.Last());
        Assert.Null(await _stage.FindAsync("T0STRANGER"));
        Assert.Equal("wrong_tenant", await _stage.MentionAsync("T0STRANGER"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stranger_who_clicks_in_a_shared_channel_does_not_make_their_workspace_one_of_the_apps_enterprise(bool hasTeam)
    {
        await _stage.InstallAsync(null, "E0ORG");
        var stranger = new SlackPerson(_stage.Slack, _stage.Bot.Client, _stage.Bot.Time, "U0STRANGER") { Team = "T0STRANGER" };

        using var response = await stranger.InteractAsync(new JsonObject
        {
            ["type"] = "block_actions",
            ["team"] = hasTeam ? new JsonObject { ["id"] = "T0STRANGER", ["domain"] = "stranger" } : null,
            ["enterprise"] = new JsonObject { ["id"] = "E0ORG", ["name"] = "Org" },
            ["is_enterprise_install"] = true,
            ["user"] = new JsonObject { ["id"] = "U0STRANGER", ["team_id"] = "T0STRANGER" },
            ["container"] = new JsonObject { ["type"] = "message", ["message_ts"] = "1700000000.000100", ["channel_id"] = "C0OPS" },
            ["actions"] = new JsonArray(new JsonObject { ["action_id"] = "report", ["value"] = "t-1", ["action_ts"] = "1700000000.000200" }),
        });

        Assert.Equal(SlackResults.NotAllowed, _stage.Bot.Results.Last());
        Assert.Null(await _stage.FindAsync("T0STRANGER"));
        Assert.Equal("wrong_tenant", await _stage.MentionAsync("T0STRANGER"));
    }

    [Fact]
    public async Task A_workspace_that_is_taken_off_the_list_or_given_to_another_organisation_is_served_so_at_once()
    {
        await _stage.InstallAsync("T0ACME");
        await _stage.MentionAsync("T0ACME");
        var waiting = Assert.Single(_stage.Bot.Inbox.Accepted);
        var gate = new SlackWorkspaceGate(_stage.Bot.Get<SlackWorkspaces>());
        Assert.Null(await gate.CheckAsync(waiting, default));
        var listed = _stage.Bot.Get<IOptions<SlackOptions>>().Value.Workspaces;

        listed["T0ACME"] = "other";
        Assert.Equal(SlackResults.WrongTenant, (await gate.CheckAsync(waiting, default))?.Reason);
        await _stage.MentionAsync("T0ACME");
        Assert.Equal("other", _stage.Bot.Inbox.Accepted[^1].Conversation.Tenant.Value);

        listed.Remove("T0ACME");
        Assert.Equal("wrong_tenant", await _stage.MentionAsync("T0ACME"));
    }

    [Fact]
    public async Task What_was_read_last_stays_known_while_the_store_is_asked_anew()
    {
        await _stage.InstallAsync("T0ACME");
        var (installations, workspaces) = (_stage.Bot.Get<SlackInstallations>(), _stage.Bot.Get<SlackWorkspaces>());

        installations.Forget("T0ACME");

        Assert.NotNull(workspaces.Of("T0ACME"));
        _stage.Bot.Records.IsDown = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await installations.FindAsync("T0ACME", default));
    }

    [Fact]
    public async Task An_installation_that_cannot_be_read_keeps_no_enterprise_from_being_uninstalled()
    {
        await _stage.InstallAsync(null, "E0ORG");
        await _stage.MentionAsync("T0ONE", "E0ORG", isOrgWide: true);
        foreach (var key in new[] { "slack/T0BROKEN", "elsewhere/T0OTHER" })
        {
            await _stage.Bot.Records.TryWriteAsync(new RecordKey(RecordKind.Installation, key), "unreadable", 0, null, default);
        }

        Assert.Equal("uninstalled", await _stage.DeliverAsync("T0ONE", "E0ORG", new JsonObject { ["type"] = "app_uninstalled" }, isOrgWide: true));

        Assert.Equal(["T0ONE", "E0ORG"], _stage.Bot.Uninstalls.Told.Select(told => told.Place));
    }

    [Fact]
    public async Task An_installation_that_was_broken_troubles_nobody_once_it_is_gone()
    {
        await _stage.InstallAsync("T0ACME");
        var (installations, health) = (_stage.Bot.Get<SlackInstallations>(), _stage.Bot.Get<SlackHealth>());
        var kept = (await installations.ReadAsync("T0ACME", default))!.Value;
        await installations.TryWriteAsync(kept.Installation with { Fault = "invalid_refresh_token" }, kept.Version, default);
        Assert.Contains("T0ACME", health.Degradation, StringComparison.Ordinal);

        await _stage.UninstallAsync("T0ACME");

        Assert.Null(health.Degradation);
    }

    [Fact]
    public async Task A_method_that_wants_the_workspace_is_told_it_by_a_token_of_an_enterprise_only()
    {
        await _stage.InstallAsync(null, "E0ORG");
        await _stage.InstallAsync("T0ACME");
        await _stage.MentionAsync("T0ONE", "E0ORG", isOrgWide: true);
        var method = SlackMethod.ConversationInfo with { TakesTeam = true };
        var client = _stage.Bot.Get<SlackWebClient>();

        await client.CallAsync(method, "T0ONE", null, new() { ["channel"] = "C0OPS" }, default);
        await client.CallAsync(method, "T0ACME", null, new() { ["channel"] = "C0OPS" }, default);

        Assert.Equal(["T0ONE", null], _stage.Slack.Calls.Where(call => call.Method == "conversations.info").Select(call => (string?)call.Arguments["team_id"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_uninstalled_workspace_is_called_no_more_in_whichever_order_it_is_told(bool isAppFirst)
    {
        await _stage.InstallAsync("T0ACME");
        await _stage.MentionAsync("T0ACME");
        _stage.Slack.Apps.Revoke("T0ACME");

        var first = isAppFirst ? await _stage.UninstallAsync("T0ACME") : await _stage.RevokeAsync("T0ACME");
        var second = isAppFirst ? await _stage.RevokeAsync("T0ACME") : await _stage.UninstallAsync("T0ACME");
        var calls = _stage.Slack.Calls.Count;

        Assert.Equal(("uninstalled", "wrong_tenant"), (first, second));
        Assert.Equal(new Uninstalled(ChannelKind.Slack, new TenantId("acme"), "T0ACME"), Assert.Single(_stage.Bot.Uninstalls.Told));
        var fault = await Assert.ThrowsAsync<SlackApiException>(() => _stage.PostAsync("T0ACME"));
        Assert.Equal((SlackErrors.NotInstalled, DeliveryFailure.Permanent), (fault.Error, fault.Failure));
        Assert.Equal("wrong_tenant", await _stage.MentionAsync("T0ACME"));
        Assert.Equal(calls, _stage.Slack.Calls.Count);
        Assert.Null(await _stage.FindAsync("T0ACME"));
    }

    [Fact]
    public async Task What_follows_an_uninstallation_is_tried_again_until_it_is_done()
    {
        await _stage.InstallAsync("T0ACME");
        _stage.Bot.Uninstalls.Failures = 1;

        Assert.Equal(nameof(HttpStatusCode.ServiceUnavailable), await _stage.UninstallAsync("T0ACME"));
        Assert.Null((await _stage.FindAsync("T0ACME"))!.BotToken);
        Assert.Equal("uninstalled", await _stage.UninstallAsync("T0ACME"));

        Assert.Single(_stage.Bot.Uninstalls.Told);
        Assert.Null(await _stage.FindAsync("T0ACME"));
    }

    [Fact]
    public async Task It_can_be_installed_again_and_what_was_told_of_the_earlier_one_does_not_concern_it()
    {
        await _stage.InstallAsync("T0ACME");
        var removed = _stage.Bot.Time.GetUtcNow();
        await _stage.UninstallAsync("T0ACME");
        _stage.Bot.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(HttpStatusCode.OK, (await _stage.InstallAsync("T0ACME")).Status);
        Assert.Equal("done", await _stage.RevokeAsync("T0ACME", removed));

        await _stage.PostAsync("T0ACME");
        Assert.Equal("accepted", await _stage.MentionAsync("T0ACME"));
    }

    [Fact]
    public async Task While_the_store_is_down_nothing_is_installed_and_events_are_delivered_again()
    {
        await _stage.InstallAsync("T0ACME");
        _stage.Bot.Time.Advance(TimeSpan.FromMinutes(2));
        var begun = await _stage.BeginAsync();
        _stage.Bot.Records.IsDown = true;

        Assert.Equal(nameof(HttpStatusCode.ServiceUnavailable), await _stage.MentionAsync("T0ACME"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _stage.EndAsync(begun.State, begun.Cookie, _stage.Slack.Apps.Consent("T0ACME"))).Status);
        var fault = await Assert.ThrowsAsync<SlackApiException>(() => _stage.PostAsync("T0ACME"));
        Assert.Equal(DeliveryFailure.Transient, fault.Failure);
    }

    [Fact]
    public async Task After_a_change_of_keys_an_installation_is_encrypted_anew_when_it_is_used_and_the_earlier_key_can_go()
    {
        var records = new MemoryRecordStore();
        var (first, second) = (SecretBox.NewKey(), SecretBox.NewKey());
        await Installations(first).PutAsync(new SlackInstallation { Team = "T1", Tenant = "acme", BotToken = "xoxb-1" }, default);

        Assert.Equal("xoxb-1", (await Installations(second, first).FindAsync("T1", default))?.BotToken);

        Assert.Equal("xoxb-1", (await Installations(second).FindAsync("T1", default))?.BotToken);
        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await Installations(first).FindAsync("T1", default));
        Assert.Contains("Storage:EncryptionKeys", fault.Message, StringComparison.Ordinal);

        SlackInstallations Installations(params string[] keys)
        {
            var options = new EncryptionOptions();
            foreach (var key in keys)
            {
                options.EncryptionKeys.Add(key);
            }

            return new SlackInstallations(records, new SecretBox(Options.Create(options)), new SlackHealth(), TimeProvider.System, NullLogger<SlackInstallations>.Instance);
        }
    }

    [Fact]
    public async Task Pages_of_an_installation_are_there_only_where_workspaces_install_the_app()
    {
        await using var bot = await SlackBot.StartAsync();

        using var response = await bot.Client.GetAsync(new Uri("/slack/install", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.NotNull(bot.Get<SlackIdentity>());
        Assert.NotNull(bot.Get<SlackWorkspaces>().Of(FakeSlackWorkspace.TeamId));
    }

    [Fact]
    public async Task An_app_of_one_workspace_that_is_uninstalled_is_told_too()
    {
        await using var bot = await SlackBot.StartAsync();

        using var response = await bot.Alice.SendEventAsync(bot.Alice.Envelope(new() { ["type"] = "app_uninstalled" }));

        Assert.Equal(new Uninstalled(ChannelKind.Slack, TenantId.Default, FakeSlackWorkspace.TeamId), Assert.Single(bot.Uninstalls.Told));
    }
}
