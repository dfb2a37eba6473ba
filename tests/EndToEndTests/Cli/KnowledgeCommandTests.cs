using System.Text.Json;
using ChatOpsBot.EndToEndTests.Processes;
using ChatOpsBot.TestKit.Qdrant;

namespace ChatOpsBot.EndToEndTests.Cli;

/// <summary>What an operator does to an index that replicas share.</summary>
public sealed class KnowledgeCommandTests : IDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly TemporaryFolder _documents = new();

    public void Dispose()
    {
        _data.Dispose();
        _documents.Dispose();
    }

    [Theory]
    [InlineData("check")]
    [InlineData("rebuild")]
    public async Task Without_a_shared_index_there_is_nothing_to_look_after(string command)
    {
        var (exitCode, output) = await RunAsync(null, "knowledge", command);

        Assert.Equal(1, exitCode);
        Assert.Contains("Every process keeps its index in its own memory", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_index_is_filled_compared_and_repaired()
    {
        await using var qdrant = await FakeQdrant.StartAsync();
        _documents.File("a.txt", "The printer is on floor seven.");
        _documents.File("b.txt", "The toner is empty.");

        Assert.Contains("no collection behind chatopsbot", (await RunAsync(qdrant, "knowledge", "check")).Output, StringComparison.Ordinal);
        Assert.Equal((0, "chatopsbot-v3-2: 2 documents, 0 differences."), await RunAsync(qdrant, "knowledge", "rebuild"));
        _documents.File("b.txt", "The toner is full again.");
        _documents.File("c.txt", "The scanner is broken.");

        var (exitCode, output) = await RunAsync(qdrant, "knowledge", "check", "--json");
        Assert.Equal(1, exitCode);
        var found = JsonSerializer.Deserialize<JsonElement>(output);
        Assert.Equal(["index", "documents", "without_vectors", "unused", "differences"], found.EnumerateObject().Select(property => property.Name));
        Assert.Equal(["outdated b.txt", "missing c.txt"], found.GetProperty("differences").EnumerateArray().Select(each => $"{each.GetProperty("kind")} {each.GetProperty("document")}"));
        Assert.Equal((0, "chatopsbot-v3-2: 3 documents, 0 differences."), await RunAsync(qdrant, "knowledge", "check", "--repair"));
        Assert.Equal((0, "chatopsbot-v3-2: 3 documents, 0 differences."), await RunAsync(qdrant, "knowledge", "check"));
        qdrant.AssertValid();
    }

    private async Task<(int ExitCode, string Output)> RunAsync(FakeQdrant? qdrant, params string[] args)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Storage__DataPath"] = _data.Path,
            ["Storage__Mode"] = qdrant is null ? "Embedded" : "Server",
            ["Storage__Qdrant__Endpoint"] = qdrant?.Endpoint.ToString(),
            ["Knowledge__Sources__0__Path"] = _documents.Path,
        };
        var (exitCode, output) = await BotProcess.RunAsync(settings, "Development", args);
        return (exitCode, output.Trim());
    }
}
