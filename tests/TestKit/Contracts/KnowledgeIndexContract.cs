using System.Collections.Concurrent;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using Xunit;

namespace ChatOpsBot.TestKit.Contracts;

/// <summary>What every index does, wherever it is kept: finding, rights, and that readers never see half a change.</summary>
public abstract partial class KnowledgeIndexContract
{
    private protected static readonly CancellationToken None = CancellationToken.None;

    /// <summary>Gets a tenant that no other test has.</summary>
    protected TenantId Tenant { get; } = new($"tenant-{Guid.NewGuid():N}");

    /// <summary>Gets the index of the test; what other tests wrote is in other tenants.</summary>
    protected abstract IKnowledgeIndex Index { get; }

    /// <summary>Gets what everybody of the tenant may see.</summary>
    protected AccessFilter Everyone => For(Principals.Everyone);

    [Fact]
    public async Task The_passage_about_the_question_comes_first()
    {
        await AddAsync(Of("leave.txt", "Annual leave is 27 days a year."), Of("vpn.txt", "The VPN asks for a code."), Of("fire.txt", "Leave the building by the nearest exit."));

        var found = await FindAsync("How many days of annual leave do I get?");

        Assert.Equal("leave.txt", found[0]);
        Assert.DoesNotContain("vpn.txt", found);
    }

    [Fact]
    public async Task A_rare_word_says_more_than_a_common_one()
    {
        await AddAsync([.. Enumerable.Range(0, 8).Select(number => Of($"common-{number}.txt", "The printer is on this floor.", "Offices")), Of("rare.txt", "The plotter is on this floor.", "Offices")]);

        Assert.Equal("rare.txt", (await FindAsync("printer plotter"))[0]);
    }

    [Fact]
    public async Task A_title_and_a_heading_count_more_than_the_body()
    {
        await AddAsync(
            Of("body.txt", "Rules about travel and expenses for everybody in the company.", "Other matters"),
            Of("title.txt", "Rules for everybody in the company and its many offices.", "Travel"));

        Assert.Equal("title.txt", (await FindAsync("travel"))[0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \u200B ")]
    [InlineData("?!")]
    [InlineData("zzzunknown")]
    public async Task A_question_without_known_words_finds_nothing(string question)
    {
        await AddAsync(Of("leave.txt", "Annual leave is 27 days."));

        Assert.Empty(await FindAsync(question));
    }

    [Fact]
    public async Task No_more_passages_come_than_were_asked_for_and_the_best_of_them()
    {
        await AddAsync([.. Enumerable.Range(0, 30).Select(number => Of($"{number}.txt", "The printer is broken."))]);

        var passages = await Index.SearchAsync("printer", Everyone, 7, None);

        Assert.Equal(7, passages.Count);
        Assert.Equal(passages.OrderByDescending(passage => passage.Score).Select(passage => passage.Score), passages.Select(passage => passage.Score));
        Assert.Empty(await Index.SearchAsync("printer", Everyone, 0, None));
    }

    [Fact]
    public async Task A_passage_is_cut_from_its_document_and_knows_its_headings()
    {
        const string Text = "# Leave\n\nIntroduction.\n\n## Carry over\n\nFive days may be carried over.\n";
        var document = Of("people/leave.md", Text, "Leave") with
        {
            Format = TextFormat.Markdown,
            Link = new Uri("https://handbook.example/leave"),
            Effective = new DateOnly(2026, 1, 1),
            Language = "en",
            Owner = "People team",
            Kind = DocumentKind.Policy,
            Places = [new PlaceMark(0, "page 1", "page=1")],
        };
        await AddAsync(document);

        var passage = (await Index.SearchAsync("carried over", Everyone, 5, None))[0];

        Assert.Contains("Five days may be carried over.", passage.Chunk.Text, StringComparison.Ordinal);
        Assert.Equal(Text[passage.Chunk.Start..passage.Chunk.End], passage.Chunk.Text);
        Assert.Equivalent(document, passage.Chunk.Document, strict: true);
        Assert.Equal("page 1", passage.Chunk.Place?.Label);
    }

    [Fact]
    public async Task What_was_replaced_is_found_after_what_replaced_it()
    {
        await AddAsync(
            Of("old.txt", "Password length is eight. Password rules. Password.", "Password policy") with { IsSuperseded = true, SupersededBy = "new.txt" },
            Of("new.txt", "Password length is fourteen in this company and in all of its many offices."));

        Assert.Equal(["new.txt", "old.txt"], await FindAsync("password length"));
    }

    [Fact]
    public async Task Rare_terms_weigh_more_and_nothing_weighs_without_documents()
    {
        var statistics = (ITermStatistics)Index;
        Assert.Equal(0, statistics.RarityOf("printer", Everyone));
        await AddAsync(Of("a.txt", "printer paper"), Of("b.txt", "printer toner"), Of("c.txt", "printer"));

        Assert.Equal(Math.Log(1 + (2.5 / 1.5)), statistics.RarityOf("toner", Everyone), 1e-6);
        Assert.True(statistics.RarityOf("unheard", Everyone) > statistics.RarityOf("toner", Everyone));
        Assert.True(statistics.RarityOf("toner", Everyone) > statistics.RarityOf("printer", Everyone));

        await Index.RemoveAsync(Tenant, ["a.txt", "b.txt", "c.txt"], None);
        Assert.Equal(0, statistics.RarityOf("printer", Everyone));
    }

    private protected AccessFilter For(params string[] principals) => AccessFilter.For(Tenant, principals);

    private protected Document Of(string id, string text, string title = "Title", params string[] readers) => new()
    {
        Tenant = Tenant,
        Id = id,
        Source = "Handbook",
        Title = title,
        Text = text,
        Format = TextFormat.Plain,
        Version = "0",
        Readers = readers.Length == 0 ? [Principals.Everyone] : readers,
    };

    private protected Task AddAsync(params Document[] documents) => Index.UpsertAsync(documents, None);

    private protected async Task<string[]> FindAsync(string question, AccessFilter? access = null)
        => [.. (await Index.SearchAsync(question, access ?? Everyone, 20, None)).Select(passage => passage.Chunk.Document.Id)];

    private protected static async Task<string[]> FaultsWhileAsync(Func<Task> writing, Func<Task<string?>> reading)
    {
        var faults = new ConcurrentBag<string>();
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                if (await reading() is { } fault)
                {
                    faults.Add(fault);
                }
            }
        })).ToArray();
        await writing();
        await done.CancelAsync();
        await Task.WhenAll(readers);
        return [.. faults.Distinct()];
    }
}
