using System.Text;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Slack.Outbound.Files;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.TestKit.Servers;
using ChatOpsBot.TestKit.Slack;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Channels.UnitTests.Slack.Outbound.Files;

public sealed class SlackAttachmentTests : IAsyncLifetime
{
    private const int MaxBytes = 100_000;
    private const string LoginPage = "\uFEFF \n<!DOCTYPE HTML><html><title>Sign in to Acme</title></html>";

    private FileServer _server = null!;
    private FileServer _elsewhere = null!;
    private SlackBot _bot = null!;

    public async Task InitializeAsync()
    {
        (_server, _elsewhere) = (await FileServer.StartAsync(), await FileServer.StartAsync());
        _bot = await SlackBot.StartAsync(("AllowedFileHosts:0", _server.Host));
    }

    public async Task DisposeAsync()
    {
        await _bot.DisposeAsync();
        await _server.DisposeAsync();
        await _elsewhere.DisposeAsync();
    }

    [Fact]
    public async Task A_file_is_fetched_with_the_token_from_where_Slack_says_it_is()
    {
        Know("F1", _server.Put("/files-pri/plan.txt", "The retreat is in May."u8.ToArray(), "text/plain"), size: 22);

        var content = await ReadAsync("F1");

        Assert.Equal("The retreat is in May.", Encoding.UTF8.GetString(content.Bytes.Span));
        Assert.Equal(("plan.txt", "text/plain"), (content.Name, content.ContentType));
        Assert.Equal(("/files-pri/plan.txt", $"Bearer {FakeSlack.BotToken}"), Assert.Single(_server.Requests));
        Assert.Equal("F1", (string?)Assert.Single(_bot.Slack.Calls, call => call.Method == "files.info").Arguments["file"]);
    }

