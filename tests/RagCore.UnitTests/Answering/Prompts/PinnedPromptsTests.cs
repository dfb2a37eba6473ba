using ChatOpsBot.RagCore.Answering.Prompts;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.UnitTests.Storage;
using ChatOpsBot.TestKit.Files;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Answering.Prompts;

public sealed class PinnedPromptsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PinnedPrompts _prompts;

    public PinnedPromptsTests()
    {
        foreach (var file in Directory.GetFiles(RepositoryFiles.PathOf("prompts"), "*.yaml"))
        {
            File.Copy(file, Path.Combine(_folder.Path, Path.GetFileName(file)));
        }

        File.WriteAllText(Path.Combine(_folder.Path, "draft.yaml"), PromptTexts.Rewrite("9.0.0", "draft"));
        var options = Options.Create(new PromptOptions { Path = _folder.Path });
        _prompts = new PinnedPrompts(new PromptLibrary(new PromptFolder(options, new ContentRoot(_folder.Path), new Random(1)), options));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_named_version_is_given_whatever_its_status_and_others_stay_as_they_are()
    {
        _prompts.Pin(["rewrite=9.0.0"]);

        Assert.Equal("9.0.0", _prompts.Select("rewrite", TenantId.Default, "thread").Version);
        Assert.NotEqual("9.0.0", _prompts.Select("answer", TenantId.Default, "thread").Version);

        _prompts.Pin([]);
        Assert.NotEqual("9.0.0", _prompts.Select("rewrite", TenantId.Default, "thread").Version);
    }

    [Theory]
    [InlineData("rewrite=8.0.0", "There is no prompt rewrite 8.0.0. Known: rewrite=1.0.0, rewrite=9.0.0.")]
    [InlineData("rewrite", "is not of the form name=version")]
    [InlineData("summary=1.0.0", "There is no prompt summary 1.0.0. Known: ")]
    public void A_version_that_does_not_exist_is_refused_with_those_that_do(string pin, string fault)
        => Assert.Contains(fault, Assert.Throws<ArgumentException>(() => _prompts.Pin([pin])).Message, StringComparison.Ordinal);

    [Fact]
    public void Two_versions_of_one_prompt_cannot_be_named_together()
        => Assert.Contains("named twice", Assert.Throws<ArgumentException>(() => _prompts.Pin(["rewrite=9.0.0", "rewrite=9.0.0"])).Message, StringComparison.Ordinal);
}
