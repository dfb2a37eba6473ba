using System.Text.RegularExpressions;
using ChatOpsBot.TestKit.Files;

namespace ChatOpsBot.IntegrationTests.Architecture;

/// <summary>What a model reads stands in <c>prompts/*.yaml</c> and nowhere in the code.</summary>
public sealed partial class PromptTextTests
{
    // A sentence or two; what is longer is told to somebody.
    private const int LongestText = 240;

    [Fact]
    public void No_message_to_a_model_is_written_in_code()
    {
        var written =
            from file in RepositoryFiles.SourceFiles("src")
            from Match match in WrittenMessage().Matches(File.ReadAllText(file))
            select $"{Path.GetRelativePath(RepositoryFiles.Root, file)}: {match.Value}";

        Assert.Empty(written);
    }

    [Fact]
    public void Only_prompts_speak_as_the_system()
    {
        var speaking =
            from file in RepositoryFiles.SourceFiles("src")
            where !file.StartsWith(RepositoryFiles.PathOf("src", "RagCore", "Answering", "Prompts"), StringComparison.Ordinal)
            where SystemMessage().IsMatch(File.ReadAllText(file))
            select Path.GetRelativePath(RepositoryFiles.Root, file);

        Assert.Empty(speaking);
    }

    [Fact]
    public void No_long_text_stands_where_models_are_spoken_to()
    {
        var texts =
            from file in RepositoryFiles.SourceFiles("src", "RagCore", "Answering").Concat(RepositoryFiles.SourceFiles("src", "RagCore", "Models"))
            let code = File.ReadAllText(file)
            where code.Contains("Microsoft.Extensions.AI", StringComparison.Ordinal)
            from Match match in Literal().Matches(code)
            where match.Length > LongestText || match.Value.StartsWith("\"\"\"", StringComparison.Ordinal)
            select $"{Path.GetRelativePath(RepositoryFiles.Root, file)}: {match.Value[..40]}";

        Assert.Empty(texts);
    }

    [Theory]
    [InlineData("new ChatMessage(ChatRole.System, \"You are\")")]
    [InlineData("new ChatMessage(ChatRole.User,\n    $\"Answer {question}\")")]
    [InlineData("new(ChatRole.User, @\"Answer\")")]
    public void A_message_that_is_written_in_code_is_seen(string code) => Assert.Matches(WrittenMessage(), code);

    [GeneratedRegex(@"\(\s*ChatRole\.[A-Z][a-z]+,\s*[$@]*""", RegexOptions.NonBacktracking)]
    private static partial Regex WrittenMessage();

    [GeneratedRegex(@"\(\s*ChatRole\.System\s*,", RegexOptions.NonBacktracking)]
    private static partial Regex SystemMessage();

    [GeneratedRegex("\"\"\"|\"(\\\\.|[^\"\\\\\n])*\"", RegexOptions.NonBacktracking)]
    private static partial Regex Literal();
}
