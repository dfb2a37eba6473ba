using System.Text;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge.Loading;

namespace ChatOpsBot.Evaluation;

/// <summary>What people have written for people must not be kept out: every text of every set is looked through.</summary>
[Trait("Category", DataSets.Category)]
public sealed class ScreeningTests
{
    private static readonly KnowledgeSource Source = new("/sets", "Sets", TenantId.Default, [Principals.Everyone], BaseUrl: null, string.Empty);

    [Fact]
    public void No_text_of_any_set_is_taken_for_orders_to_an_assistant()
    {
        var texts = Directory.EnumerateFiles(DataSets.PathOf(), "*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is ".md" or ".txt" or ".jsonl" or ".json" or ".tsv" or ".csv" or ".html")
            .SelectMany(path => File.ReadLines(path).Select(line => (path, line)))
            .ToArray();

        Assert.True(texts.Length > 10_000, $"Only {texts.Length} lines were found.");
        Assert.Empty(texts.AsParallel().Where(text => IsKeptOut(text.line)).Select(text => $"{Path.GetFileName(text.path)}: {text.line[..Math.Min(300, text.line.Length)]}"));
    }

    private static bool IsKeptOut(string line) => DocumentLoader.Load(Source, "line.txt", Encoding.UTF8.GetBytes(line)).Outcome == LoadOutcome.Quarantined;
}
