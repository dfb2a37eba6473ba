using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ChatOpsBot.Channels.Web.Inbound;
using ChatOpsBot.IntegrationTests.Hosting;
using ChatOpsBot.TestKit.Slack;

namespace ChatOpsBot.IntegrationTests.Logging;

/// <summary>What people write, who they are and what they prove themselves with is not in the logs, at any level that may be switched on (L-23).</summary>
public sealed class LogAbsenceTests
{
    private const string Question = "marker-question-9d1f how many days of annual leave";
    private const string Comment = "marker-comment-77ab";
    private const string User = "marker.person@example.com";

    [Fact]
    public async Task A_whole_turn_and_its_vote_leave_no_words_in_the_log()
    {
        var (key, hash) = ApiKeyHasher.New();
        await using var bot = await RunningBot.StartAsync(new Dictionary<string, string>
        {
            ["Channels:Web:ApiKeys:0:Hash"] = hash,
            ["Channels:Web:ApiKeys:0:Principals:0"] = "everyone",
            ["Channels:Web:ApiKeys:0:MayActFor:0"] = "*",
        });
        bot.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);

        var turn = await PostAsync(bot, "/v1/chat", new { text = Question, user = User });
        await PostAsync(bot, "/v1/feedback", new { turn_id = turn.GetProperty("turn_id").GetString(), user = User, vote = "down", comment = Comment });

        Assert.Contains(turn.GetProperty("turn_id").GetString()!, bot.Logs.Text, StringComparison.Ordinal);
        Assert.All(["marker-", "annual leave", User, key, key[4..], hash], secret => Assert.DoesNotContain(secret, bot.Logs.Text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Refused_requests_leave_nothing_of_their_body_in_the_log()
    {
        await using var bot = await RunningBot.StartAsync(new Dictionary<string, string>
        {
            ["Channels:Slack:Enabled"] = "true",
            ["Channels:Slack:SigningSecret"] = FakeSlack.SigningSecret,
            ["Channels:Slack:BotToken"] = FakeSlack.BotToken,
            ["Channels:Slack:ApiBaseUrl"] = "http://127.0.0.1:9/api/",
        });
        using var forged = new HttpRequestMessage(HttpMethod.Post, new Uri("/slack/events", UriKind.Relative))
        {
            Content = new StringContent("{\"type\":\"event_callback\",\"text\":\"marker-forged-5c\"}"),
        };
        forged.Headers.Add("X-Slack-Signature", "v0=marker-signature");

        using var response = await bot.Client.SendAsync(forged);

        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.All(["marker-", FakeSlack.SigningSecret, FakeSlack.BotToken], secret => Assert.DoesNotContain(secret, bot.Logs.Text, StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<JsonElement> PostAsync(RunningBot bot, string path, object body)
    {
        using var response = await bot.Client.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
