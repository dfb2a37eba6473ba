using System.Text.Json;
using System.Text.RegularExpressions;
using ChatOpsBot.IntegrationTests.Hosting;
using ChatOpsBot.RagCore.Commands;
using ChatOpsBot.TestKit.Files;
using Microsoft.Extensions.DependencyInjection;
using YamlDotNet.Serialization;

namespace ChatOpsBot.IntegrationTests.Manifests;

/// <summary>The Teams manifest says what the bot does, asks for no right, and keeps what Teams' store demands (T-34, T-38).</summary>
public sealed class TeamsManifestTests
{
    private const int MostCommands = 10;
    private const int MostWords = 500;

    private readonly JsonElement _manifest = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(PathOf("manifest.json")));

    [Fact]
    public async Task The_commands_are_those_the_bot_knows_in_every_scope()
    {
        await using var bot = await RunningBot.StartAsync(new Dictionary<string, string>());
        var known = bot.Services.GetServices<ICommand>().Select(command => command.Name).ToList();

        var lists = Bot.GetProperty("commandLists").EnumerateArray().ToList();

        Assert.All(lists, list => Assert.Equal(known, list.GetProperty("commands").EnumerateArray().Select(command => command.GetProperty("title").GetString())));
        Assert.Equal(Strings(Bot, "scopes").Order(), lists.SelectMany(list => Strings(list, "scopes")).Order());
        Assert.InRange(known.Count, 1, MostCommands);
    }

    [Fact]
    public void It_is_a_bot_for_people_groups_and_teams_and_claims_nothing_it_does_not_serve()
    {
        Assert.Equal(["personal", "team", "groupChat"], Strings(Bot, "scopes"));
        Assert.All(
            ["isNotificationOnly", "supportsFiles", "supportsCalling", "supportsVideo"], feature => Assert.False(Bot.GetProperty(feature).GetBoolean()));
        Assert.All(["staticTabs", "composeExtensions", "copilotAgents", "devicePermissions"], feature => Assert.False(_manifest.TryGetProperty(feature, out _)));
    }

    [Fact]
    public void It_asks_for_no_right_and_trusts_no_domain()
    {
        Assert.Empty(Strings(_manifest, "permissions"));
        Assert.Empty(Strings(_manifest, "validDomains"));
        Assert.False(_manifest.TryGetProperty("authorization", out _));
        Assert.False(_manifest.TryGetProperty("webApplicationInfo", out _));
    }

    [Fact]
    public void App_and_bot_have_the_one_id_that_packaging_replaces()
        => Assert.Equal(
            (Guid.Empty.ToString(), Guid.Empty.ToString()), (_manifest.GetProperty("id").GetString(), Bot.GetProperty("botId").GetString()));

    [Fact]
    public void The_version_is_semantic_and_the_schema_is_the_one_it_names()
    {
        Assert.Matches(@"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$", _manifest.GetProperty("version").GetString());
        Assert.Equal(
            $"https://developer.microsoft.com/en-us/json-schemas/teams/v{_manifest.GetProperty("manifestVersion").GetString()}/MicrosoftTeams.schema.json",
            _manifest.GetProperty("$schema").GetString());
    }

    [Fact]
    public void The_descriptions_fit_and_tell_of_AI()
    {
        var description = _manifest.GetProperty("description");
        var full = description.GetProperty("full").GetString()!;

        Assert.InRange(description.GetProperty("short").GetString()!.Length, 1, 80);
        Assert.InRange(full.Length, 1, 4_000);
        Assert.InRange(Regex.Count(full, @"\S+"), 1, MostWords);
        Assert.Contains("Use of AI", full, StringComparison.Ordinal);
        Assert.InRange(_manifest.GetProperty("name").GetProperty("short").GetString()!.Length, 1, 30);
    }

    [Theory]
    [InlineData("color", 192)]
    [InlineData("outline", 32)]
    public void The_icons_have_the_size_that_Teams_shows(string icon, int size)
        => Assert.Equal((size, size), PngImage.Read(PathOf(_manifest.GetProperty("icons").GetProperty(icon).GetString()!)).Size);

    [Fact]
    public void The_outline_is_white_on_transparent()
    {
        var pixels = PngImage.Read(PathOf("outline.png")).Pixels();

        Assert.All(pixels.Where(pixel => pixel.Alpha > 0), pixel => Assert.Equal((255, 255, 255), (pixel.Red, pixel.Green, pixel.Blue)));
        Assert.Contains(pixels, pixel => pixel.Alpha == 0);
        Assert.Contains(pixels, pixel => pixel.Alpha == 255);
    }

    [Fact]
    public void The_README_starts_the_bot_for_the_tenant_that_the_Playground_uses()
    {
        var playground = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(File.ReadAllText(PathOf("m365agentsplayground.yml")));
        var readme = File.ReadAllText(RepositoryFiles.PathOf("README.md"));

        Assert.Contains($"Channels__Teams__TenantId={playground["tenantId"]}", readme, StringComparison.Ordinal);
        Assert.True(Guid.TryParseExact((string)playground["tenantId"], "D", out _));
        Assert.Equal(5, ((List<object>)playground["users"]).Count);
    }

    private JsonElement Bot => Assert.Single(_manifest.GetProperty("bots").EnumerateArray());

    private static string PathOf(string name) => RepositoryFiles.PathOf("manifests", "teams", name);

    private static IEnumerable<string?> Strings(JsonElement parent, string name) => parent.GetProperty(name).EnumerateArray().Select(item => item.GetString());
}
