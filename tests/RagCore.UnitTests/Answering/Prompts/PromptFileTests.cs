using ChatOpsBot.RagCore.Answering.Prompts;

namespace ChatOpsBot.RagCore.UnitTests.Answering.Prompts;

public sealed class PromptFileTests
{
    [Fact]
    public void A_prompt_is_read_with_everything_its_file_says()
    {
        var faults = new List<string>();

        var prompt = PromptFile.Read("p.yaml", PromptTexts.Rewrite("2.1.0-trial", "draft", 7, "tenants: [acme]\nregions: [eu, us]"), new Random(1), faults);

        Assert.Empty(faults);
        Assert.Equal(("rewrite", "2.1.0-trial", PromptStatus.Draft, 7), (prompt!.Name, prompt.Version, prompt.Status, prompt.Weight));
        Assert.Equal("acme", Assert.Single(prompt.Tenants));
        Assert.Equal(["eu", "us"], prompt.Regions);
        var settings = prompt.Settings();
        Assert.Equal((0.5f, 300, "END"), (settings.Temperature, settings.MaxOutputTokens, Assert.Single(settings.StopSequences!)));
        Assert.NotSame(settings, prompt.Settings());
    }

    [Theory]
    [InlineData("name: rewrite", "name: rewrit", 1, "is no prompt the bot asks for")]
    [InlineData("version: 1.0.0", "version: 1.0", 2, "is not of the form 1.2.3")]
    [InlineData("version: 1.0.0", "version: latest", 2, "is not of the form 1.2.3")]
    [InlineData("status: active", "status: on", 3, "is not one of draft, active, retired")]
    [InlineData("weight: 100", "weight: 0", 4, "is not a number from 1 to")]
    [InlineData("weight: 100", "weight: -3", 4, "is not a number from 1 to")]
    [InlineData("weight: 100", "weight: 1.5", 4, "is not a whole number")]
    [InlineData("weight: 100", "wieght: 100", 4, "wieght is not known here")]
    [InlineData("  temperature: 0.5", "  temperature: 9", 11, "is not a number from 0 to 2")]
    [InlineData("  temperature: 0.5", "  response: {name: x, json_schema: '{'}", 11, "is not JSON")]
    [InlineData("  temperature: 0.5", "  response: {name: x, json_schema: '5'}", 11, "is not a JSON object")]
    [InlineData("name: thread", "name: thread\n    form: trusted", 6, "cannot be of the form trusted")]
    [InlineData("{{thread}}", "{{thraed}}", 20, "thraed is used and not declared")]
    [InlineData("{{thread}}", "{{question}}", 6, "thread is declared and not used")]
    [InlineData("{{thread}}", "{{thread}} {{ }}", 20, "{{ stands where no variable is")]
    [InlineData("begin {{fence}}", "begin", 18, "a fence is opened and not closed")]
    [InlineData("begin {{fence}}", "{{question}} {{fence}}", 19, "question comes from outside and stands between no fences")]
    [InlineData("role: user", "role: system", 20, "thread comes from outside and stands in a message of another role")]
    [InlineData("role: user", "role: robot", 17, "is not one of system, user, assistant")]
    [InlineData("name: thread", "name: question", 8, "declared twice")]
    [InlineData("name: thread", "name: fence", 8, "has a name that cannot be used")]
    [InlineData("{{question}}", "see https://intranet.example.com {{question}}", 21, "has a web address")]
    [InlineData("{{question}}", "sk-proj-abcdefghijklmnop {{question}}", 21, "looks like a key")]
    [InlineData("{{question}}", "password: hunter2hunter2 {{question}}", 21, "looks like a key")]
    [InlineData("{{question}}", "xoxb-1234567890-abc {{question}}", 21, "looks like a key")]
    [InlineData("text: Make the question whole.", "text: ''", 16, "text is empty")]
    [InlineData("messages:", "messages: []\nother:", 14, "messages is empty")]
    [InlineData("version: 1.0.0", "name: again", 2, "a second time")]
    [InlineData("version: 1.0.0", "version: !!str 1.0.0", 2, "has a tag")]
    [InlineData("version: 1.0.0", "version: &v 1.0.0", 2, "an anchor or an alias")]
    public void A_fault_names_file_line_and_what(string good, string bad, int line, string what)
    {
        var faults = new List<string>();

        var prompt = PromptFile.Read("prompts/p.yaml", PromptTexts.Good.Replace(good, bad, StringComparison.Ordinal), new Random(1), faults);

        Assert.Null(prompt);
        Assert.Contains(faults, fault => fault.StartsWith($"prompts/p.yaml, line {line}: ", StringComparison.Ordinal) && fault.Contains(what, StringComparison.Ordinal));
    }

    [Fact]
    public void All_faults_of_a_file_are_told_at_once()
    {
        var faults = new List<string>();

        PromptFile.Read("p.yaml", PromptTexts.Good.Replace("weight: 100", "weight: 0", StringComparison.Ordinal).Replace("role: user", "role: robot", StringComparison.Ordinal), new Random(1), faults);

        Assert.Contains(faults, fault => fault.Contains("weight", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("robot", StringComparison.Ordinal));
    }
}
