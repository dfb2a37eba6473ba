using System.Text;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using Xunit;

namespace ChatOpsBot.TestKit.Contracts;

/// <summary>What every store of originals does, wherever it keeps them.</summary>
public abstract class DocumentStoreContract
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TenantId Acme = new("acme");

    /// <summary>Gets the store as an ingestion uses it.</summary>
    protected abstract IDocumentStore Writer { get; }

    /// <summary>Gets the store as the serving process uses it.</summary>
    protected abstract IDocumentStore Reader { get; }

    /// <summary>Removes an original as an operator does.</summary>
    protected abstract Task RemoveAsync(TenantId tenant, string path);

    [Fact]
    public async Task An_original_is_read_as_it_was_put_by_those_who_may()
    {
        await PutAsync(Acme, "hr/leave.md", "twenty days", "hr", "legal+board");

        Assert.Equal(["acme hr,legal+board hr/leave.md twenty days"], await ReadAsync());
        Assert.All(Reader.ListSources(), source => Assert.Equal("ingested/", source.IdPrefix));
    }

    [Fact]
    public async Task An_empty_store_lists_nothing() => Assert.Empty(await ReadAsync());

    [Fact]
    public async Task A_later_original_takes_the_place_of_the_earlier_one_whoever_could_read_that()
    {
        await PutAsync(Acme, "a.md", "one", "everyone");
        await ReadAsync();
        await PutAsync(Acme, "a.md", "two", "hr");
        Assert.Equal(["acme hr a.md two"], await ReadAsync());

        await PutAsync(Acme, "a.md", "two", "hr", "legal");
        Assert.Equal(["acme hr,legal a.md two"], await ReadAsync());

        await PutAsync(Acme, "a.md", "three", "legal", "hr", "hr");
        Assert.Equal(["acme hr,legal a.md three"], await ReadAsync());
    }

    [Fact]
    public async Task Fewer_readers_of_the_same_text_are_seen_at_once()
    {
        await PutAsync(Acme, "a.md", "text", "everyone");
        await ReadAsync();

        await PutAsync(Acme, "a.md", "text", "board");

        Assert.Equal(["acme board a.md text"], await ReadAsync());
    }

    [Fact]
    public async Task An_original_that_was_removed_is_gone()
    {
        await PutAsync(Acme, "a.md", "one", "hr");
        await PutAsync(Acme, "b.md", "two", "hr");
        await ReadAsync();

        await RemoveAsync(Acme, "a.md");

        Assert.Equal(["acme hr b.md two"], await ReadAsync());
    }

    [Fact]
    public async Task Names_that_look_alike_stay_apart()
    {
        string[] tenants = ["a", "A", "a/b", "..", "a%2Fb", "tenant=a", "ä", "a b", "a:b}{c"];
        string[] paths = ["x.md", "X.md", "a+b.md", "a b.md", "a%20b.md", "a%2Bb.md", "%61.md", "a.md", "ä/ö.md", "q?x=1&y#z.md", "'(!*).md", "tenant=b/readers=c/x.md"];
        foreach (var tenant in tenants)
        {
            await PutAsync(new TenantId(tenant), "x.md", tenant, "everyone");
        }

        foreach (var path in paths)
        {
            await PutAsync(Acme, path, path, "everyone");
        }

        var wanted = tenants.Select(tenant => $"{tenant} everyone x.md {tenant}").Concat(paths.Select(path => $"acme everyone {path} {path}"));
        Assert.Equal(wanted.Order(StringComparer.Ordinal), await ReadAsync());
    }

    [Theory]
    [InlineData("people ops")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a%2Bb")]
    [InlineData("gruppe:Führung")]
    public async Task A_reader_is_the_one_that_was_named(string reader)
    {
        await PutAsync(Acme, "a.md", "text", reader);

        Assert.Equal([$"acme {reader} a.md text"], await ReadAsync());
    }

    [Theory]
    [InlineData("../a.md")]
    [InlineData("a/../../b.md")]
    [InlineData("/etc/a.md")]
    [InlineData("a//b.md")]
    [InlineData("a/./b.md")]
    [InlineData("a/")]
    [InlineData("a\0.md")]
    [InlineData("")]
    public async Task A_path_that_leaves_its_folder_is_refused(string path)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => PutAsync(Acme, path, "text", "everyone"));

        Assert.Empty(await ReadAsync());
    }

    [Fact]
    public async Task Names_without_end_are_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => PutAsync(Acme, string.Join('/', Enumerable.Repeat("folder", 200)) + ".md", "text", "everyone"));
        await Assert.ThrowsAsync<ArgumentException>(() => PutAsync(new TenantId(new string('t', 300)), "a.md", "text", "everyone"));
        await Assert.ThrowsAsync<ArgumentException>(() => PutAsync(Acme, "a.md", "text", [.. Enumerable.Range(0, 100).Select(number => $"person {number}")]));

        Assert.Empty(await ReadAsync());
    }

    [Fact]
    public async Task A_document_without_readers_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => PutAsync(Acme, "a.md", "text"));
        await Assert.ThrowsAsync<ArgumentException>(() => PutAsync(Acme, "a.md", "text", "hr", " "));
    }

    [Fact]
    public async Task Who_watches_hears_of_a_change_until_nobody_watches()
    {
        await Reader.RefreshAsync(None);
        using var heard = new SemaphoreSlim(0);
        using (Reader.Watch(() => heard.Release()))
        {
            await PutAsync(Acme, "a.md", "text", "hr");
            Assert.True(await heard.WaitAsync(TimeSpan.FromSeconds(60)));
        }

        Assert.Equal(["acme hr a.md text"], await ReadAsync());
    }

    protected Task PutAsync(TenantId tenant, string path, string text, params string[] readers)
        => Writer.PutAsync(tenant, path, readers, Encoding.UTF8.GetBytes(text), None);

    /// <summary>Returns a line for each original that can be read after a refresh, in ordinal order: organisation, readers, path and text.</summary>
    protected async Task<IReadOnlyList<string>> ReadAsync()
    {
        await Reader.RefreshAsync(None);
        return Lines(Reader);
    }

    /// <summary>Returns a line for each original that can be read now.</summary>
    protected static IReadOnlyList<string> Lines(IDocumentStore store)
    {
        var lines =
            from source in store.ListSources()
            from file in Directory.EnumerateFiles(source.Folder, "*", SearchOption.AllDirectories)
            let path = Path.GetRelativePath(source.Folder, file)
            select $"{source.Tenant.Value} {string.Join(',', source.Readers)} {path} {File.ReadAllText(file)}";
        return [.. lines.Order(StringComparer.Ordinal)];
    }
}
