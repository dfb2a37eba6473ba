using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Loading;
using ChatOpsBot.TestKit.Files;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Loading;

/// <summary>Exports of Slack: public channels by day, threads together, nothing private.</summary>
public sealed class SlackExportTests
{
    private const string Users = """[{"id":"U1","name":"ann","profile":{"real_name":"Ann Smith"}},{"id":"U2","name":"rui"}]""";

    private static readonly KnowledgeSource Source = new("/tmp", "Export", TenantId.Default, ["everyone"], BaseUrl: null, IdPrefix: string.Empty);

    [Fact]
    public void A_channels_day_is_a_document_with_its_threads_together()
    {
        var parts = Load(("general/2024-05-01.json", """
            [{"type":"message","user":"U1","text":"How do I get a &lt;badge&gt;, <@U2>?","ts":"1714550400.000100","thread_ts":"1714550400.000100"},
             {"type":"message","user":"U1","text":"Lunch in <#C2|leeds>?","ts":"1714550460.000100"},
             {"type":"message","user":"U2","text":"Ask the <https://desk.example.com|front desk>.","ts":"1714550520.000100","thread_ts":"1714550400.000100"},
             {"type":"message","subtype":"channel_join","user":"U2","text":"joined","ts":"1714550530.000100"}]
            """));

        var document = Assert.Single(parts).Document!;
        Assert.Equal("#general, 2024-05-01", document.Title);
        Assert.Equal(DocumentKind.Chat, document.Kind);
        Assert.Equal(new DateOnly(2024, 5, 1), document.Effective);
        Assert.Equal(
            "# #general, 2024-05-01\n\n**Ann Smith** (08:00): How do I get a <badge>, @rui?\n\n**rui** (08:02): Ask the front desk (https://desk.example.com).\n\n**Ann Smith** (08:01): Lunch in #leeds?\n\n",
            document.Text);
        Assert.Equal(["08:00", "08:01"], document.Places.Select(place => place.Label));
    }

    [Fact]
    public void Messages_outside_threads_are_one_conversation_until_nobody_speaks_for_long()
    {
        var parts = Load(("general/2024-05-01.json", """
            [{"type":"message","user":"U1","text":"Printer?","ts":"1714550400.1"},
             {"type":"message","user":"U2","text":"Third floor.","ts":"1714550460.1"},
             {"type":"message","user":"U1","text":"Lunch?","ts":"1714557600.1"}]
            """));

        Assert.Equal(["08:00", "10:00"], Assert.Single(parts).Document!.Places.Select(place => place.Label));
    }

    [Fact]
    public void Private_conversations_are_refused_one_by_one()
    {
        var parts = Load(("general/2024-05-01.json", "[]"), ("dms.json", "[]"), ("D123/2024-05-01.json", """[{"type":"message","user":"U1","text":"secret","ts":"1714550400.1"}]"""));

        Assert.Equal(["D123/2024-05-01.json Private", "dms.json Private"], parts.Select(part => $"{part.Path["export.zip/".Length..]} {part.Outcome}"));
    }

    [Fact]
    public void An_export_that_is_no_JSON_is_damaged()
        => Assert.Equal(LoadOutcome.Damaged, DocumentLoader.Load(Source, "export.zip", HostileFiles.Zip(HostileFiles.Entry("users.json", "["), HostileFiles.Entry("channels.json", "[]"))).Outcome);

    private static IReadOnlyList<LoadResult> Load(params (string Name, string Json)[] files)
        => DocumentLoader.Load(Source, "export.zip", HostileFiles.Zip(
        [
            HostileFiles.Entry("users.json", Users),
            HostileFiles.Entry("channels.json", """[{"id":"C1","name":"general"}]"""),
            .. files.Select(file => HostileFiles.Entry(file.Name, file.Json)),
        ])).Flatten();
}
