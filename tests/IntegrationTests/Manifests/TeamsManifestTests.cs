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

        Assert.All(lists, list => Assert.Equal(known, Commands(list).Where(command => !IsPrompt(command)).Select(command => command.GetProperty("title").GetString())));
        Assert.All(lists, list => Assert.InRange(Commands(list).Count(), 1, MostCommands));
        Assert.Equal(Strings(Bot, "scopes").Order(), lists.SelectMany(list => Strings(list, "scopes")).Order());
    }

    [Fact]
    public void Prompts_to_begin_with_stand_in_the_personal_chat_and_say_something()
    {
        var lists = Bot.GetProperty("commandLists").EnumerateArray().ToLookup(list => Strings(list, "scopes").Contains("personal"));

        Assert.DoesNotContain(lists[false].SelectMany(Commands), IsPrompt);
        var prompts = lists[true].SelectMany(Commands).Where(IsPrompt).ToList();
        Assert.NotEmpty(prompts);
        Assert.All(prompts, prompt => Assert.NotEmpty(prompt.GetProperty("prompt").GetString()!));
    }

    [Fact]
    public void The_message_box_opens_the_form_that_the_bot_answers()
    {
        var extension = Assert.Single(_manifest.GetProperty("composeExtensions").EnumerateArray());
        var command = Assert.Single(extension.GetProperty("commands").EnumerateArray());

        Assert.Equal(Bot.GetProperty("botId").GetString(), extension.GetProperty("botId").GetString());
        Assert.Equal(("action", true), (command.GetProperty("type").GetString(), command.GetProperty("fetchTask").GetBoolean()));
        Assert.Equal(["compose", "commandBox", "message"], Strings(command, "context"));
    }

    [Theory]
    [InlineData("de")]
    [InlineData("es")]
    [InlineData("fr")]
    [InlineData("ja")]
    public void Every_language_of_the_bot_has_every_text(string language)
    {
        var named = _manifest.GetProperty("localizationInfo").GetProperty("additionalLanguages").EnumerateArray()
            .Single(other => other.GetProperty("languageTag").GetString() == language);
        var texts = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(PathOf(named.GetProperty("file").GetString()!)))!;

        Assert.Equal(Translatable().Order(StringComparer.Ordinal), texts.Keys.Where(key => key != "$schema").Order(StringComparer.Ordinal));
        Assert.All(texts.Values, text => Assert.NotEmpty(text.Trim()));
        Assert.InRange(texts["description.short"].Length, 1, 80);
        Assert.InRange(texts["composeExtensions[0].commands[0].title"].Length, 1, 32);
        Assert.InRange(Regex.Count(texts["description.full"], @"\S+"), 1, MostWords);
    }

    [Fact]
    public void It_is_a_bot_for_people_groups_and_teams_and_claims_nothing_it_does_not_serve()
    {
        Assert.Equal(["personal", "team", "groupChat"], Strings(Bot, "scopes"));
        Assert.All(
            ["isNotificationOnly", "supportsCalling", "supportsVideo"], feature => Assert.False(Bot.GetProperty(feature).GetBoolean()));
        Assert.True(Bot.GetProperty("supportsFiles").GetBoolean());
        Assert.All(["staticTabs", "copilotAgents", "devicePermissions"], feature => Assert.False(_manifest.TryGetProperty(feature, out _)));
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

    // What the bot takes as a word of its own is the same in every language.
    private IEnumerable<string> Translatable()
    {
        string[] texts = ["name.short", "name.full", "description.short", "description.full", "composeExtensions[0].commands[0].title", "composeExtensions[0].commands[0].description"];
        return texts.Concat(
            from list in Bot.GetProperty("commandLists").EnumerateArray().Select((value, index) => (value, index))
            from command in Commands(list.value).Select((value, index) => (value, index))
            from text in IsPrompt(command.value) && command.value.GetProperty("prompt").GetString() is not "sources" ? ["title", "description", "prompt"]
                : IsPrompt(command.value) ? (string[])["title", "description"]
                : ["description"]
            select $"bots[0].commandLists[{list.index}].commands[{command.index}].{text}");
    }

    private static IEnumerable<JsonElement> Commands(JsonElement list) => list.GetProperty("commands").EnumerateArray();

    private static bool IsPrompt(JsonElement command) => command.TryGetProperty("type", out var type) && type.GetString() is "prompt";

    private JsonElement Bot => Assert.Single(_manifest.GetProperty("bots").EnumerateArray());

    private static string PathOf(string name) => RepositoryFiles.PathOf("manifests", "teams", name);

    private static IEnumerable<string?> Strings(JsonElement parent, string name) => parent.GetProperty(name).EnumerateArray().Select(item => item.GetString());
}
