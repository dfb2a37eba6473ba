using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.EndToEndTests.Processes;
using ChatOpsBot.TestKit.Slack;

namespace ChatOpsBot.EndToEndTests.Slack;

/// <summary>The same product against an emulator of Slack written by others, which also sends the bot its own messages as events.</summary>
public sealed class EmulatorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_person_in_the_emulator_reads_one_answer_with_its_sources()
    {
        await using var emulator = await SlackEmulator.StartAsync();
        await using var bot = await BotProcess.StartAsync(Settings(emulator));
        var channel = await GeneralAsync(emulator);
        await emulator.SendEventsToAsync(new Uri(bot.Address, "slack/events"));

        var text = $"<@{FakeSlackWorkspace.BotUserId}> {SlackStage.Question}";
        var ts = (await emulator.CallAsync("chat.postMessage", new { channel, text })).GetProperty("ts").GetString()!;
        await MentionAsync(bot, channel, ts, text);

        await Eventually.HoldsAsync(() => HasAnswer(emulator, channel, ts), () => bot.Output);
        Assert.Equal(0, await bot.TerminateAsync());
        var replies = await RepliesAsync(emulator, channel, ts);
        var answer = Assert.Single(replies);
        var seen = SlackSight.Of(JsonNode.Parse(answer.GetProperty("blocks").GetRawText()));
        Assert.Contains(SlackStage.Answer, seen, StringComparison.Ordinal);
        Assert.Contains("[1]", answer.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains("Annual Leave", seen, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static bool HasAnswer(SlackEmulator emulator, string channel, string ts)
        => RepliesAsync(emulator, channel, ts).GetAwaiter().GetResult()
            .Any(reply => reply.GetProperty("text").GetString()!.Contains(SlackStage.Answer, StringComparison.Ordinal));

    // The emulator sends "message" only; the mention beside it is signed here, as Slack does both.
    private static async Task MentionAsync(BotProcess bot, string channel, string ts, string text)
    {
        await using var unused = await FakeSlack.StartAsync();
        var person = new SlackPerson(unused, bot.Client, TimeProvider.System, "U000000002");
        var body = person.Envelope(person.Event("app_mention", channel, ts, text)).ToJsonString();
        using var request = SlackRequests.Sign("/slack/events", "application/json", body, SlackEmulator.SigningSecret, TimeProvider.System.GetUtcNow());
        using var response = await bot.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task<string> GeneralAsync(SlackEmulator emulator)
    {
        var channels = (await emulator.CallAsync("conversations.list", new { })).GetProperty("channels").EnumerateArray();
        var general = channels.Single(channel => channel.GetProperty("name").GetString() == "general").GetProperty("id").GetString()!;
        await emulator.CallAsync("conversations.join", new { channel = general });
        return general;
    }

    private static async Task<List<JsonElement>> RepliesAsync(SlackEmulator emulator, string channel, string ts)
    {
        var thread = await emulator.CallAsync("conversations.replies", new { channel, ts });
        return [.. thread.GetProperty("messages").EnumerateArray().Where(message => message.GetProperty("ts").GetString() != ts)];
    }

    private Dictionary<string, string?> Settings(SlackEmulator emulator) => new(StringComparer.Ordinal)
    {
        ["Storage__DataPath"] = _folder.Path,
        ["Channels__Slack__Enabled"] = "true",
        ["Channels__Slack__SigningSecret"] = SlackEmulator.SigningSecret,
        ["Channels__Slack__BotToken"] = SlackEmulator.BotToken,
        ["Channels__Slack__ApiBaseUrl"] = emulator.ApiBaseUrl.AbsoluteUri,
    };
}
