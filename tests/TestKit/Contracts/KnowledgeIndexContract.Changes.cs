using ChatOpsBot.RagCore.Knowledge;
using Xunit;

namespace ChatOpsBot.TestKit.Contracts;

/// <summary>How documents come, change and go.</summary>
public abstract partial class KnowledgeIndexContract
{
    [Fact]
    public async Task A_new_version_replaces_the_old_one_with_all_its_chunks()
    {
        await AddAsync(Of("a.md", LongText("printer", 40)) with { Format = TextFormat.Markdown });
        Assert.True((await FindAsync("printer")).Length > 3);

        await AddAsync(Of("a.md", "# Toner\n\nThe toner is empty.") with { Format = TextFormat.Markdown, Version = "1" });

        Assert.Empty(await FindAsync("printer"));
        Assert.Equal(["a.md"], await FindAsync("toner"));
        Assert.Equal("1", (await Index.FindAsync("a.md", Everyone, None))?.Version);
    }

    [Fact]
    public async Task Writing_the_same_again_changes_nothing_that_can_be_found()
    {
        await AddAsync(Of("a.txt", "The printer."));

        await AddAsync(Of("a.txt", "The printer."), Of("b.txt", "The printer."));

        Assert.Equal(["a.txt", "b.txt"], (await FindAsync("printer")).Order());
        Assert.Equal(2, Assert.Single(await Index.ListSourcesAsync(Everyone, None)).Documents);
    }

    [Fact]
    public async Task Of_two_documents_with_one_id_the_later_stands()
    {
        await AddAsync(Of("a.txt", "The printer."), Of("a.txt", "The toner."));

        Assert.Empty(await FindAsync("printer"));
        Assert.Equal(["a.txt"], await FindAsync("toner"));
    }

    [Fact]
    public async Task What_was_removed_is_gone_and_may_be_removed_again()
    {
        await AddAsync(Of("a.txt", "The printer."), Of("b.txt", "The printer."));

        await Index.RemoveAsync(Tenant, ["a.txt", "never.txt"], None);
        await Index.RemoveAsync(Tenant, ["a.txt"], None);

        Assert.Equal(["b.txt"], await FindAsync("printer"));
        Assert.Null(await Index.FindAsync("a.txt", Everyone, None));
        Assert.Equal(1, Assert.Single(await Index.ListSourcesAsync(Everyone, None)).Documents);

        await AddAsync(Of("a.txt", "The printer."));
        Assert.Equal(["a.txt", "b.txt"], (await FindAsync("printer")).Order());
    }

    [Fact]
    public async Task Nothing_to_do_is_done()
    {
        await Index.UpsertAsync([], None);
        await Index.RemoveAsync(Tenant, [], None);

        Assert.Empty(await FindAsync("printer"));
        Assert.Empty(await Index.ListSourcesAsync(Everyone, None));
    }

    [Fact]
    public async Task A_document_without_text_is_found_by_its_title()
    {
        await AddAsync(Of("empty.txt", string.Empty, "Plotter"));

        var passage = Assert.Single(await Index.SearchAsync("plotter", Everyone, 5, None));

        Assert.Equal(("empty.txt", string.Empty), (passage.Chunk.Document.Id, passage.Chunk.Text));
    }

    [Theory]
    [InlineData("Überstunden/Größe & Maß?.md", "Überstunden werden mit Freizeit ausgeglichen.", "Überstunden")]
    [InlineData("手册/休假.txt", "年假 是 十五 天。", "年假")]
    [InlineData("a/../b%2F\"'\\{}[].txt", "Der 🖨️ printer 👩‍👩‍👧 steht im Flur.", "printer")]
    [InlineData("اجازة.txt", "الإجازة السنوية ثلاثون يوما", "الإجازة")]
    [InlineData(" spaced id ", "The printer\u0000 and its\r\n\ttoner.", "toner")]
    public async Task Any_text_and_any_id_come_back_as_they_were(string id, string text, string question)
    {
        await AddAsync(Of(id, text));

        var passage = Assert.Single(await Index.SearchAsync(question, Everyone, 5, None));
        Assert.Equal((id, text), (passage.Chunk.Document.Id, passage.Chunk.Document.Text));
        Assert.Equal(text, (await Index.FindAsync(id, Everyone, None))?.Text);

        await Index.RemoveAsync(Tenant, [id], None);
        Assert.Empty(await FindAsync(question));
    }

    [Fact]
    public async Task The_version_changes_with_every_change()
    {
        var versions = new List<string> { Index.Version };
        await AddAsync(Of("a.txt", "The printer."));
        versions.Add(Index.Version);
        await AddAsync(Of("b.txt", "The printer."));
        versions.Add(Index.Version);
        await AddAsync(Of("a.txt", "The toner."));
        versions.Add(Index.Version);
        await AddAsync(Of("a.txt", "The toner.", "Title", "group:board"));
        versions.Add(Index.Version);
        await Index.RemoveAsync(Tenant, ["a.txt"], None);
        versions.Add(Index.Version);

        Assert.Equal(versions, versions.Distinct());
    }

    [Fact]
    public async Task Readers_see_the_old_document_or_the_new_one_and_never_none()
    {
        Document[] forms = [Of("a.md", LongText("printer", 12)) with { Format = TextFormat.Markdown }, Of("a.md", LongText("printer", 3) + "\n\nNew.") with { Format = TextFormat.Markdown, Version = "1" }];
        await AddAsync(forms[0]);

        var faults = await FaultsWhileAsync(
            async () =>
            {
                for (var round = 0; round < 15; round++)
                {
                    await AddAsync(forms[(round + 1) % 2]);
                }
            },
            async () =>
            {
                var passages = await Index.SearchAsync("printer", Everyone, 50, None);
                return passages.Count == 0 ? "found nothing"
                    : passages.Any(passage => forms.All(form => form.Text != passage.Chunk.Document.Text)) ? "found a text that was never written"
                    : await Index.FindAsync("a.md", Everyone, None) is null ? "the document is not there" : null;
            });

        Assert.Empty(faults);
    }

    [Fact]
    public async Task Writers_at_once_all_arrive()
    {
        await Task.WhenAll(Enumerable.Range(0, 12).Select(number => AddAsync(Of($"{number}.txt", "The printer."))));

        Assert.Equal(12, (await FindAsync("printer")).Length);
    }

    [Fact]
    public async Task A_cancelled_search_says_so()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Index.SearchAsync("printer", Everyone, 5, cancelled.Token));
    }

    private static string LongText(string word, int sections)
        => string.Join("\n\n", Enumerable.Range(1, sections).Select(number => $"## Part {number}\n\n" + string.Concat(Enumerable.Repeat($"The {word} of part {number} is on its floor. ", 20))));
}
