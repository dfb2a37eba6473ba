using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Storage.Qdrant;
using ChatOpsBot.TestKit.Models;
using ChatOpsBot.TestKit.Processes;
using ChatOpsBot.TestKit.Qdrant;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using static ChatOpsBot.IntegrationTests.Storage.Qdrant.QdrantSamples;

namespace ChatOpsBot.IntegrationTests.Storage.Qdrant;

/// <summary>Both sides against Qdrant's own description, which its client for JavaScript is generated from: what is sent, and what the stand-in answers.</summary>
public sealed class QdrantDescriptionTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"chatopsbot-{Guid.NewGuid():N}.json");
    private FakeQdrant _fake = null!;

    public async Task InitializeAsync() => _fake = await FakeQdrant.StartAsync();

    public async Task DisposeAsync()
    {
        await _fake.DisposeAsync();
        _fake.AssertValid();
        File.Delete(_file);
        File.Delete(_file + ".ts");
    }

    [Fact]
    public async Task What_is_sent_and_answered_has_the_types_of_the_description()
    {
        await UseAllAsync();
        var exchanges = _fake.Exchanges.Select(Form).DistinctBy(each => each.ToJsonString()).ToArray();
        Assert.Equal(11, exchanges.Select(OperationOf).Distinct().Count());

        Assert.Empty(await FindingsAsync(exchanges));
    }

    [Fact]
    public async Task What_has_not_is_found()
    {
        var findings = await FindingsAsync(
            Scroll("""{"limit":7,"filter":{"must":[{"key":"a","match":{"values":"b"}}]}}"""), Scroll("""{"limit":"7"}"""), Scroll("""{"limit":7,"with_payloads":true}"""));

        Assert.Equal(3, findings.Count);
        Assert.All(findings, finding => Assert.StartsWith("POST /collections/{collection_name}/points/scroll, body: ", finding, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_client_of_its_makers_reads_what_the_stand_in_answers()
    {
        var results = (await NpmClients.RunAsync("qdrant-client.mjs", _fake.Endpoint.ToString())).Select(line => JsonNode.Parse(line)!).ToArray();

        Assert.Equal(12, results.Length);
        Assert.True(results[0].GetValue<bool>());
        Assert.Equal("completed", results[3]["status"]!.GetValue<string>());
        var hit = Assert.Single(results[5]["points"]!.AsArray())!;
        Assert.Equal("""["everyone"]""", hit["payload"]!["readers"]!.ToJsonString());
        Assert.Equal("""["board"]""", Assert.Single(results[6]["points"]!.AsArray())!["payload"]!["readers"]!.ToJsonString());
        Assert.Single(results[8]["points"]!.AsArray());
        Assert.Equal("books", results[9]["aliases"]![0]!["alias_name"]!.GetValue<string>());
        Assert.Empty(results[11]["collections"]!.AsArray());
    }

    private static JsonObject Scroll(string body) => new()
    {
        ["method"] = "POST",
        ["path"] = "/collections/a/points/scroll",
        ["query"] = new JsonObject(),
        ["body"] = JsonNode.Parse(body),
        ["answer"] = JsonNode.Parse("""{"result":{"points":[],"next_page_offset":null},"status":"ok","time":0.001}"""),
    };

    private async Task UseAllAsync()
    {
        await using var model = await FakeEmbeddings.StartAsync();
        await using var words = new QdrantReplica(_fake.Endpoint, "described");
        await words.Index.UpsertAsync([Of("a.txt", "The printer."), Of("b.txt", "The toner.", "group:board")], None);
        await words.Index.SearchAsync("printer", Everyone, 5, None);
        await using var replica = new QdrantReplica(_fake.Endpoint, "described", model: model, dimensions: FakeEmbeddings.Dimensions);
        await replica.Index.RebuildAsync([Of("a.txt", "The printer."), Of("b.md", "# Toner\n\nThe toner.")], None);
        await replica.Index.SearchAsync("printer", Everyone, 5, None);
        await replica.Index.FindAsync("a.txt", Everyone, None);
        await replica.Index.ListSourcesAsync(Everyone, None);
        await replica.Index.UpsertAsync([Of("a.txt", "The printer.", "group:board")], None);
        await replica.Index.RemoveAsync(RagCore.Conversations.TenantId.Default, ["a.txt"], None);
        await ActivatorUtilities.CreateInstance<QdrantUpkeep>(replica.Get<IServiceProvider>()).CheckAsync([], None);
    }

    private static string OperationOf(JsonObject exchange)
    {
        var steps = exchange["path"]!.GetValue<string>().Trim('/').Split('/');
        return string.Join('/', [exchange["method"]!.GetValue<string>(), .. steps.Select(step => step.StartsWith("described", StringComparison.Ordinal) ? "*" : step)]);
    }

    private static JsonObject Form(QdrantExchange exchange) => new()
    {
        ["method"] = exchange.Request.Method,
        ["path"] = exchange.Request.Path,
        ["query"] = new JsonObject(QueryHelpers.ParseQuery(exchange.Request.Query).Select(pair => KeyValuePair.Create(pair.Key, JsonNode.Parse(pair.Value.ToString())))),
        ["body"] = exchange.Request.Json,
        ["answer"] = exchange.Answer.DeepClone(),
    };

    private async Task<IReadOnlyList<string>> FindingsAsync(params JsonObject[] exchanges)
    {
        await File.WriteAllTextAsync(_file, new JsonArray([.. exchanges.Select(each => each.DeepClone())]).ToJsonString());
        return await NpmClients.RunAsync("qdrant-types.mjs", _file);
    }
}
