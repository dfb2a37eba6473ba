using System.IO.Compression;
using System.Text.Json;
using ChatOpsBot.EndToEndTests.Processes;

namespace ChatOpsBot.EndToEndTests.Cli;

/// <summary>The manifests as an operator makes them, run from the build output as from a published program.</summary>
public sealed class ManifestCommandTests : IDisposable
{
    private const string AppId = "1b2c3d4e-0000-4000-8000-123456789abc";
    private const string Host = "bot.example.com";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_Teams_package_has_the_app_and_the_host_that_were_given()
    {
        var manifest = await PackedManifestAsync();

        Assert.Equal((AppId, AppId), (manifest.GetProperty("id").GetString(), manifest.GetProperty("bots")[0].GetProperty("botId").GetString()));
        Assert.Equal($"https://{Host}/", manifest.GetProperty("developer").GetProperty("websiteUrl").GetString());
        Assert.DoesNotContain("your-host.example", manifest.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(Guid.Empty.ToString(), manifest.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_Teams_package_holds_the_manifest_its_icons_and_its_languages_at_the_root()
    {
        await PackedManifestAsync();

        using var zip = ZipFile.OpenRead(Package);
        Assert.Equal(["manifest.json", "color.png", "outline.png", "de.json", "es.json", "fr.json", "ja.json"], zip.Entries.Select(entry => entry.FullName));
        Assert.All(zip.Entries, entry => Assert.True(entry.Length > 0, entry.FullName));
    }

    [Fact]
    public async Task The_packed_manifest_passes_the_check_of_Microsofts_toolkit()
    {
        var manifest = await PackedManifestAsync();

        Assert.Empty(await TeamsManifestCheck.RunAsync(_folder.File("good.json", manifest.GetRawText())));
        Assert.NotEmpty(await TeamsManifestCheck.RunAsync(
            _folder.File("bad.json", manifest.GetRawText().Replace("\"groupChat\"", "\"groupchat\"", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task The_right_to_hear_channels_is_asked_for_only_when_wanted()
    {
        var plain = await PackedManifestAsync();
        File.Delete(Package);
        var hearing = await PackedManifestAsync("--follow-ups");

        Assert.False(plain.TryGetProperty("authorization", out _));
        Assert.Empty(await TeamsManifestCheck.RunAsync(_folder.File("hearing.json", hearing.GetRawText())));
        Assert.Equal(AppId, hearing.GetProperty("webApplicationInfo").GetProperty("id").GetString());
        Assert.Equal(
            "ChannelMessage.Read.Group",
            Assert.Single(hearing.GetProperty("authorization").GetProperty("permissions").GetProperty("resourceSpecific").EnumerateArray()).GetProperty("name").GetString());
    }

    [Fact]
    public async Task The_Slack_manifest_is_printed_or_written_with_the_host()
    {
        var file = Path.Combine(_folder.Path, "app-manifest.yaml");

        var printed = await RunAsync("slack", "--host", Host.ToUpperInvariant());
        var written = await RunAsync("slack", "--host", Host, "--out", file);

        Assert.Equal((0, 0), (printed.ExitCode, written.ExitCode));
        Assert.Equal(file, written.Output.Trim());
        Assert.Equal(printed.Output.Trim(), (await File.ReadAllTextAsync(file)).Trim());
        Assert.Equal(
            [$"https://{Host}/slack/commands", $"https://{Host}/slack/events", $"https://{Host}/slack/interactions"],
            printed.Output.Split('\n').Where(line => line.Contains("https:", StringComparison.Ordinal)).Select(line => line[line.IndexOf("https:", StringComparison.Ordinal)..]).Order());
    }

    [Theory]
    [InlineData("slack", "--host", "https://bot.example.com")]
    [InlineData("teams", "--host", "https://bot.example.com", "--app-id", AppId)]
    public async Task A_host_that_is_none_is_refused_in_one_line(string channel, params string[] args)
    {
        var (exitCode, output) = await RunAsync([channel, .. args, "--out", Package]);

        Assert.Equal(1, exitCode);
        Assert.Equal("--host (https://bot.example.com) must be a bare DNS name such as bot.example.com, without https://, port or path.", output.Trim());
        Assert.False(File.Exists(Package));
    }

    [Theory]
    [InlineData("my-bot")]
    [InlineData("{1b2c3d4e-0000-4000-8000-123456789abc}")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    public async Task What_is_no_app_id_is_refused_in_one_line(string appId)
    {
        var (exitCode, output) = await RunAsync("teams", "--app-id", appId, "--host", Host, "--out", Package);

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"--app-id ({appId}) must be the bot's Microsoft App ID", Assert.Single(output.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.False(File.Exists(Package));
    }

    [Fact]
    public async Task A_file_that_is_there_is_kept()
    {
        _folder.File("chatopsbot.zip", "precious");

        var (exitCode, output) = await RunAsync("teams", "--app-id", AppId, "--host", Host, "--out", Package);

        Assert.Equal((1, $"{Package} is there already; name another file or remove it."), (exitCode, output.Trim()));
        Assert.Equal("precious", await File.ReadAllTextAsync(Package));
    }

    [Fact]
    public async Task A_folder_that_is_missing_is_said_in_one_line()
    {
        var file = Path.Combine(_folder.Path, "missing", "chatopsbot.zip");

        var (exitCode, output) = await RunAsync("teams", "--app-id", AppId, "--host", Host, "--out", file);

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"{file} cannot be written: ", Assert.Single(output.Trim().Split('\n')), StringComparison.Ordinal);
    }

    private string Package => Path.Combine(_folder.Path, "chatopsbot.zip");

    private async Task<JsonElement> PackedManifestAsync(params string[] more)
    {
        var (exitCode, output) = await RunAsync(["teams", "--app-id", AppId.ToUpperInvariant(), "--host", Host, "--out", Package, .. more]);
        Assert.Equal((0, Package), (exitCode, output.Trim()));
        using var zip = ZipFile.OpenRead(Package);
        await using var manifest = zip.GetEntry("manifest.json")!.Open();
        return await JsonSerializer.DeserializeAsync<JsonElement>(manifest);
    }

    private static Task<(int ExitCode, string Output)> RunAsync(params string[] args)
        => BotProcess.RunAsync(new Dictionary<string, string?>(StringComparer.Ordinal), "Production", ["manifest", .. args]);
}
