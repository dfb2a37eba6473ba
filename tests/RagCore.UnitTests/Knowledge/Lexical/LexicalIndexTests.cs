using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using FsCheck;
using FsCheck.Fluent;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Lexical;

public sealed class LexicalIndexTests : IDisposable
{
    private readonly LexicalIndex _index = new();

    public void Dispose() => _index.Dispose();

    [Fact]
    public async Task The_passage_about_the_question_comes_first()
    {
        await AddAsync(
            Documents.Of("Annual leave is 27 days a year.", "leave.txt"),
            Documents.Of("The VPN asks for a code.", "vpn.txt"),
            Documents.Of("Leave the building by the nearest exit.", "fire.txt"));

        var passages = await FindAsync("How many days of annual leave do I get?");

        Assert.Equal("leave.txt", passages[0].Chunk.Document.Id);
        Assert.DoesNotContain(passages, passage => passage.Chunk.Document.Id == "vpn.txt");
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \u200B\u202E ")]
    [InlineData("?!")]
    [InlineData("zzzunknown")]
    public async Task A_question_without_known_words_finds_nothing(string question)
    {
        await AddAsync(Documents.Of("Annual leave is 27 days."));

        Assert.Empty(await FindAsync(question));
    }

    [Fact]
    public async Task Stop_words_count_only_when_nothing_else_is_asked()
    {
        await AddAsync(Documents.Of("To be or not to be", "hamlet.txt"), Documents.Of("Annual leave", "leave.txt"));

        Assert.Equal("hamlet.txt", Assert.Single(await FindAsync("to be or not to be")).Chunk.Document.Id);
        Assert.Empty(await FindAsync("what is the unicorn"));
    }

    [Fact]
    public async Task A_title_counts_more_than_the_body()
    {
        await AddAsync(
            Documents.Of("Rules about travel and expenses for everybody in the company.", "a.txt", "Other matters"),
            Documents.Of("Rules for everybody in the company and its many offices.", "b.txt", "Travel"));

        Assert.Equal("b.txt", (await FindAsync("travel"))[0].Chunk.Document.Id);
    }

    [Fact]
    public async Task Words_side_by_side_in_the_order_asked_count_more()
    {
        await AddAsync(
            Documents.Of("Failover notes: the old database is slow.", "a.txt"),
            Documents.Of("Notes: the slow database failover is old.", "b.txt"));

        Assert.Equal("b.txt", (await FindAsync("database failover"))[0].Chunk.Document.Id);
    }

    [Theory]
    [InlineData("ERR_4012")]
    [InlineData("err-4012")]
    [InlineData("err 4012")]
    public async Task An_error_code_is_found_however_it_is_written(string question)
    {
        await AddAsync(Documents.Of("When ERR_4012 is shown, sign in again.", "a.txt"), Documents.Of("ERR_4013 means the disk is full.", "b.txt"));

        Assert.Equal("a.txt", (await FindAsync(question))[0].Chunk.Document.Id);
    }

    [Fact]
    public async Task Every_part_of_a_long_table_is_found_by_its_header()
    {
        var rows = string.Concat(Enumerable.Range(0, 120).Select(number => $"| Land number {number} | {number} |\n"));
        await AddAsync(Documents.Markdown("| Country | Allowance |\n|---|---|\n" + rows));

        var passages = await FindAsync("allowance");

        Assert.True(passages.Count > 1);
        Assert.Equal(await CountChunksAsync("land"), passages.Count);
    }

    [Fact]
    public async Task A_replaced_document_never_comes_before_its_replacement()
    {
        await AddAsync(
            Documents.Of("Password length is eight. Password rules. Password.", "old.txt", "Password policy") with { IsSuperseded = true, SupersededBy = "new.txt" },
            Documents.Of("A password has fourteen characters, and is changed only when it leaks, which is rare.", "new.txt", "Accounts"));

        Assert.Equal(["new.txt", "old.txt"], (await FindAsync("password")).Select(passage => passage.Chunk.Document.Id));
    }

    [Fact]
    public async Task Without_rights_nothing_is_found_listed_or_opened()
    {
        await AddAsync(Documents.Of("Salary bands", "hr/salary.txt", readers: "hr"), Documents.Of("Salary day", "day.txt"));
        var nobody = AccessFilter.Nothing(TenantId.Default);
        var hr = AccessFilter.For(TenantId.Default, ["hr"]);

        Assert.Empty(await _index.SearchAsync("salary", nobody, 10, CancellationToken.None));
        Assert.Empty(await _index.ListSourcesAsync(nobody, CancellationToken.None));
        Assert.Null(await _index.FindAsync("hr/salary.txt", Documents.Everyone, CancellationToken.None));
        Assert.Equal("day.txt", Assert.Single(await FindAsync("salary")).Chunk.Document.Id);
        Assert.Equal("hr/salary.txt", Assert.Single(await _index.SearchAsync("salary", hr, 10, CancellationToken.None)).Chunk.Document.Id);
        Assert.Equal(["hr"], Assert.Single(await _index.ListSourcesAsync(hr, CancellationToken.None)).Folders);
    }

    [Fact]
    public async Task Another_tenants_documents_change_no_score()
    {
        await AddAsync(Documents.Of("annual leave", "a.txt"), Documents.Of("parental leave", "b.txt"));
        var before = await FindAsync("annual leave");

        await AddAsync([.. Enumerable.Range(0, 50).Select(number => Documents.Of("annual leave", $"{number}.txt", tenant: "other"))]);
        var after = await FindAsync("annual leave");

        Assert.Equal(before, after);
    }

    [Fact]
    public void Readers_of_random_worlds_see_only_what_they_may()
    {
        string[] groups = ["everyone", "hr", "it", "board"];
        var world = Gen.ArrayOf(Gen.SubListOf(groups)).Zip(Gen.SubListOf(groups)).ToArbitrary();

        Prop.ForAll(world, pair =>
        {
            using var index = new LexicalIndex();
            var documents = pair.Item1.Select((readers, number) => Documents.Of("canary sings", $"{number}") with { Readers = [.. readers] }).ToArray();
            index.UpsertAsync(documents, CancellationToken.None).GetAwaiter().GetResult();
            var access = AccessFilter.For(TenantId.Default, pair.Item2);

            var found = index.SearchAsync("canary", access, 1000, CancellationToken.None).GetAwaiter().GetResult();

            var admitted = documents.Where(document => document.Readers.Intersect(pair.Item2).Any()).Select(document => document.Id);
            return found.Select(passage => passage.Chunk.Document.Id).ToHashSet().SetEquals(admitted);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task A_changed_document_takes_the_place_of_the_old_one_at_once()
    {
        await AddAsync(Documents.Of("old words", "a.txt"), Documents.Of("other things", "b.txt"));
        var version = _index.Version;

        await AddAsync(Documents.Of("new words", "a.txt"));

        Assert.Empty(await FindAsync("old"));
        Assert.Equal("new words", Assert.Single(await FindAsync("words")).Chunk.Text);
        Assert.NotEqual(version, _index.Version);
    }

    [Fact]
    public async Task A_removed_document_is_gone_and_removing_again_is_no_error()
    {
        await AddAsync(Documents.Of("some words", "a.txt"), Documents.Of("more words", "b.txt"));

        await _index.RemoveAsync(TenantId.Default, ["a.txt", "never-there"], CancellationToken.None);
        await _index.RemoveAsync(TenantId.Default, ["a.txt"], CancellationToken.None);
        await _index.RemoveAsync(new TenantId("unknown"), ["b.txt"], CancellationToken.None);

        Assert.Equal("b.txt", Assert.Single(await FindAsync("words")).Chunk.Document.Id);
        Assert.Null(await _index.FindAsync("a.txt", Documents.Everyone, CancellationToken.None));
    }

    [Fact]
    public async Task Scores_and_order_do_not_depend_on_how_the_index_grew()
    {
        var final = Enumerable.Range(0, 60).Select(number => Documents.Of($"leave days {(number % 7 == 0 ? "annual" : "sick")} {number % 5}", $"{number:D2}.txt")).ToArray();
        using var atOnce = new LexicalIndex();
        await atOnce.UpsertAsync(final, CancellationToken.None);

        foreach (var document in final.Reverse())
        {
            await AddAsync(Documents.Of("annual annual other text that goes away", document.Id), document);
            await AddAsync(document, Documents.Of("annual leave that is removed", "gone.txt"));
            await _index.RemoveAsync(TenantId.Default, ["gone.txt"], CancellationToken.None);
        }

        var expected = await atOnce.SearchAsync("annual leave 3", Documents.Everyone, 60, CancellationToken.None);
        var actual = await FindAsync("annual leave 3", 60);
        Assert.Equal(expected.Select(Describe), actual.Select(Describe));
    }

    [Fact]
    public async Task Searches_go_on_while_documents_are_written()
    {
        await AddAsync([.. Enumerable.Range(0, 50).Select(number => Documents.Of("stable words", $"{number}.txt"))]);
        using var stop = new CancellationTokenSource();
        var searching = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                Assert.Equal(50, (await FindAsync("stable", 100)).Count);
            }
        });

        for (var round = 0; round < 200; round++)
        {
            await AddAsync(Documents.Of($"stable words {round}", $"{round % 50}.txt"));
        }

        await stop.CancelAsync();
        await searching;
    }

    [Fact]
    public async Task A_huge_or_endless_question_is_answered()
    {
        await AddAsync(Documents.Of("annual leave"));

        Assert.NotEmpty(await FindAsync("leave " + new string('x', 40_000)));
        Assert.NotEmpty(await FindAsync(string.Concat(Enumerable.Repeat("annual leave ", 4_000))));
    }

    [Fact]
    public async Task A_cancelled_write_changes_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _index.UpsertAsync([Documents.Of("words")], cancelled.Token));

        Assert.Empty(await FindAsync("words"));
    }

    private static string Describe(Passage passage) => $"{passage.Chunk.Document.Id} {passage.Score:R}";

    private Task AddAsync(params Document[] documents) => _index.UpsertAsync(documents, CancellationToken.None);

    private Task<IReadOnlyList<Passage>> FindAsync(string question, int limit = 10)
        => _index.SearchAsync(question, Documents.Everyone, limit, CancellationToken.None);

    private async Task<int> CountChunksAsync(string word) => (await FindAsync(word, 100)).Count;
}
