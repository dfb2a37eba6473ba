using System.Text;
using ChatOpsBot.TestKit.Web;

namespace ChatOpsBot.Channels.UnitTests.Web;

public sealed class HostileRequestTests : IAsyncLifetime
{
    private WebTestHost _host = null!;

    public async Task InitializeAsync() => _host = await WebTestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public static TheoryData<string, int, string> Bodies => new()
    {
        { "", 400, "malformed_json" },
        { "{", 400, "malformed_json" },
        { "null", 400, "malformed_json" },
        { "[]", 400, "malformed_json" },
        { "\"text\"", 400, "malformed_json" },
        { """{"text":"a",}""", 400, "malformed_json" },
        { """{"text":"a"} {"text":"b"}""", 400, "malformed_json" },
        { """{"text":"a","text":"b"}""", 400, "malformed_json" },
        { """{"text":"a","t\u0065xt":"b"}""", 400, "malformed_json" },
        { """{"text":"a","x":{"y":1,"y":2}}""", 400, "malformed_json" },
        { $$"""{"text":"a","x":{{new string('[', 32)}}{{new string(']', 32)}}}""", 400, "malformed_json" },
        { $$"""{"text":"a","x":{{new string('[', 50_000)}}""", 400, "malformed_json" },
        { """{"text":"a","\ud800":1}""", 400, "malformed_json" },
        { """{"\ud800":1}""", 400, "malformed_json" },
        { """{"\ud800":1,"text":"a"}""", 400, "malformed_json" },
        { """{"te\udc00t":"a"}""", 400, "malformed_json" },
        { """{"text":"a","x":{"\udc00":1,"y":2}}""", 400, "malformed_json" },
        { "{}", 400, "bad_field" },
        { """{"TEXT":"a"}""", 400, "bad_field" },
        { """{"text":null}""", 400, "bad_field" },
        { """{"text":5}""", 400, "bad_field" },
        { """{"text":["a"]}""", 400, "bad_field" },
        { """{"text":{"text":"a"}}""", 400, "bad_field" },
        { """{"text":"\ud800"}""", 400, "bad_field" },
        { $$"""{"text":"{{new string('a', 40_001)}}"}""", 400, "bad_field" },
        { """{"text":"a","conversation_id":""}""", 400, "bad_field" },
        { """{"text":"a","conversation_id":7}""", 400, "bad_field" },
        { """{"text":"a","conversation_id":"a/b"}""", 400, "bad_field" },
        { """{"text":"a","conversation_id":"../local/c"}""", 400, "bad_field" },
        { $$"""{"text":"a","conversation_id":"{{new string('c', 129)}}"}""", 400, "bad_field" },
        { """{"text":"a","user":""}""", 400, "bad_user" },
        { """{"text":"a","user":"*"}""", 400, "bad_user" },
        { """{"text":"a","user":"key:01234567"}""", 400, "bad_user" },
        { """{"text":"a","user":"ann\u0000"}""", 400, "bad_user" },
        { $$"""{"text":"a","user":"{{new string('u', 129)}}"}""", 400, "bad_user" },
        { """{"text":"a","user":true}""", 400, "bad_field" },
        { """{"text":"a","tenant":"other"}""", 403, "wrong_tenant" },
        { """{"text":"a","tenant":""}""", 403, "wrong_tenant" },
        { """{"text":"a","tenant":{}}""", 400, "bad_field" },
        { $$"""{"text":"a","x":"{{new string('x', 256 * 1024)}}"}""", 413, "body_too_large" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_that_is_not_a_question_is_refused_and_leaves_nothing(string body, int status, string code)
    {
        var received = await _host.Client.AskAsync(body);

        Assert.Equal((status, code), (received.Status, received.Code));
        Assert.Equal(status, received.Json.GetProperty("status").GetInt32());
        Assert.Empty(_host.Turns.Accepted);
    }

    [Fact]
    public async Task A_body_without_a_length_is_cut_off_at_the_limit_too()
    {
        var lengthless = new StreamContent(new MemoryStream(new byte[300 * 1024]));
        lengthless.Headers.ContentType = new("application/json");

        var received = await _host.Client.SendAsync(HttpMethod.Post, "/v1/chat", lengthless, change: request => request.Headers.TransferEncodingChunked = true);

        Assert.Equal((413, "body_too_large"), (received.Status, received.Code));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/xml")]
    [InlineData("application/jsonx")]
    public async Task Another_media_type_is_a_415_with_problem_details(string mediaType)
    {
        var received = await _host.Client.SendAsync(HttpMethod.Post, "/v1/chat", WebRequests.Json("""{"text":"a"}""", mediaType));

        Assert.Equal((415, "unsupported_media_type"), (received.Status, received.Code));
    }

    [Fact]
    public async Task Another_character_set_or_a_compressed_body_is_a_415()
    {
        var utf16 = new StringContent("""{"text":"a"}""", Encoding.Unicode, "application/json");
        var compressed = WebRequests.Json("""{"text":"a"}""");
        compressed.Headers.ContentEncoding.Add("gzip");

        Assert.Equal(415, (await _host.Client.SendAsync(HttpMethod.Post, "/v1/chat", utf16)).Status);
        Assert.Equal(415, (await _host.Client.SendAsync(HttpMethod.Post, "/v1/chat", compressed)).Status);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF8_are_refused()
    {
        var content = new ByteArrayContent([.. "{\"text\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
        content.Headers.ContentType = new("application/json");

        var received = await _host.Client.SendAsync(HttpMethod.Post, "/v1/chat", content);

        Assert.Equal(400, received.Status);
    }

    [Theory]
    [InlineData("GET", "/v1/chat", 405)]
    [InlineData("DELETE", "/v1/feedback", 405)]
    [InlineData("POST", "/v1/documents/hr/leave.md", 405)]
    [InlineData("GET", "/v1/nothing", 404)]
    public async Task What_the_router_refuses_is_explained_too(string method, string path, int status)
    {
        var received = await _host.Client.SendAsync(new HttpMethod(method), path, null);

        Assert.Equal((status, "application/problem+json"), (received.Status, received.MediaType));
    }

    [Fact]
    public async Task Unknown_properties_are_ignored()
    {
        var received = await _host.Client.AskAsync("""{"text":"a","kind":"answer","$type":"System.String","nested":{"a":[1,{}]}}""");

        Assert.Equal(200, received.Status);
    }

    [Fact]
    public async Task A_refusal_never_repeats_what_was_sent()
    {
        var received = await _host.Client.AskAsync("""{"text":{"canary-4711":1}}""");

        Assert.DoesNotContain("canary-4711", received.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\tb")]
    public async Task An_idempotency_key_that_is_not_printable_is_refused(string key)
    {
        var received = await _host.Client.AskAsync(change: request => request.Headers.TryAddWithoutValidation("Idempotency-Key", key));

        Assert.Equal(400, received.Status);
        Assert.Empty(_host.Turns.Accepted);
    }
}
