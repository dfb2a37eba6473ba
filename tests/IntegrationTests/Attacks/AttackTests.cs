using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Teams;
using ChatOpsBot.IntegrationTests.Hosting;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.TestKit.Attacks;
using ChatOpsBot.TestKit.Slack;
using ChatOpsBot.TestKit.Teams;
using ChatOpsBot.TestKit.Teams.Tokens;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace ChatOpsBot.IntegrationTests.Attacks;

/// <summary>Everything hostile that is known, against both doors of the composed product: nothing is accepted, nothing breaks, nothing stays in memory.</summary>
[Collection(nameof(AlonePlease))]
public sealed class AttackTests(ITestOutputHelper output)
{
    private const string SlackSecret = "an_attacked_signing_secret_0123";
    private const int LeastAttacks = 250;
    private const long MostGrowth = 32 << 20;

    private static readonly string[] SlackMembers = ["type", "event_id", "event", "event.type", "event.channel", "event.user", "event.ts"];
    private static readonly string[] TeamsMembers = ["type", "id", "channelId", "serviceUrl", "from", "recipient", "conversation"];

    [Fact]
    public async Task Slacks_door_takes_nothing_that_is_not_slacks()
    {
        await using var bot = await RunningBot.StartAsync(new Dictionary<string, string>
        {
            ["Inbox:Workers"] = "0",
            ["Channels:Slack:Enabled"] = "true",
            ["Channels:Slack:SigningSecret"] = SlackSecret,
            ["Channels:Slack:BotToken"] = "xoxb-attacked-1",
            ["Channels:Slack:TeamId"] = FakeSlackWorkspace.TeamId,
            ["Channels:Slack:ApiBaseUrl"] = "http://127.0.0.1:9/api/",
        });

        await AssertAllRefusedAsync(bot, SlackAttacks());
    }

    [Fact]
    public async Task Teams_door_takes_nothing_that_is_not_the_bot_frameworks()
    {
        using var issuer = new TokenIssuer(TimeProvider.System);
        issuer.Keys.Add(TeamsForgeries.WebchatKey);
        issuer.Keys.Add(TeamsForgeries.UnendorsedKey);
        await using var bot = await RunningBot.StartAsync(
            new Dictionary<string, string>
            {
                ["Inbox:Workers"] = "0",
                ["Channels:Teams:Enabled"] = "true",
                ["Channels:Teams:AppId"] = TokenIssuer.AppId,
                ["Channels:Teams:AppPassword"] = "attacked~secret.0123456789",
                ["Channels:Teams:AppType"] = nameof(TeamsAppType.SingleTenant),
                ["Channels:Teams:TenantId"] = TeamsPerson.Tenant,
            },
            services => services.AddSingleton(_ => new TeamsHttp(new TeamsNetwork(issuer))));
        var alice = new TeamsPerson(TimeProvider.System, TokenIssuer.ServiceUrl);

        await AssertAllRefusedAsync(bot, TeamsAttacks(issuer, alice.Says("hello")));

        await AssertAcceptedAsync(bot, new TeamsForgeries(issuer, []).Genuine(alice.Says("hello")));
    }

    // Otherwise nothing was proven by the refusals.
    private static async Task AssertAcceptedAsync(RunningBot bot, GenuineRequest genuine)
    {
        var answers = await SendAllAsync(new RawClient(bot.Client.BaseAddress!), bot.Services.GetRequiredService<IInbox>(), [new Attack("none", genuine.Write())]);

        Assert.True(Assert.Single(answers).IsAccepted);
    }

