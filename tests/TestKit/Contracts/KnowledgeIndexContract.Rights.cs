using System.Globalization;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using Xunit;

namespace ChatOpsBot.TestKit.Contracts;

/// <summary>Who finds what.</summary>
public abstract partial class KnowledgeIndexContract
{
    [Fact]
    public async Task Nothing_is_found_across_tenants()
    {
        var other = new TenantId($"other-{Tenant.Value}");
        await AddAsync(Of("a.txt", "The printer code is 1234."), Of("a.txt", "The printer code is 5678.") with { Tenant = other });
        var filter = AccessFilter.For(other, [Principals.Everyone]);

        var passage = Assert.Single(await Index.SearchAsync("printer code", filter, 10, None));
        Assert.Equal((other, "The printer code is 5678."), (passage.Chunk.Document.Tenant, passage.Chunk.Text));
        Assert.Equal("The printer code is 5678.", (await Index.FindAsync("a.txt", filter, None))?.Text);
        Assert.Equal(1, Assert.Single(await Index.ListSourcesAsync(filter, None)).Documents);

        await Index.RemoveAsync(other, ["a.txt"], None);
        Assert.Empty(await Index.SearchAsync("printer code", filter, 10, None));
        Assert.Equal(["a.txt"], await FindAsync("printer code"));
    }

    [Fact]
    public async Task Only_readers_find_a_document()
    {
        await AddAsync(Of("board.txt", "The merger is secret.", "Board", "group:board"), Of("all.txt", "The merger of the printers."), Of("nobody.txt", "The merger.") with { Readers = [] });

        Assert.Equal(["all.txt"], await FindAsync("merger"));
        Assert.Equal(["board.txt"], await FindAsync("merger", For("group:board")));
        Assert.Equal(2, (await FindAsync("merger", For("group:board", Principals.Everyone))).Length);
        Assert.Empty(await FindAsync("merger", For("group:boar", "board", "GROUP:BOARD", "")));
    }

    [Fact]
    public async Task A_filter_of_some_sources_finds_what_they_hold_and_nothing_else()
    {
        await AddAsync(
            Of("hr/leave.txt", "The printer of human resources.") with { Source = "hr" },
            Of("it/printer.txt", "The printer of the computer people.") with { Source = "it" },
            Of("it/board.txt", "The printer of the board.", "Board", "group:board") with { Source = "it" });

        Assert.Equal(["it/printer.txt"], await FindAsync("printer", Everyone.Within(["it"])));
        Assert.Equal(["hr/leave.txt", "it/printer.txt"], (await FindAsync("printer", Everyone.Within(["hr", "it"]))).Order(StringComparer.Ordinal));
        Assert.Empty(await FindAsync("printer", Everyone.Within(["law"])));
        Assert.Empty(await FindAsync("printer", Everyone.Within([])));
        Assert.Equal("it", Assert.Single(await Index.ListSourcesAsync(Everyone.Within(["it"]), None)).Name);
        Assert.Null(await Index.FindAsync("hr/leave.txt", Everyone.Within(["it"]), None));
        Assert.NotNull(await Index.FindAsync("hr/leave.txt", Everyone.Within(["hr"]), None));
    }

    [Fact]
    public async Task A_filter_without_principals_finds_nothing_whatever_the_document_says()
    {
        await AddAsync(Of("a.txt", "The printer.") with { Readers = [Principals.Everyone, ""] });
        var nobody = AccessFilter.Nothing(Tenant);

        Assert.Empty(await FindAsync("printer", nobody));
        Assert.Null(await Index.FindAsync("a.txt", nobody, None));
        Assert.Empty(await Index.ListSourcesAsync(nobody, None));
    }

    [Fact]
    public async Task No_access_and_no_document_are_the_same_null()
    {
        await AddAsync(Of("board.txt", "The merger.", "Board", "group:board"));

        Assert.Null(await Index.FindAsync("board.txt", Everyone, None));
        Assert.Null(await Index.FindAsync("nothing.txt", Everyone, None));
        Assert.Equivalent(Of("board.txt", "The merger.", "Board", "group:board"), await Index.FindAsync("board.txt", For("group:board"), None), strict: true);
    }

    [Fact]
    public async Task Other_readers_hold_from_the_moment_they_are_written()
    {
        await AddAsync(Of("a.txt", "The merger."));

        await AddAsync(Of("a.txt", "The merger.", "Title", "group:board"));

        Assert.Empty(await FindAsync("merger"));
        Assert.Null(await Index.FindAsync("a.txt", Everyone, None));
        Assert.Equal(["a.txt"], await FindAsync("merger", For("group:board")));
    }

    [Fact]
    public async Task Many_readers_on_both_sides_are_compared_one_by_one()
    {
        string[] some = [.. Enumerable.Range(0, 2000).Select(number => string.Create(CultureInfo.InvariantCulture, $"user:{number:D5}"))];
        string[] others = [.. some.Select(name => name + "x")];
        await AddAsync(Of("a.txt", "The printer.", "Title", [.. some, "group:z"]));

        Assert.Empty(await FindAsync("printer", For(others)));
        Assert.Equal(["a.txt"], await FindAsync("printer", For([.. others, "group:z"])));
    }

    [Fact]
    public async Task Sources_count_what_their_audience_may_read()
    {
        await AddAsync(
            Of("people/a.md", "One."), Of("people/b.md", "Two.", "Title", "group:board"), Of("it/c.md", "Three."), Of("root.md", "Four."), Of("d.md", "Five.") with { Source = "Archive" });

        Assert.Equivalent(
            new[] { new SourceSummary("Archive", 1, []), new SourceSummary("Handbook", 3, ["it", "people"]) }, await Index.ListSourcesAsync(Everyone, None), strict: true);
        Assert.Equivalent(new[] { new SourceSummary("Handbook", 1, ["people"]) }, await Index.ListSourcesAsync(For("group:board"), None), strict: true);
        Assert.Empty(await Index.ListSourcesAsync(For("group:none"), None));
    }
}
