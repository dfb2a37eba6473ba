using ChatOpsBot.RagCore.Answering.Prompts;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.UnitTests.Storage;
using ChatOpsBot.TestKit.Files;
using ChatOpsBot.TestKit.Logging;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Answering.Prompts;

public sealed class PromptFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingLogs _logs = new();

    public PromptFolderTests()
    {
        foreach (var file in Directory.GetFiles(RepositoryFiles.PathOf("prompts"), "*.yaml"))
        {
            File.Copy(file, PathOf(Path.GetFileName(file)));
        }
    }

    public void Dispose()
    {
        _folder.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public void The_prompts_of_the_repository_are_good()
    {
        var reading = Read();

        Assert.Empty(reading.Faults);
        Assert.All(PromptNames.Variables.Keys, name => Assert.NotEmpty(reading.Set!.Of(name)));
    }

    [Fact]
    public void Every_prompt_of_the_repository_renders_with_the_variables_the_bot_puts_in()
    {
        foreach (var (name, variables) in PromptNames.Variables)
        {
            foreach (var prompt in Read().Set!.Of(name))
            {
                var messages = prompt.Render(variables.ToDictionary(variable => variable, variable => $"value-of-{variable}"));

                Assert.All(variables, variable => Assert.Contains(messages, message => message.Text.Contains($"value-of-{variable}", StringComparison.Ordinal)));
                Assert.NotNull(prompt.Settings().ResponseFormat);
            }
        }
    }

    [Fact]
    public void Two_files_with_one_version_are_refused_with_both_names()
    {
        File.Copy(PathOf("answer.1.0.0.yaml"), PathOf("copy.yaml"));

        var fault = Assert.Single(Read().Faults);
        Assert.Contains("copy.yaml", fault, StringComparison.Ordinal);
        Assert.Contains("answer.1.0.0.yaml", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prompt_without_an_active_version_for_everyone_is_refused()
    {
        Replace("repair.1.0.0.yaml", "status: active", "status: active\ntenants: [acme]");

        Assert.Contains("the prompt repair has no version with status active", Assert.Single(Read().Faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("answer.2.0.0.yml", "does not end in .yaml")]
    [InlineData("answer.2.0.0.yaml", "larger than")]
    public void A_file_that_cannot_be_a_prompt_is_named(string file, string what)
    {
        File.WriteAllText(PathOf(file), new string('#', 300_000));

        Assert.Contains(what, Assert.Single(Read().Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_editors_and_other_files_are_passed_over()
    {
        File.WriteAllText(PathOf(".answer.yaml"), "half");
        File.WriteAllText(PathOf("README.md"), "text");

        Assert.Empty(Read().Faults);
    }

    [Fact]
    public void A_missing_folder_stops_the_start_with_key_and_mend()
    {
        using var services = Services("nowhere");

        var fault = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IPromptLibrary>());

        Assert.StartsWith("Prompts:Path (nowhere) cannot be read: ", Assert.Single(fault.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_prompt_is_used_without_a_new_start_and_a_wrong_one_is_not()
    {
        await using var services = Services(_folder.Path);
        var library = services.GetRequiredService<PromptLibrary>();
        var reload = Assert.Single(services.GetServices<IHostedService>().OfType<PromptReload>());
        await reload.StartAsync(CancellationToken.None);

        Replace("rewrite.1.0.0.yaml", "version: 1.0.0", "version: 1.0.1");
        await Eventually.HoldsAsync(() => Task.FromResult(library.Current.Find("rewrite", "1.0.1") is not null));

        var good = library.Current;
        Replace("rewrite.1.0.0.yaml", "{{thread}}", "{{marker_of_the_text}}");
        await Eventually.HoldsAsync(() => Task.FromResult(_logs.Text.Contains("[5151]", StringComparison.Ordinal)));
        Assert.Same(good, library.Current);

        Replace("rewrite.1.0.0.yaml", "{{marker_of_the_text}}", "{{thread}}");
        Replace("rewrite.1.0.0.yaml", "version: 1.0.1", "version: 1.0.2");
        await Eventually.HoldsAsync(() => Task.FromResult(library.Current.Find("rewrite", "1.0.2") is not null));
        await reload.StopAsync(CancellationToken.None);

        Assert.Contains("[5150]", _logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("rewrite the last question", _logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_gone_keeps_the_prompts_read_last()
    {
        await using var services = Services(_folder.Path);
        var library = services.GetRequiredService<PromptLibrary>();
        var good = library.Current;

        Directory.Delete(_folder.Path, recursive: true);

        Assert.NotEmpty(library.Reload()!.Faults);
        Assert.Same(good, library.Current);
        Assert.Null(library.Reload());
        Directory.CreateDirectory(_folder.Path);
    }

    private ServiceProvider Services(string path) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Prompts:Path"] = path,
            ["Prompts:RescanInterval"] = "00:00:00.2",
        }).Build())
        .AddLogging(logging => logging.AddProvider(_logs))
        .AddSingleton(TimeProvider.System)
        .AddSingleton(new Random(1))
        .AddSingleton(new ContentRoot(_folder.Path))
        .AddPrompts()
        .AddPrompts()
        .AddPromptReload()
        .AddPromptReload()
        .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

    private PromptReading Read() => PromptFolder.Read(_folder.Path, "prompts", region: null, new Random(1));

    private void Replace(string file, string old, string replacement)
        => File.WriteAllText(PathOf(file), File.ReadAllText(PathOf(file)).Replace(old, replacement, StringComparison.Ordinal));

    private string PathOf(string file) => Path.Combine(_folder.Path, file);
}
