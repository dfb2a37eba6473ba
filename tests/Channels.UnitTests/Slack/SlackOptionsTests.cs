using ChatOpsBot.Channels.Slack;
using ChatOpsBot.RagCore.Access.Secrets;
using ChatOpsBot.TestKit.Slack;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.UnitTests.Slack;

public sealed class SlackOptionsTests
{
    [Fact]
    public void Off_needs_nothing() => Assert.True(Validate(new SlackOptions()).Succeeded);

    [Theory]
    [InlineData("xoxb-bot")]
    [InlineData("xoxb-123456789012-1234567890123-abcdefghijklmnopqrstuvwx")]
    [InlineData("xoxe.xoxb-1-abcdef")]
    public void On_takes_real_secrets(string token) => Assert.True(Validate(On(token: token)).Succeeded);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("changeme-changeme-changeme")]
    [InlineData("your-signing-secret-here")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("<signing-secret-of-the-app>")]
    [InlineData("placeholder-0123456789")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("short-one-0")]
    public void A_signing_secret_that_is_none_stops_the_start_with_key_and_mend(string? secret)
    {
        var result = Validate(On(secret: secret));

        var fault = Assert.Single(result.Failures!);
        Assert.Contains("Channels:Slack:SigningSecret", fault, StringComparison.Ordinal);
        Assert.Contains("Basic Information", fault, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault);
        Assert.True(string.IsNullOrWhiteSpace(secret) || !fault.Contains(secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("xoxp-123456789012-abcdef")]
    [InlineData("xapp-1-A0-123-abcdef")]
    [InlineData("xoxb-your-token")]
    [InlineData("xoxb-...")]
    [InlineData("xoxb-1")]
    [InlineData("xoxb-123456 789012")]
    public void A_token_that_is_no_bot_token_stops_the_start(string? token)
        => Assert.Contains("Channels:Slack:BotToken", Assert.Single(Validate(On(token: token)).Failures!), StringComparison.Ordinal);

    [Theory]
    [InlineData("http://slack.com/api/", false)]
    [InlineData("ftp://slack.com/api/", false)]
    [InlineData("http://127.0.0.1:4003/api/", true)]
    [InlineData("http://localhost:4003/api", true)]
    public void Plain_http_stays_on_this_machine(string url, bool accepted)
    {
        var options = On();
        options.ApiBaseUrl = new Uri(url);

        Assert.Equal(accepted, Validate(options).Succeeded);
    }

    [Theory]
    [InlineData("hooks.slack.com", true)]
    [InlineData("127.0.0.1:8080", true)]
    [InlineData("https://hooks.slack.com", false)]
    [InlineData("*.slack.com", false)]
    [InlineData("hooks.slack.com/x", false)]
    [InlineData("", false)]
    public void Hosts_of_responses_and_files_are_hosts(string host, bool accepted)
    {
        var options = On();
        options.AllowedResponseHosts.Add(host);
        var files = On();
        files.AllowedFileHosts.Add(host);

        Assert.Equal(accepted, Validate(options).Succeeded);
        Assert.Equal(accepted, Validate(files).Succeeded);
    }

    [Fact]
    public void More_suggested_questions_than_slack_shows_stop_the_start()
    {
        var options = On();
        foreach (var n in Enumerable.Range(0, 5))
        {
            options.SuggestedPrompts.Add($"question {n}");
        }

        Assert.Contains("Channels:Slack:SuggestedPrompts", Assert.Single(Validate(options).Failures!), StringComparison.Ordinal);
        options.SuggestedPrompts.RemoveAt(0);
        Assert.True(Validate(options).Succeeded);
    }

    [Fact]
    public void Without_a_token_a_client_id_is_enough_with_its_secret_and_a_key_to_encrypt_tokens_with()
    {
        var options = On(token: null);
        options.ClientId = FakeSlackApps.ClientId;

        var faults = Validate(options).Failures!.ToList();
        options.ClientSecret = FakeSlackApps.ClientSecret;
        var encryption = new EncryptionOptions();
        encryption.EncryptionKeys.Add(SecretBox.NewKey());

        Assert.Contains(faults, fault => fault.Contains("Channels:Slack:ClientSecret", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("Storage:EncryptionKeys:0", StringComparison.Ordinal) && fault.Contains("key encryption", StringComparison.Ordinal));
        Assert.Equal(2, faults.Count);
        Assert.True(Validate(options, encryption).Succeeded);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("xoxb-123456789012-abcdef")]
    [InlineData("xapp-your-token")]
    public void Socket_mode_needs_an_app_level_token_and_no_signing_secret(string? token)
    {
        var options = On(secret: null);
        options.Transport = SlackTransportKind.Socket;
        options.AppToken = FakeSlackSockets.AppToken;
        Assert.True(Validate(options).Succeeded);

        options.AppToken = token;
        Assert.Contains("Channels:Slack:AppToken", Assert.Single(Validate(options).Failures!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public void Slack_allows_one_to_ten_connections(int connections)
    {
        var options = On();
        options.SocketConnections = connections;

        Assert.Contains("Channels:Slack:SocketConnections", Assert.Single(Validate(options).Failures!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not an id", "acme")]
    [InlineData("T1", " ")]
    public void A_listed_workspace_has_an_id_and_an_organisation(string id, string organisation)
    {
        var options = On();
        options.Workspaces[id] = organisation;

        Assert.Contains("Channels:Slack:Workspaces", Assert.Single(Validate(options).Failures!), StringComparison.Ordinal);
    }

    private static ValidateOptionsResult Validate(SlackOptions options, EncryptionOptions encryption)
        => new SlackOptionsValidation(Options.Create(encryption)).Validate(null, options);

    private static SlackOptions On(string? secret = "0123456789abcdef0123456789abcdef", string? token = "xoxb-bot")
        => new() { Enabled = true, SigningSecret = secret, BotToken = token };

    private static ValidateOptionsResult Validate(SlackOptions options) => Validate(options, new EncryptionOptions());
}