    private async Task AssertAllRefusedAsync(RunningBot bot, List<Attack> attacks)
    {
        Assert.True(attacks.Count >= LeastAttacks, $"There are only {attacks.Count} attacks.");
        Assert.Empty(attacks.GroupBy(attack => attack.Name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key));
        var client = new RawClient(bot.Client.BaseAddress!);
        var inbox = bot.Services.GetRequiredService<IInbox>();
        await SendAllAsync(client, inbox, attacks.Take(50));
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var answers = await SendAllAsync(client, inbox, attacks);

        var growth = GC.GetTotalMemory(forceFullCollection: true) - before;
        output.WriteLine(Report(attacks, answers, growth));
        Assert.Empty(answers.Where(answer => answer.Statuses.Any(IsFault)).Select(answer => $"{answer.Name}: {string.Join(' ', answer.Statuses)}"));
        Assert.Empty(answers.Where(answer => answer.IsAccepted).Select(answer => answer.Name));
        Assert.InRange(growth, long.MinValue, MostGrowth);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await bot.Client.GetAsync(new Uri("/health/live", UriKind.Relative))).StatusCode);
    }

    private static async Task<List<RawAnswer>> SendAllAsync(RawClient client, IInbox inbox, IEnumerable<Attack> attacks)
    {
        var answers = new List<RawAnswer>();
        foreach (var attack in attacks)
        {
            var before = inbox.Statistics.Waiting;
            var answer = await client.SendAsync(attack);
            answers.Add(answer with { IsAccepted = inbox.Statistics.Waiting > before });
        }

        return answers;
    }

    private static List<Attack> SlackAttacks()
    {
        var person = new JsonObject
        {
            ["type"] = "event_callback",
            ["event_id"] = "Ev0GENUINE",
            ["team_id"] = FakeSlackWorkspace.TeamId,
            ["event"] = new JsonObject
            {
                ["type"] = "app_mention",
                ["user"] = "U0ALICE",
                ["channel"] = "C0GENERAL",
                ["ts"] = "1700000000.000100",
                ["text"] = $"<@{FakeSlackWorkspace.BotUserId}> hello",
            },
        };
        var genuine = Signed(Encoding.UTF8.GetBytes(person.ToJsonString()));
        var unproven = genuine.With("X-Slack-Signature", "v0=" + new string('0', 64));
        return
        [
            .. SlackForgeries.Of(genuine, SlackSecret, TimeProvider.System.GetUtcNow()),
            .. TransportAttacks.On(genuine, unproven),
            .. JsonAttacks.From(person, SlackMembers).Select(attack => new Attack(attack.Name, Signed(attack.Body).Write())),
        ];
    }

    private static List<Attack> TeamsAttacks(TokenIssuer issuer, JsonObject activity)
    {
        var forgeries = new TeamsForgeries(issuer, activity);
        var genuine = forgeries.Genuine(activity);
        var unproven = genuine.With("Authorization", issuer.Bearer()[..^8] + "AAAAAAAA");
        return
        [
            .. forgeries.All(),
            .. TransportAttacks.On(genuine, unproven),
            .. JsonAttacks.From(activity, TeamsMembers).Select(attack => new Attack(attack.Name, forgeries.Genuine(attack.Body).Write())),
        ];
    }

    private static GenuineRequest Signed(byte[] body)
    {
        var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new GenuineRequest(
            "/slack/events",
            [
                ("Content-Type", "application/json"),
                ("X-Slack-Request-Timestamp", timestamp),
                ("X-Slack-Signature", SlackRequests.Signature(body, SlackSecret, timestamp)),
            ],
            body);
    }

    // The server's own word for a version of HTTP that it does not speak; nothing of ours has run.
    private static bool IsFault(int status) => status is >= 500 and not 505;

    private static string Report(List<Attack> attacks, List<RawAnswer> answers, long growth)
    {
        var statuses = answers.GroupBy(answer => answer.Statuses.Count == 0 ? "closed" : string.Join(' ', answer.Statuses)).OrderBy(group => group.Key, StringComparer.Ordinal);
        var times = answers.Select(answer => answer.Elapsed.TotalMilliseconds).Order().ToList();
        return string.Create(CultureInfo.InvariantCulture, $"""
            requests {attacks.Count}, accepted {answers.Count(answer => answer.IsAccepted)}, 5xx {answers.Count(answer => answer.Statuses.Any(IsFault))}, unknown versions of HTTP {answers.Count(answer => answer.Statuses.Contains(505))}
            by status: {string.Join(", ", statuses.Select(group => $"{group.Key} × {group.Count()}"))}
            memory growth {growth / 1024} kB; per request p50 {times[times.Count / 2]:F1} ms, p99 {times[times.Count * 99 / 100]:F1} ms, longest {times[^1]:F0} ms ({answers.MaxBy(answer => answer.Elapsed)!.Name})
            """);
    }
}
