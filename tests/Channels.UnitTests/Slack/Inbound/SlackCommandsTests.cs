using System.Net;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.Channels.UnitTests.Slack.Inbound;

public sealed class SlackCommandsTests : IAsyncLifetime
{
    private SlackBot _bot = null!;

    public async Task InitializeAsync() => _bot = await SlackBot.StartAsync();

    public async Task DisposeAsync() => await _bot.DisposeAsync();

    [Fact]
    public async Task A_question_is_stored_and_answered_privately()
    {
        var response = await _bot.Alice.CommandAsync("C0OPS", "how many <@U1|ann> & days of leave?".Replace("&", "&amp;", StringComparison.Ordinal));

        Assert.Equal(("ephemeral", true), await SaidAsync(response, "Searching"));
        var message = Assert.Single(_bot.Inbox.Accepted);
        Assert.Equal("how many @ann & days of leave?", message.Text);
        Assert.Equal(Audience.Private, message.Audience);
        Assert.Equal(TimeSpan.FromHours(24), message.Deadline - message.ReceivedAt);
        Assert.NotNull(SlackAddress.Read(message.ReplyTo).ResponseUrl);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("help")]
    [InlineData("HELP")]
    public async Task Help_is_said_at_once(string text)
    {
        var response = await _bot.Alice.CommandAsync("C0OPS", text, "/handbook");

        Assert.Equal(("ephemeral", true), await SaidAsync(response, "/handbook how many"));
        Assert.Empty(_bot.Inbox.Accepted);
    }

    [Theory]
    [InlineData("Hilfe", "/handbook Wie viele")]
    [InlineData("aide", "/handbook combien")]
    [InlineData("ayuda", "/handbook ¿cuántos")]
    [InlineData("ヘルプ", "/handbook 有給休暇")]
    public async Task Help_is_said_in_the_language_it_is_asked_for(string text, string help)
    {
        var response = await _bot.Alice.CommandAsync("C0OPS", text, "/handbook");

        Assert.Equal(("ephemeral", true), await SaidAsync(response, help));
        Assert.Empty(_bot.Inbox.Accepted);
    }

    [Fact]
    public async Task A_question_is_taken_in_its_own_language()
    {
        var response = await _bot.Alice.CommandAsync("C0OPS", "Wie viele Urlaubstage habe ich?");

        Assert.Equal(("ephemeral", true), await SaidAsync(response, "Ich durchsuche die Dokumente"));
        Assert.Equal("de", Assert.Single(_bot.Inbox.Accepted).ReplyLanguage);
    }

    [Fact]
    public async Task The_same_command_twice_is_one_question()
    {
        await _bot.Alice.CommandAsync("C0OPS", "hello there", triggerId: "1.2.3");
        await _bot.Alice.CommandAsync("C0OPS", "hello there", triggerId: "1.2.3");

        Assert.Single(_bot.Inbox.Accepted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_bot_that_cannot_take_a_question_says_so_with_200(bool isDown)
    {
        (_bot.Inbox.IsDown, _bot.Inbox.IsFull) = (isDown, !isDown);

        var response = await _bot.Alice.CommandAsync("C0OPS", "hello there");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(("ephemeral", true), await SaidAsync(response, "busy"));
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://hooks.slack.com/commands/1")]
    [InlineData("https://hooks.slack.com.evil.example/commands/1")]
    [InlineData("https://user@hooks.slack.com/commands/1")]
    [InlineData("https://hooks.slack.com:8443/commands/1")]
    [InlineData("http://127.0.0.1:1/commands/1")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//hooks.slack.com/commands/1")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task An_answer_is_sent_to_allowed_hosts_only(string url)
    {
        var response = await _bot.Alice.CommandAsync("C0OPS", "hello there", responseUrl: url);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(_bot.Inbox.Accepted);
        Assert.Equal([SlackResults.ForbiddenResponseUrl], _bot.Results);
    }

    private static async Task<(string? Type, bool Says)> SaidAsync(HttpResponseMessage response, string words)
    {
        var said = JsonNode.Parse(await response.Content.ReadAsStringAsync());
        return ((string?)said?["response_type"], ((string?)said?["text"])!.Contains(words, StringComparison.Ordinal));
    }
}
