using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using FsCheck;
using FsCheck.Fluent;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Dense;

public sealed class HybridIndexTests : IDisposable
{
    private readonly HybridFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task What_means_the_same_is_found_though_no_word_is_shared()
    {
        _fixture.Model.Vectors.Same("holiday", "leave");
        await _fixture.AddAsync(Documents.Of("Annual leave is 27 days.", "leave.txt"), Documents.Of("The VPN asks for a code.", "vpn.txt"));

        Assert.Empty(await _fixture.Lexical.SearchAsync("holiday", Documents.Everyone, 10, CancellationToken.None));
        Assert.Equal("leave.txt", (await _fixture.FindAsync("holiday"))[0].Chunk.Document.Id);
    }

    [Fact]
    public async Task What_a_restart_brings_back_is_searched_by_meaning_too()
    {
        _fixture.Model.Vectors.Same("holiday", "leave");
        using var before = new LexicalIndex();
        await before.UpsertAsync([Documents.Of("Annual leave is 27 days.", "leave.txt")], CancellationToken.None);

        await _fixture.Lexical.RestoreAsync(before.Capture(), CancellationToken.None);
        await _fixture.SettleAsync();

        Assert.Equal("leave.txt", (await _fixture.FindAsync("holiday"))[0].Chunk.Document.Id);
    }