    [Fact]
    public async Task The_token_goes_to_no_other_host()
    {
        Know("F1", _elsewhere.Put("/plan.txt", "x"u8.ToArray()));
        Know("F2", _server.Put("/moved.txt", 302, _elsewhere.UrlOf("/plan.txt")));

        await FailsAsync(AttachmentFailure.NotAllowed, "F1");
        await FailsAsync(AttachmentFailure.NotAllowed, "F2");

        Assert.Empty(_elsewhere.Requests);
        Assert.Contains("Channels:Slack:AllowedFileHosts", _bot.Logs, StringComparison.Ordinal);
        Assert.DoesNotContain(_elsewhere.Host, _bot.Logs, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeSlack.BotToken, _bot.Logs, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://files.slack.com/files-pri/T1-F1/plan.txt", true)]
    [InlineData("https://FILES.slack.com:443/x", true)]
    [InlineData("https://files.slack-gov.com/x", true)]
    [InlineData("http://files.slack.com/x", false)]
    [InlineData("https://files.slack.com:8443/x", false)]
    [InlineData("https://files.slack.com.evil.example/x", false)]
    [InlineData("https://evil.example/files.slack.com", false)]
    [InlineData("https://files.slack.com@evil.example/x", false)]
    [InlineData("https://evil@files.slack.com/x", false)]
    [InlineData("https://files.slack.com\\@evil.example/x", false)]
    [InlineData("https://slack.com/x", false)]
    [InlineData("https://a.files.slack.com/x", false)]
    [InlineData("https://169.254.169.254/x", false)]
    [InlineData("https://127.0.0.1/x", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("//files.slack.com/x", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Files_are_on_Slacks_own_hosts(string? address, bool allowed)
        => Assert.Equal(allowed, new SlackFileHosts(Microsoft.Extensions.Options.Options.Create(new SlackOptions())).Allowed(address) is not null);

    [Fact]
    public async Task A_page_to_sign_in_is_not_the_file()
    {
        var page = Encoding.UTF8.GetBytes(LoginPage);
        Know("F1", _server.Put("/plan.pdf", page, "text/html"), "plan.pdf", "application/pdf");
        Know("F2", _server.Put("/page.html", page, "text/html"), "page.html", "text/html", size: page.Length + 1);
        Know("F3", _server.Put("/own.html", page, "text/html"), "own.html", "text/html", size: page.Length);

        await FailsAsync(AttachmentFailure.NotTheFile, "F1");
        await FailsAsync(AttachmentFailure.NotTheFile, "F2");
        Assert.Equal(page, (await ReadAsync("F3")).Bytes);
    }

    [Fact]
    public async Task What_is_too_large_is_not_fetched_and_what_grows_is_cut()
    {
        Know("F1", _server.Put("/large.txt", new byte[10]), size: MaxBytes + 1);
        Know("F2", _server.PutEndless("/endless.txt", 1_000), size: 5_000);
        Know("F3", _server.PutEndless("/unsaid.txt", 50_000));
        Know("F4", _server.Put("/lying.txt", new byte[5_001]), size: 5_000);

        await FailsAsync(AttachmentFailure.TooLarge, "F1");
        Assert.Empty(_server.Requests);
        await FailsAsync(AttachmentFailure.TooLarge, "F2");
        await FailsAsync(AttachmentFailure.TooLarge, "F3");
        await FailsAsync(AttachmentFailure.TooLarge, "F4");
    }

    [Fact]
    public async Task A_file_that_drips_ends_with_its_time()
    {
        Know("F1", _server.PutDrip("/drip.txt"));

        var reading = Assert.ThrowsAsync<AttachmentException>(() => ReadAsync("F1"));
        await Eventually.HoldsAsync(() => Task.FromResult(_server.Requests.Count == 1));
        await Eventually.HoldsAsync(() =>
        {
            _bot.Time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(reading.IsCompleted);
        });

        Assert.Equal(AttachmentFailure.Unreachable, (await reading).Failure);
    }

    [Theory]
    [InlineData("""{"mode":"tombstone"}""", AttachmentFailure.Gone)]
    [InlineData("""{"mode":"hidden_by_limit"}""", AttachmentFailure.NotAllowed)]
    [InlineData("""{"mode":"external","is_external":true,"external_type":"gdrive"}""", AttachmentFailure.Elsewhere)]
    [InlineData("""{"is_external":true}""", AttachmentFailure.Elsewhere)]
    [InlineData("""{"file_access":"access_denied"}""", AttachmentFailure.NotAllowed)]
    [InlineData("""{"file_access":"file_not_found"}""", AttachmentFailure.Gone)]
    [InlineData("""{"mode":"hosted"}""", AttachmentFailure.NotAllowed)]
    [InlineData("""{"url_private_download":17,"size":"many"}""", AttachmentFailure.NotAllowed)]
    public async Task What_Slack_says_of_a_file_is_believed(string file, AttachmentFailure failure)
    {
        _bot.Slack.Workspace.Files["F1"] = JsonNode.Parse(file)!.AsObject();

        await FailsAsync(failure, "F1");
    }

    [Theory]
    [InlineData("file_not_found", AttachmentFailure.Gone)]
    [InlineData("file_deleted", AttachmentFailure.Gone)]
    [InlineData("missing_scope", AttachmentFailure.NotAllowed)]
    [InlineData("access_denied", AttachmentFailure.NotAllowed)]
    [InlineData("fatal_error", AttachmentFailure.Unreachable)]
    public async Task An_error_of_Slack_has_its_meaning(string error, AttachmentFailure failure)
    {
        _bot.Slack.Fail("files.info", SlackFault.Answer(error));

        await FailsAsync(failure, "F1");
    }

    [Theory]
    [InlineData(401, AttachmentFailure.NotAllowed)]
    [InlineData(403, AttachmentFailure.NotAllowed)]
    [InlineData(404, AttachmentFailure.Gone)]
    [InlineData(410, AttachmentFailure.Gone)]
    [InlineData(429, AttachmentFailure.Unreachable)]
    [InlineData(500, AttachmentFailure.Unreachable)]
    [InlineData(206, AttachmentFailure.NotAllowed)]
    public async Task A_status_of_the_download_has_its_meaning(int status, AttachmentFailure failure)
    {
        Know("F1", _server.Put("/plan.txt", status));

        await FailsAsync(failure, "F1");
    }

    [Fact]
    public async Task A_file_of_another_workspace_comes_without_a_name_and_is_asked_for()
    {
        Know("F1", _server.Put("/x", "Text."u8.ToArray()), name: null, title: "Plan", filetype: "md");
        var said = await SaidAsync("", new JsonObject { ["id"] = "F1", ["file_access"] = "check_file_info" });

        var attachment = Assert.Single(said.Attachments);
        Assert.Equal((null, null), (attachment.Name, attachment.ContentType));
        Assert.Equal("Plan.md", (await ReadAsync(said, attachment)).Name);
    }

    [Fact]
    public async Task A_message_tells_of_its_files_but_not_where_they_lie()
    {
        var said = await SaidAsync("what does it say?", new JsonObject
        {
            ["id"] = "F1",
            ["name"] = "plan.pdf",
            ["mimetype"] = "application/pdf",
            ["size"] = 1_234,
            ["url_private_download"] = "https://evil.example/plan.pdf",
        });

        Assert.Equal(
            new InboundAttachment("F1", "application/pdf", 1_234) { Name = "plan.pdf", Source = new AttachmentAddress(1, FakeSlackWorkspace.TeamId) },
            Assert.Single(said.Attachments));
    }

    [Theory]
    [InlineData("""{"id":"F1","subtype":"slack_audio","mimetype":"audio/mp4","transcription":{"status":"complete","preview":{"content":"How many days of leave?","has_more":false}}}""", "How many days of leave?")]
    [InlineData("""{"id":"F1","subtype":"slack_audio","mimetype":"audio/webm","transcription":{"status":"complete","preview":{"content":"How many days of leave?"}}}""", "How many days of leave?")]
    [InlineData("""{"id":"F1","subtype":"slack_audio","mimetype":"video/mp4","transcription":{"status":"complete","preview":{"content":"How many days of leave?"}}}""", "How many days of leave?")]
    [InlineData("""{"id":"F1","subtype":"slack_audio","mimetype":"","transcription":{"status":"complete","preview":{"content":"How many days of leave?"}}}""", "How many days of leave?")]
    [InlineData("""{"id":"F1","subtype":"slack_audio","mimetype":"","transcription":{"status":"processing"}}""", null)]
    [InlineData("""{"id":"F1","subtype":"slack_audio","mimetype":"video/mp4"}""", null)]
    [InlineData("""{"id":"F1","subtype":"slack_audio","mimetype":"audio/mp4","transcription":{"status":"complete","preview":{"content":"  "}}}""", null)]
    public async Task A_voice_clip_is_heard_where_Slack_has_written_it_down(string file, string? question)
    {
        var said = await SaidAsync(string.Empty, JsonNode.Parse(file)!.AsObject());

        Assert.Equal(question ?? string.Empty, said.Text);
        Assert.Equal(question is null ? ["audio/mp4"] : [], said.Attachments.Select(attachment => attachment.ContentType));
    }

    [Fact]
    public async Task A_video_is_no_voice_clip_and_what_is_written_is_the_question()
    {
        var video = JsonNode.Parse("""{"id":"F1","mimetype":"video/mp4","name":"talk.mp4","transcription":{"status":"complete","preview":{"content":"words of a talk"}}}""")!.AsObject();
        var clip = JsonNode.Parse("""{"id":"F2","subtype":"slack_audio","mimetype":"","transcription":{"status":"complete","preview":{"content":"spoken"}}}""")!.AsObject();

        Assert.Equal((string.Empty, "video/mp4"), (await SaidAsync(string.Empty, video) is var said ? said.Text : null, said.Attachments[0].ContentType));
        Assert.Equal("written?", (await SaidAsync("written?", clip)).Text);
    }

    private void Know(string id, string url, string? name = "plan.txt", string type = "text/plain", int? size = null, string? title = null, string? filetype = null)
        => _bot.Slack.Workspace.Files[id] = new JsonObject
        {
            ["id"] = id,
            ["name"] = name,
            ["title"] = title,
            ["filetype"] = filetype,
            ["mimetype"] = type,
            ["mode"] = "hosted",
            ["size"] = size,
            ["url_private_download"] = url,
        };

    private async Task<InboundMessage> SaidAsync(string text, JsonObject file)
    {
        var ts = _bot.Alice.Write("D0ALICE", text);
        var said = _bot.Alice.Event("message", "D0ALICE", ts, text);
        said["subtype"] = "file_share";
        said["files"] = new JsonArray(file);
        await _bot.Alice.SendEventAsync(_bot.Alice.Envelope(said));
        return _bot.Inbox.Accepted[^1];
    }

    private async Task<AttachmentContent> ReadAsync(string id)
    {
        var said = await SaidAsync("what does it say?", new JsonObject { ["id"] = id });
        return await ReadAsync(said, said.Attachments[0]);
    }

    private Task<AttachmentContent> ReadAsync(InboundMessage said, InboundAttachment attachment)
        => _bot.Services.GetServices<IAttachmentSource>().Single().ReadAsync(said, attachment, MaxBytes, CancellationToken.None);

    private async Task FailsAsync(AttachmentFailure failure, string id)
    {
        var fault = await Assert.ThrowsAsync<AttachmentException>(() => ReadAsync(id));

        Assert.Equal(failure, fault.Failure);
        Assert.DoesNotContain("http://", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeSlack.BotToken, fault.ToString(), StringComparison.Ordinal);
    }
}
