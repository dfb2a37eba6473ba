using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Inbound;
using ChatOpsBot.Channels.Teams.Outbound.Files;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.TestKit.Logging;
using ChatOpsBot.TestKit.Servers;
using ChatOpsBot.TestKit.Teams;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.UnitTests.Teams.Outbound.Files;

public sealed class TeamsAttachmentTests : IAsyncLifetime
{
    private const int MaxBytes = 100_000;

    private readonly FixedTimeProvider _time = new();
    private readonly TeamsFileHttp _http = new();
    private readonly TeamsHttp _local = new();
    private readonly RecordingLogs _logs = new();
    private readonly TeamsPerson _alice;
    private FileServer _server = null!;
    private TeamsAttachmentSource _source = null!;

    public TeamsAttachmentTests() => _alice = new TeamsPerson(_time, "https://smba.trafficmanager.net/emea/");

    public async Task InitializeAsync()
    {
        _server = await FileServer.StartAsync();
        _source = Source(_server.Host, "localhost");
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        _local.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_file_is_fetched_from_its_address_without_a_token()
    {
        var said = Said(File("plan.txt", _server.Put("/download.aspx", "The retreat is in May."u8.ToArray())));

        var content = await ReadAsync(said);

        Assert.Equal(("plan.txt", "The retreat is in May."), (content.Name, Encoding.UTF8.GetString(content.Bytes.Span)));
        Assert.Equal(("/download.aspx", null), Assert.Single(_server.Requests));
    }

    [Theory]
    [InlineData("https://contoso-my.sharepoint.com/personal/x/_layouts/15/download.aspx?UniqueId=1&tempauth=2", true)]
    [InlineData("https://CONTOSO.SharePoint.com/x", true)]
    [InlineData("https://contoso.sharepoint.us/x", true)]
    [InlineData("https://sharepoint.com/x", false)]
    [InlineData("https://evilsharepoint.com/x", false)]
    [InlineData("https://contoso.sharepoint.com.evil.example/x", false)]
    [InlineData("https://contoso.sharepoint.com:8443/x", false)]
    [InlineData("http://contoso.sharepoint.com/x", false)]
    [InlineData("https://evil@contoso.sharepoint.com/x", false)]
    [InlineData("https://contoso.sharepoint.com@evil.example/x", false)]
    [InlineData("https://contoso.sharepoint.com\\@evil.example/x", false)]
    [InlineData("https://evil.example/?.sharepoint.com", false)]
    [InlineData("https://169.254.169.254/latest/meta-data/", false)]
    [InlineData("https://[fd00:ec2::254]/", false)]
    [InlineData("https://127.0.0.1/", false)]
    [InlineData("http://0x7f000001/", false)]
    [InlineData("http://localhost/", false)]
    [InlineData("https://[::ffff:127.0.0.1]/", false)]
    [InlineData("https://10.0.0.1/", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("//contoso.sharepoint.com/x", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Files_are_on_SharePoint(string? address, bool allowed)
        => Assert.Equal(allowed, new TeamsFileHosts(Options.Create(new TeamsOptions())).Allowed(address) is not null);

    [Fact]
    public async Task Another_host_is_not_asked()
    {
        await using var elsewhere = await FileServer.StartAsync();

        var fault = await FailsAsync(AttachmentFailure.NotAllowed, Said(File("plan.txt", elsewhere.Put("/plan.txt", "x"u8.ToArray()))));

        Assert.Empty(elsewhere.Requests);
        Assert.DoesNotContain(elsewhere.Host, $"{fault}{_logs.Text}", StringComparison.Ordinal);
        Assert.Contains("Channels:Teams:AllowedFileHosts", _logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await FileServer.StartAsync();

        await FailsAsync(AttachmentFailure.NotAllowed, Said(File("plan.txt", _server.Put("/moved", 302, elsewhere.Put("/plan.txt", "x"u8.ToArray())))));

        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task An_allowed_name_that_leads_to_this_machine_is_not_connected_to()
        => await FailsAsync(AttachmentFailure.Unreachable, Said(File("plan.txt", "https://localhost/plan.txt")));

    [Fact]
    public async Task A_page_that_grew_or_drips_is_not_the_file()
    {
        await FailsAsync(AttachmentFailure.NotTheFile, Said(File("plan.pdf", _server.Put("/page", "<html><title>Sign in</title></html>"u8.ToArray(), "text/html"))));
        await FailsAsync(AttachmentFailure.TooLarge, Said(File("plan.txt", _server.PutEndless("/endless", 50_000))));
        await FailsAsync(AttachmentFailure.Gone, Said(File("plan.txt", _server.UrlOf("/missing"))));

        var reading = Assert.ThrowsAsync<AttachmentException>(() => ReadAsync(Said(File("plan.txt", _server.PutDrip("/drip")))));
        await Eventually.HoldsAsync(() => Task.FromResult(_server.Requests.Any(request => request.Path == "/drip")));
        await Eventually.HoldsAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(reading.IsCompleted);
        });
        Assert.Equal(AttachmentFailure.Unreachable, (await reading).Failure);
    }

    [Fact]
    public void A_file_has_its_name_and_address_and_an_image_only_its_type()
    {
        var said = Said(
            File("plan", "https://contoso-my.sharepoint.com/x", "docx"),
            new JsonObject { ["contentType"] = "image/png", ["contentUrl"] = "https://evil.example/image.png" },
            new JsonObject { ["contentType"] = "text/html", ["content"] = "<p>what does it say?</p>" });

        Assert.Equal(["plan.docx", null], said.Attachments.Select(attachment => attachment.Name));
        Assert.Equal(new AttachmentAddress(1, "https://contoso-my.sharepoint.com/x"), said.Attachments[0].Source);
        Assert.Equal(("image/png", null), (said.Attachments[1].ContentType, said.Attachments[1].Source));
        Assert.Equal(said.Attachments.Count, said.Attachments.Select(attachment => attachment.Id).Distinct().Count());
    }

    [Theory]
    [InlineData(TeamsScope.Group)]
    [InlineData(TeamsScope.Channel)]
    public async Task In_groups_and_channels_the_bot_says_that_it_is_given_no_files(TeamsScope scope)
    {
        var withFile = Said(scope, new JsonObject { ["contentType"] = "text/html", ["content"] = "<p>what does it say?</p><attachment id=\"5b2f\"></attachment>" });
        var without = Said(scope, new JsonObject { ["contentType"] = "text/html", ["content"] = "<p>what does it say?</p>" });

        Assert.Empty(without.Attachments);
        await FailsAsync(AttachmentFailure.Withheld, withFile);
    }

    private static JsonObject File(string name, string url, string type = "txt") => new()
    {
        ["contentType"] = "application/vnd.microsoft.teams.file.download.info",
        ["contentUrl"] = "https://contoso.sharepoint.com/personal/plan",
        ["name"] = name,
        ["content"] = new JsonObject { ["downloadUrl"] = url, ["uniqueId"] = "1150D938-8870-4044-9F2C-5BBDEBA70C9D", ["fileType"] = type },
    };

    private InboundMessage Said(params JsonNode[] attachments) => Said(TeamsScope.Personal, attachments);

    private InboundMessage Said(TeamsScope scope, params JsonNode[] attachments)
    {
        var said = _alice.Says("what does it say?", scope);
        said["attachments"] = new JsonArray(attachments);
        var mapper = new TeamsActivityMapper(new TeamsConversations(Options.Create(new TeamsOptions { TenantId = TeamsPerson.Tenant, Tenant = "acme" })), new CountedIds(), _time);
        return Assert.IsType<TeamsMapping.Question>(mapper.Map(TeamsActivity.Read(JsonDocument.Parse(said.ToJsonString()).RootElement)!)).Message;
    }

    private Task<AttachmentContent> ReadAsync(InboundMessage said) => _source.ReadAsync(said, said.Attachments[0], MaxBytes, CancellationToken.None);

    private async Task<AttachmentException> FailsAsync(AttachmentFailure failure, InboundMessage said)
    {
        var fault = await Assert.ThrowsAsync<AttachmentException>(() => ReadAsync(said));

        Assert.Equal(failure, fault.Failure);
        Assert.DoesNotContain("://", fault.Message, StringComparison.Ordinal);
        return fault;
    }

    private TeamsAttachmentSource Source(params string[] hosts)
    {
        var options = new TeamsOptions();
        foreach (var host in hosts)
        {
            options.AllowedFileHosts.Add(host);
        }

        var factory = LoggerFactory.Create(logging => logging.AddProvider(_logs));
        return new TeamsAttachmentSource(_http, _local, new TeamsFileHosts(Options.Create(options)), _time, factory.CreateLogger<TeamsAttachmentSource>());
    }
}
