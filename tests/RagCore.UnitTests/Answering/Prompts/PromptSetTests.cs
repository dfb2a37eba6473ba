using System.Globalization;
using ChatOpsBot.RagCore.Answering.Prompts;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.UnitTests.Answering.Prompts;

public sealed class PromptSetTests
{
    private static readonly string[] Threads = [.. Enumerable.Range(0, 10_000).Select(number => $"slack/C{number}/1700000000.{number}")];

    [Fact]
    public void A_version_for_the_organisation_comes_before_one_for_the_region_and_that_before_the_general_one()
    {
        var set = Set(PromptTexts.Rewrite("1.0.0"), PromptTexts.Rewrite("1.1.0", more: "regions: [eu]"), PromptTexts.Rewrite("1.2.0", more: "tenants: [acme]"));

        Assert.Equal("1.2.0", Chosen(set, "acme", "eu"));
        Assert.Equal("1.1.0", Chosen(set, "other", "eu"));
        Assert.Equal("1.0.0", Chosen(set, "other", "us"));
        Assert.Equal("1.0.0", Chosen(set, "other", region: null));
    }

    [Fact]
    public void A_version_for_an_organisation_in_a_region_is_not_used_elsewhere()
    {
        var set = Set(PromptTexts.Rewrite("1.0.0"), PromptTexts.Rewrite("2.0.0", more: "tenants: [acme]\nregions: [eu]"));

        Assert.Equal("2.0.0", Chosen(set, "acme", "eu"));
        Assert.Equal("1.0.0", Chosen(set, "acme", "us"));
    }

    [Theory]
    [InlineData("draft")]
    [InlineData("retired")]
    public void Only_active_versions_are_chosen_and_the_others_are_found_by_name(string status)
    {
        var set = Set(PromptTexts.Rewrite("1.0.0", weight: 1), PromptTexts.Rewrite("2.0.0", status, weight: 1000));

        Assert.All(Threads.Take(100), thread => Assert.Equal("1.0.0", set.Select("rewrite", TenantId.Default, null, thread)!.Version));
        Assert.Equal("2.0.0", set.Find("rewrite", "2.0.0")!.Version);
        Assert.Null(set.Find("rewrite", "3.0.0"));
    }

    [Fact]
    public void Threads_are_shared_out_by_weight()
    {
        var counts = Shares(weight: 25).CountBy(version => version).ToDictionary();

        // Four standard deviations of a share of 0.2 over 10,000 threads.
        Assert.InRange(counts["2.0.0"], 2_000 - 160, 2_000 + 160);
    }

    [Fact]
    public void A_weight_that_grows_takes_threads_over_and_gives_none_back()
    {
        var (before, after) = (Shares(weight: 25), Shares(weight: 60));

        Assert.DoesNotContain(before.Zip(after), pair => pair is { First: "2.0.0", Second: "1.0.0" });
        Assert.Contains(before.Zip(after), pair => pair is { First: "1.0.0", Second: "2.0.0" });
    }

    [Fact]
    public void The_choice_is_the_same_in_every_process()
    {
        // Written down once: another hash, or one that is salted, would give others.
        Assert.Equal("2122211221", string.Concat(Shares(weight: 100).Take(10).Select(version => version[..1])));
    }

    [Fact]
    public void Without_a_thread_the_heaviest_version_is_chosen()
    {
        var set = Set(PromptTexts.Rewrite("1.0.0", weight: 5), PromptTexts.Rewrite("2.0.0", weight: 95));

        Assert.Equal("2.0.0", set.Select("rewrite", TenantId.Default, null, string.Empty)!.Version);
    }

    private static string[] Shares(int weight)
    {
        var set = Set(PromptTexts.Rewrite("1.0.0"), PromptTexts.Rewrite("2.0.0", weight: weight));
        return [.. Threads.Select(thread => set.Select("rewrite", TenantId.Default, null, thread)!.Version)];
    }

    private static string Chosen(PromptSet set, string tenant, string? region) => set.Select("rewrite", new TenantId(tenant), region, "thread")!.Version;

    private static PromptSet Set(params string[] texts)
    {
        var faults = new List<string>();
        var set = new PromptSet([.. texts.Select((text, number) => PromptFile.Read(number.ToString(CultureInfo.InvariantCulture), text, new Random(1), faults)!)]);
        Assert.Empty(faults);
        return set;
    }
}
