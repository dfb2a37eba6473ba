using System.Text.Json;
using ChatOpsBot.BotHost.Cli;
using ChatOpsBot.RagCore.Evaluation;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.IntegrationTests.Cli;

/// <summary><c>eval cases</c> over the sample handbook, without a model, and the model that says what a file says.</summary>
public sealed class EvalCasesTests : IDisposable
{
    private const string Cases = """
        cases:
          - id: leave
            question: How many days of annual leave do employees in Leeds get?
            contains: ["27 days"]
            cites: [people/annual-leave.md]
          - id: share
            question: What is the current share price of Larkfield?
            refuses: true
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("chatopsbot-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Cases_that_pass_end_with_0_and_are_kept_in_the_history()
    {
        var history = Path.Combine(_folder, "history.jsonl");

        Assert.Equal(0, await RunAsync("--file", FileOf("cases.yaml", Cases), "--history", history, "--prompt", "answer=1.0.0", "--against", "answer=1.0.0"));

        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(history));
        Assert.Equal((2, 2), (report.RootElement.GetProperty("cases").GetInt32(), report.RootElement.GetProperty("passed").GetInt32()));
        Assert.Equal(0, report.RootElement.GetProperty("against").GetProperty("mean_difference").GetDouble());
    }

    [Fact]
    public async Task Too_few_that_pass_end_with_1()
        => Assert.Equal(1, await RunAsync("--file", FileOf("cases.yaml", Cases.Replace("27 days", "99 days", StringComparison.Ordinal))));

    [Theory]
    [InlineData("--prompt", "answer=99.0.0")]
    [InlineData("--against", "answer")]
    [InlineData("--file", "nowhere.yaml")]
    public async Task What_is_not_there_ends_with_1(string option, string value) => Assert.Equal(1, await RunAsync(option, value));

    [Fact]
    public async Task A_model_from_a_file_says_the_first_line_whose_texts_stand_in_the_call()
    {
        using var model = await ReplayModel.ReadAsync(
            FileOf("replies.jsonl", "{\"contains\": [\"leave\", \"version two\"], \"reply\": \"two\"}\n\n{\"contains\": [\"leave\"], \"reply\": \"one\"}\n"), CancellationToken.None);

        Assert.Equal("one", (await model.GetResponseAsync([new ChatMessage(ChatRole.User, "leave?")])).Text);
        Assert.Equal("two", (await model.GetStreamingResponseAsync([new ChatMessage(ChatRole.System, "version two"), new ChatMessage(ChatRole.User, "leave?")]).ToChatResponseAsync()).Text);
        Assert.Equal(0, model.Missed);
        Assert.Empty((await model.GetResponseAsync([new ChatMessage(ChatRole.User, "dogs?")])).Text);
        Assert.Equal(1, model.Missed);
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("{\"contains\": []}")]
    public async Task A_line_that_cannot_be_read_is_named(string line)
        => Assert.Contains("line 2", (await Assert.ThrowsAsync<DataSetException>(() => ReplayModel.ReadAsync(FileOf("r.jsonl", "{\"reply\": \"\"}\n" + line), CancellationToken.None))).Message, StringComparison.Ordinal);

    private static Task<int> RunAsync(params string[] arguments) => EvalCommand.Create().Parse(["cases", "--json", .. arguments]).InvokeAsync();

    private string FileOf(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
