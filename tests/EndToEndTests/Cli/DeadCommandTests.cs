using System.Text.Json;
using ChatOpsBot.EndToEndTests.Processes;
using ChatOpsBot.TestKit.Storage;

namespace ChatOpsBot.EndToEndTests.Cli;

/// <summary>What an operator sees of turns that were given up, and does about them.</summary>
public sealed class DeadCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Dead_turns_are_listed_with_their_cause_and_without_their_text()
    {
        await DeadTurns.WriteAsync(_folder.Path, "timeout", "delivery_permanent: chat.postMessage: is_archived");

        var (exitCode, output) = await RunAsync("dead", "list", "--json");

        Assert.True(exitCode == 0, output);
        var listed = JsonSerializer.Deserialize<JsonElement>(output).EnumerateArray().ToList();
        Assert.Equal(["turn-2", "turn-1"], listed.Select(turn => turn.GetProperty("turn_id").GetString()));
        Assert.Equal(
            ["turn_id", "tenant", "channel", "cause", "died_at", "attempts", "has_answer"],
            listed[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal("delivery_permanent: chat.postMessage: is_archived", listed[0].GetProperty("cause").GetString());
        Assert.Equal(("default", "slack", 1, true), (listed[0].GetProperty("tenant").GetString(), listed[0].GetProperty("channel").GetString(), listed[0].GetProperty("attempts").GetInt32(), listed[0].GetProperty("has_answer").GetBoolean()));
        Assert.DoesNotContain("secret", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dead_turn_is_replayed_once()
    {
        await DeadTurns.WriteAsync(_folder.Path, "timeout", "timeout", "timeout");

        Assert.Equal((0, "turn-2 is due again."), await RunAsync("dead", "replay", "turn-2"));
        Assert.Equal((0, "turn-2 is not dead; nothing was changed."), await RunAsync("dead", "replay", "turn-2"));
        Assert.Equal((1, "There is no turn turn-9."), await RunAsync("dead", "replay", "turn-9"));
        Assert.Equal((0, "2 turns are due again."), await RunAsync("dead", "replay", "--all"));
        Assert.Equal((0, "0 turns are dead."), await RunAsync("dead", "list"));
    }

    [Theory]
    [InlineData("Name one turn, or all of them with --all.", "dead", "replay")]
    [InlineData("Name one turn, or all of them with --all.", "dead", "replay", "turn-1", "--all")]
    [InlineData("--limit takes a number from 1.", "dead", "list", "--limit", "0")]
    public async Task What_is_not_clear_is_asked_for(string said, params string[] args)
    {
        var (exitCode, output) = await RunAsync(args);

        Assert.Equal(1, exitCode);
        Assert.Contains(said, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_a_process_serves_from_the_log_the_command_names_it()
    {
        await using var bot = await BotProcess.StartAsync(Settings);

        var (exitCode, output) = await RunAsync("dead", "list");

        Assert.Equal(1, exitCode);
        Assert.Matches(@"^Storage:DataPath \(.+\) is in use by process \d+\. Stop that one, or give this one a folder of its own\.$", output);
    }

    private Dictionary<string, string?> Settings => new(StringComparer.Ordinal) { ["Storage__DataPath"] = _folder.Path };

    private async Task<(int ExitCode, string Output)> RunAsync(params string[] args)
    {
        var (exitCode, output) = await BotProcess.RunAsync(Settings, "Development", args);
        return (exitCode, output.Trim());
    }
}
