using ChatOpsBot.EndToEndTests.Processes;

namespace ChatOpsBot.EndToEndTests.Host;

/// <summary>Starting, refusing to start, and stopping, as an operator sees it.</summary>
public sealed class StartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("Channels__Slack__SigningSecret", null, "Channels:Slack:SigningSecret")]
    [InlineData("Channels__Slack__SigningSecret", "changeme", "Channels:Slack:SigningSecret")]
    [InlineData("Channels__Slack__BotToken", null, "Channels:Slack:BotToken")]
    [InlineData("Channels__Slack__BotToken", "xoxb-your-token", "Channels:Slack:BotToken")]
    public async Task A_missing_or_placeholder_secret_stops_the_start_with_its_key(string key, string? value, string named)
    {
        var settings = Settings();
        settings["Channels__Slack__Enabled"] = "true";
        settings["Channels__Slack__SigningSecret"] = "8f742231b10e8888abcd99yyyzzz85a5";
        settings["Channels__Slack__BotToken"] = "xoxb-1234567890-abcdefghijklmnop";
        settings[key] = value;

        var (exitCode, output) = await BotProcess.RunAsync(settings);

        Assert.NotEqual(0, exitCode);
        Assert.Contains(named, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        if (value is not null)
        {
            Assert.DoesNotContain(value, output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_knowledge_folder_that_is_not_there_stops_the_start_with_key_and_value()
    {
        var settings = Settings();
        settings["Knowledge__Sources__0__Path"] = Path.Combine(_folder.Path, "nowhere");

        var (exitCode, output) = await BotProcess.RunAsync(settings);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("Knowledge:Sources:0:Path", output, StringComparison.Ordinal);
        Assert.Contains("nowhere", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_process_on_the_same_data_is_refused()
    {
        await using var first = await BotProcess.StartAsync(Settings());

        var (exitCode, output) = await BotProcess.RunAsync(Settings());

        Assert.NotEqual(0, exitCode);
        Assert.Contains("Storage:DataPath", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trace_is_refused_outside_development()
    {
        var settings = Settings();
        settings["Logging__LogLevel__Default"] = "Trace";

        var (exitCode, output) = await BotProcess.RunAsync(settings, environment: "Production");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("Logging:LogLevel:Default", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asked_to_stop_it_ends_cleanly()
    {
        await using var bot = await BotProcess.StartAsync(Settings());

        Assert.Equal(0, await bot.TerminateAsync());
    }

    [Fact]
    public async Task Server_storage_without_a_database_is_refused_with_the_key_to_set()
    {
        var settings = Settings();
        settings["Storage__Mode"] = "Server";

        var (exitCode, output) = await BotProcess.RunAsync(settings);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("Storage:Postgres:ConnectionString is missing", output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private Dictionary<string, string?> Settings() => new(StringComparer.Ordinal) { ["Storage__DataPath"] = _folder.Path };
}
