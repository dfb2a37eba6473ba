using System.Net.Http.Json;
using System.Text.Json;
using ChatOpsBot.EndToEndTests.Processes;
using ChatOpsBot.TestKit.Files;

namespace ChatOpsBot.EndToEndTests.Web;

/// <summary>What the README promises: start it with nothing, ask, get a cited answer.</summary>
public sealed class FirstQuestionTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private BotProcess _bot = null!;

    public async Task InitializeAsync()
        => _bot = await BotProcess.StartAsync(new Dictionary<string, string?> { ["Storage__DataPath"] = _folder.Path });

    public async Task DisposeAsync()
    {
        await _bot.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_question_gets_an_answer_whose_quotes_stand_in_the_documents()
    {
        var answer = await AskAsync(new { text = "How many days of annual leave do I get in Portugal?" });

        Assert.Equal("answer", answer.GetProperty("kind").GetString());
        Assert.Equal("extractive", answer.GetProperty("mode").GetString());
        var citations = answer.GetProperty("citations").EnumerateArray().ToList();
        Assert.NotEmpty(citations);
        Assert.All(citations, citation => Assert.Equal(citation.GetProperty("quote").GetString(), Span(citation)));
        Assert.Contains(citations, citation => citation.GetProperty("quote").GetString()!.Contains("25 days", StringComparison.Ordinal));
        Assert.Contains("[1]", answer.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_follow_up_is_understood_from_the_thread()
    {
        var first = await AskAsync(new { text = "How many days of annual leave do employees get in Portugal?" });
        var conversation = first.GetProperty("conversation_id").GetString();

        var second = await AskAsync(new { text = "and in the Netherlands?", conversation_id = conversation });

        Assert.Equal(conversation, second.GetProperty("conversation_id").GetString());
        Assert.Contains("28 days", second.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_handbook_does_not_say_is_not_answered()
    {
        var answer = await AskAsync(new { text = "Who won the football world cup in 2018?" });

        Assert.Equal("no_evidence", answer.GetProperty("kind").GetString());
        Assert.Empty(answer.GetProperty("citations").EnumerateArray());
    }

    [Fact]
    public async Task A_vote_is_stored_and_can_be_changed()
    {
        var turn = (await AskAsync(new { text = "How many days of annual leave do I get in Portugal?" })).GetProperty("turn_id").GetString();

        var down = await PostAsync("/v1/feedback", new { turn_id = turn, vote = "down", reasons = new[] { "outdated" }, comment = "old" });
        var up = await PostAsync("/v1/feedback", new { turn_id = turn, vote = "up" });

        Assert.Equal("down", down.GetProperty("vote").GetString());
        Assert.Equal("up", up.GetProperty("vote").GetString());
    }

    [Fact]
    public async Task The_readiness_report_has_the_agreed_shape()
    {
        var report = await _bot.Client.GetFromJsonAsync<JsonElement>(new Uri("/health/ready", UriKind.Relative));

        Assert.Equal("healthy", report.GetProperty("status").GetString());
        Assert.Equal("healthy", report.GetProperty("checks").GetProperty("storage").GetProperty("status").GetString());
    }

    private static string Span(JsonElement citation)
    {
        var document = citation.GetProperty("document").GetString()!;
        var text = File.ReadAllText(RepositoryFiles.PathOf(["samples", "handbook", .. document.Split('/')]));
        return text[citation.GetProperty("start").GetInt32()..citation.GetProperty("end").GetInt32()];
    }

    private Task<JsonElement> AskAsync(object body) => PostAsync("/v1/chat", body);

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var response = await _bot.Client.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        var json = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(response.IsSuccessStatusCode, json.ToString());
        return json;
    }
}
