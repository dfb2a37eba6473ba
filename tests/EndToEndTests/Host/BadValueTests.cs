using ChatOpsBot.EndToEndTests.Processes;

namespace ChatOpsBot.EndToEndTests.Host;

/// <summary>One line per value that cannot be used, whichever part of the start finds it.</summary>
public sealed class BadValueTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_number_out_of_range_is_one_line_with_key_value_and_limits()
        => Assert.Equal(
            ["ChatOpsBot cannot start: Inbox:MaxPending (100000000) must be between 1 and 10000000."],
            await LinesAsync(("Inbox__MaxPending", "100000000")));

    [Fact]
    public async Task Faults_of_two_sections_are_two_lines()
        => Assert.Equal(
            [
                "ChatOpsBot cannot start: Answering:PassageCount (0) must be between 1 and 50.",
                "ChatOpsBot cannot start: Memory:MaxThreads (0) must be between 1 and 1000000.",
            ],
            (await LinesAsync(("Memory__MaxThreads", "0"), ("Answering__PassageCount", "0"))).Order(StringComparer.Ordinal));

    [Fact]
    public async Task A_value_of_another_type_is_one_line_with_key_and_value()
    {
        var line = Assert.Single(await LinesAsync(("Inbox__Workers", "abc")));

        Assert.StartsWith("ChatOpsBot cannot start: ", line, StringComparison.Ordinal);
        Assert.Contains("Inbox:Workers", line, StringComparison.Ordinal);
        Assert.Contains("'abc'", line, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string[]> LinesAsync(params (string Key, string Value)[] bad)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Storage__DataPath"] = _folder.Path };
        foreach (var (key, value) in bad)
        {
            settings[key] = value;
        }

        var (exitCode, output) = await BotProcess.RunAsync(settings);

        Assert.Equal(1, exitCode);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