    [Fact]
    public async Task Words_decide_where_meaning_does_not_and_scores_stay_on_their_scale()
    {
        await _fixture.AddAsync(
            Documents.Of("When ERR_4012 is shown, sign in again.", "a.txt"), Documents.Of("ERR_4013 means the disk is full.", "b.txt"), Documents.Of("Lunch is at noon.", "c.txt"));

        var worded = await _fixture.Lexical.SearchAsync("ERR_4012", Documents.Everyone, 10, CancellationToken.None);
        var fused = await _fixture.FindAsync("ERR_4012");

        Assert.Equal("a.txt", fused[0].Chunk.Document.Id);
        Assert.Equal(worded[0].Score, fused[0].Score, 6);
        Assert.Equal(fused.OrderByDescending(passage => passage.Score), fused);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?!")]
    [InlineData("  \u200B ")]
    public async Task A_question_without_words_finds_nothing_and_asks_nobody(string question)
    {
        await _fixture.AddAsync(Documents.Of("Annual leave is 27 days."));

        Assert.Empty(await _fixture.FindAsync(question));
        Assert.Equal(0, _fixture.Model.Questions);
    }

    [Fact]
    public async Task Without_rights_nothing_is_found_and_nobody_is_asked()
    {
        await _fixture.AddAsync(Documents.Of("Annual leave is 27 days."));

        Assert.Empty(await _fixture.FindAsync("leave", access: AccessFilter.Nothing(TenantId.Default)));
        Assert.Empty(await _fixture.FindAsync("leave", access: AccessFilter.For(new TenantId("other"), [Principals.Everyone])));
        Assert.Equal(0, _fixture.Model.Questions);
    }

    [Fact]
    public void Readers_of_random_worlds_see_only_what_they_may()
    {
        string[] groups = ["everyone", "hr", "it", "board"];
        string[] tenants = ["default", "other"];
        var world = Gen.ArrayOf(Gen.SubListOf(groups).Zip(Gen.Elements(tenants))).Zip(Gen.SubListOf(groups)).ToArbitrary();

        Prop.ForAll(world, pair => SeesExactlyWhatItMayAsync([.. pair.Item1.Select(each => (each.Item1, each.Item2))], pair.Item2).GetAwaiter().GetResult())
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task Rights_that_were_taken_away_hold_at_once()
    {
        _fixture.Model.Vectors.Same("pay", "salary");
        await _fixture.AddAsync(Documents.Of("Salary bands", "salary.txt"), Documents.Of("Lunch", "lunch.txt"));
        _fixture.Model.Before = (_, isQuestion, cancellationToken) => isQuestion ? Task.CompletedTask : Task.Delay(Timeout.Infinite, cancellationToken);

        await _fixture.Index.UpsertAsync([Documents.Of("Salary bands", "salary.txt", readers: "hr")], CancellationToken.None);

        Assert.DoesNotContain(await _fixture.FindAsync("pay"), passage => passage.Chunk.Document.Id == "salary.txt");
    }

    [Fact]
    public async Task A_removed_document_is_gone_from_both_at_once_also_when_its_vectors_come_later()
    {
        var gate = new TaskCompletionSource();
        _fixture.Model.Before = (texts, isQuestion, _) => !isQuestion && texts.Any(text => text.Contains("late", StringComparison.Ordinal)) ? gate.Task : Task.CompletedTask;
        await _fixture.AddAsync(Documents.Of("Annual leave", "a.txt"), Documents.Of("Sick leave", "b.txt"));
        await _fixture.Index.UpsertAsync([Documents.Of("late leave", "late.txt")], CancellationToken.None);

        await _fixture.Index.RemoveAsync(TenantId.Default, ["a.txt", "late.txt", "never-there"], CancellationToken.None);
        Assert.Equal(["b.txt"], (await _fixture.FindAsync("annual late leave")).Select(passage => passage.Chunk.Document.Id));
        gate.SetResult();
        await _fixture.AddAsync(Documents.Of("Other", "c.txt"));

        Assert.DoesNotContain(await _fixture.FindAsync("annual late leave"), passage => passage.Chunk.Document.Id is "a.txt" or "late.txt");
        Assert.Equal(2, _fixture.Dense.CountOf(TenantId.Default));
    }

    [Fact]
    public async Task A_changed_document_is_found_in_its_new_version_only()
    {
        await _fixture.AddAsync(Documents.Of("old words", "a.txt"), Documents.Of("other things", "b.txt"));
        var version = _fixture.Index.Version;

        await _fixture.AddAsync(Documents.Of("new words", "a.txt"));

        Assert.All(await _fixture.FindAsync("old words"), passage => Assert.DoesNotContain("old", passage.Chunk.Text, StringComparison.Ordinal));
        Assert.NotEqual(version, _fixture.Index.Version);
        Assert.Equal(2, _fixture.Dense.CountOf(TenantId.Default));
    }

    [Fact]
    public async Task A_replaced_document_never_comes_before_its_replacement()
    {
        _fixture.Model.Vectors.Same("secret", "password");
        await _fixture.AddAsync(
            Documents.Of("Password password password", "old.txt", "Password") with { IsSuperseded = true, SupersededBy = "new.txt" },
            Documents.Of("A password has fourteen characters, and is changed only when it leaks, which is rare.", "new.txt", "Accounts"),
            Documents.Of("Lunch is at noon", "lunch.txt"));

        foreach (var question in (string[])["password", "secret", "secret password"])
        {
            var ids = (await _fixture.FindAsync(question)).Select(passage => passage.Chunk.Document.Id).ToList();
            Assert.True(ids.IndexOf("new.txt") < ids.IndexOf("old.txt"), question);
        }
    }

    [Fact]
    public async Task Everything_else_is_what_the_words_say()
    {
        await _fixture.AddAsync(Documents.Of("Annual leave", "hr/a.txt"));

        Assert.Equal("hr/a.txt", (await _fixture.Index.FindAsync("hr/a.txt", Documents.Everyone, CancellationToken.None))?.Id);
        Assert.Single(await _fixture.Index.ListSourcesAsync(Documents.Everyone, CancellationToken.None));
        Assert.Equal(_fixture.Lexical.RarityOf("leav", Documents.Everyone), _fixture.Index.RarityOf("leav", Documents.Everyone));
    }

    [Fact]
    public async Task The_order_does_not_depend_on_how_the_index_grew()
    {
        var final = Enumerable.Range(0, 60).Select(number => Documents.Of($"leave days {(number % 7 == 0 ? "annual" : "sick")} {number % 5}", $"{number:D2}.txt")).ToArray();
        using var atOnce = new HybridFixture();
        await atOnce.AddAsync(final);

        foreach (var document in final.Reverse())
        {
            await _fixture.AddAsync(Documents.Of("annual annual other text that goes away", document.Id), document);
        }

        var expected = await atOnce.FindAsync("annual leave 3", 60);
        Assert.Equal(expected.Select(Describe), (await _fixture.FindAsync("annual leave 3", 60)).Select(Describe));
    }

    private static string Describe(Passage passage) => $"{passage.Chunk.Document.Id} {passage.Score:F6}";

    private static async Task<bool> SeesExactlyWhatItMayAsync((IList<string> Readers, string Tenant)[] world, IList<string> principals)
    {
        using var fixture = new HybridFixture();
        fixture.Model.Vectors.Same("bird", "canary");
        var documents = world.Select((each, number) => Documents.Of("canary sings", $"{number}", tenant: each.Tenant) with { Readers = [.. each.Readers] }).ToArray();
        await fixture.AddAsync(documents);
        var access = AccessFilter.For(TenantId.Default, principals);

        var byWord = await fixture.FindAsync("canary", 1000, access);
        var byMeaning = await fixture.FindAsync("bird", 1000, access);

        var admitted = documents.Where(document => document.Tenant == TenantId.Default && document.Readers.Intersect(principals).Any()).Select(document => document.Id).ToHashSet();
        return admitted.SetEquals(byWord.Select(passage => passage.Chunk.Document.Id)) && admitted.SetEquals(byMeaning.Select(passage => passage.Chunk.Document.Id));
    }
}
