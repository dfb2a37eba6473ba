using ChatOpsBot.TestKit.Qdrant;

namespace ChatOpsBot.IntegrationTests.Storage.Qdrant;

/// <summary>The stand-in refuses what is not described, so that a request that only it understands fails a test.</summary>
public sealed class QdrantRulesTests
{
    private const string Points = "/collections/a/points";

    [Theory]
    [InlineData("GET", "/telemetry", "", "")]
    [InlineData("PATCH", "/collections/a", "", "{}")]
    [InlineData("PUT", Points, "?wait=yes", """{"points":[]}""")]
    [InlineData("PUT", Points, "?wiat=true", """{"points":[]}""")]
    [InlineData("PUT", Points, "", "")]
    [InlineData("PUT", Points, "", "{}")]
    [InlineData("PUT", Points, "", """{"points":[{"id":"no-uuid","vector":{}}]}""")]
    [InlineData("PUT", Points, "", """{"points":[{"id":1}]}""")]
    [InlineData("PUT", Points, "", """{"points":[{"id":1,"vector":{"text":{"indices":[4294967296],"values":[1]}}}]}""")]
    [InlineData("PUT", Points, "", """{"points":[{"id":1,"vector":{"text":{"indices":[-1],"values":[1]}}}]}""")]
    [InlineData("PUT", Points, "", """{"points":[{"id":1,"vector":{"text":{"indices":[1]}}}]}""")]
    [InlineData("PUT", Points, "", """{"points":[{"id":1,"vector":{},"extra":1}]}""")]
    [InlineData("POST", Points + "/query", "", """{"query":{"fusion":"sum"}}""")]
    [InlineData("POST", Points + "/query", "", """{"limit":0}""")]
    [InlineData("POST", Points + "/query", "", """{"limit":1.5}""")]
    [InlineData("POST", Points + "/query", "", """{"filter":{"must":[{"key":"a","match":{"values":"b"}}]}}""")]
    [InlineData("POST", Points + "/query", "", """{"filters":{}}""")]
    [InlineData("POST", Points + "/scroll", "", """{"filter":{"must":[{"match":{"value":"b"}}]}}""")]
    [InlineData("POST", Points + "/scroll", "", "null")]
    [InlineData("POST", Points + "/delete", "", """{"points":[1],"filter":null}""")]
    [InlineData("PUT", "/collections/a", "", """{"vectors":{"dense":{"size":0,"distance":"Cosine"}}}""")]
    [InlineData("PUT", "/collections/a", "", """{"vectors":{"dense":{"size":4,"distance":"cosine"}}}""")]
    [InlineData("PUT", "/collections/a/index", "", """{"field_name":"a","field_schema":{"type":"keyword","tenant":true}}""")]
    [InlineData("POST", "/collections/aliases", "", """{"actions":[{"create_alias":{"alias_name":"a"}}]}""")]
    public void What_is_not_described_is_refused(string method, string path, string query, string body) => Assert.NotEmpty(QdrantRules.Faults(method, path, query, body));

    [Theory]
    [InlineData("GET", "/aliases", "", "")]
    [InlineData("PUT", Points, "?wait=true", """{"points":[{"id":"0b5c9d1e-3d2b-8c11-9f6a-3a4e5f607182","vector":{"text":{"indices":[4294967295],"values":[0.5]}},"payload":{"any":{"thing":[1]}}}]}""")]
    [InlineData("POST", Points + "/query", "?timeout=5", """{"query":[0.1,0.2],"using":"dense","limit":3,"with_payload":["a"],"filter":{"should":[{"must":[{"has_id":[1]}]}]}}""")]
    [InlineData("POST", Points + "/scroll", "", """{"filter":null,"offset":7}""")]
    public void What_is_described_is_taken(string method, string path, string query, string body) => Assert.Empty(QdrantRules.Faults(method, path, query, body));

    [Fact]
    public async Task An_invalid_request_is_answered_as_the_server_does_and_fails_the_test_that_sent_it()
    {
        await using var fake = await FakeQdrant.StartAsync();
        using var client = new HttpClient();

        using var answer = await client.PostAsync(new Uri(fake.Endpoint, "/collections/a/points/scroll"), new StringContent("""{"limt":1}"""));

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.StartsWith("""{"status":{"error":"Format error in JSON body""", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(fake.AssertValid);
    }

    [Theory]
    [InlineData("""{"must":[{"key":"unindexed","match":{"value":"a"}}]}""")]
    [InlineData("""{"must_not":{"key":"unindexed","match":{"any":["a"]}}}""")]
    [InlineData("""{"should":[{"must":[{"key":"unindexed","range":{"lt":1}}]}]}""")]
    public async Task Strict_mode_refuses_filters_over_fields_without_an_index(string filter)
    {
        await using var fake = await FakeQdrant.StartAsync();
        using var client = new HttpClient();
        await client.PutAsync(new Uri(fake.Endpoint, "/collections/a"), new StringContent("""{"strict_mode_config":{"enabled":true,"unindexed_filtering_retrieve":false}}"""));

        using var answer = await client.PostAsync(new Uri(fake.Endpoint, "/collections/a/points/scroll"), new StringContent($$"""{"filter":{{filter}}}"""));

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Contains("Index required but not found", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_that_nobody_waits_for_is_not_there_yet()
    {
        await using var fake = await FakeQdrant.StartAsync();
        using var client = new HttpClient();
        await client.PutAsync(new Uri(fake.Endpoint, "/collections/a"), new StringContent("{}"));

        await client.PutAsync(new Uri(fake.Endpoint, Points), new StringContent("""{"points":[{"id":"0b5c9d1e-3d2b-8c11-9f6a-3a4e5f607182","vector":{}}]}"""));
        Assert.Empty(fake.Payloads("a"));

        await client.PutAsync(new Uri(fake.Endpoint, Points + "?wait=true"), new StringContent("""{"points":[]}"""));
        Assert.Single(fake.Payloads("a"));
    }
}
