using System.Globalization;
using System.Text;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Storage.S3;
using ChatOpsBot.TestKit.Servers;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.IntegrationTests.Storage.S3;

/// <summary>What the serving process fetches of a bucket, and what it serves of what others put there.</summary>
[Collection(S3Collection.Name)]
public sealed class S3MirrorTests(S3Fixture fixture) : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly S3Stage _stage = new(fixture.Server);

    [Fact]
    public async Task Only_what_changed_is_fetched()
    {
        using var network = new InterceptedNetwork();
        var store = _stage.Open(network);
        await PutAsync(store, "a.md", "one", "hr");
        await PutAsync(store, "b.md", "two", "hr");
        await store.RefreshAsync(None);
        Assert.Equal(2, network.Fetched);

        await PutAsync(store, "b.md", "three", "hr");
        await store.RefreshAsync(None);
        await store.RefreshAsync(None);

        Assert.Equal(3, network.Fetched);
        Assert.Equal(["hr a.md one", "hr b.md three"], Lines(store));
    }

    [Fact]
    public async Task Other_readers_of_the_same_text_cost_a_look_and_no_fetch()
    {
        using var network = new InterceptedNetwork();
        var store = _stage.Open(network);
        await PutAsync(store, "a.md", "one", "everyone");
        await store.RefreshAsync(None);

        await PutAsync(store, "a.md", "one", "hr");
        await store.RefreshAsync(None);

        Assert.Equal(["hr a.md one"], Lines(store));
        Assert.Equal(1, network.Fetched);
    }

    [Fact]
    public async Task Fewer_readers_within_the_same_second_are_found_although_the_listing_looks_the_same()
    {
        using var network = new InterceptedNetwork();
        var clock = new FixedTimeProvider();
        var written = clock.GetUtcNow();
        var store = _stage.Open(network, clock);
        await PutAsync(store, "a.md", "one", "everyone");
        _stage.Backdate("a.md", written);
        await store.RefreshAsync(None);
        await PutAsync(store, "a.md", "one", "hr");
        _stage.Backdate("a.md", written);

        clock.Advance(TimeSpan.FromSeconds(6));
        await store.RefreshAsync(None);
        Assert.Equal(["hr a.md one"], Lines(store));

        clock.Advance(TimeSpan.FromSeconds(6));
        await store.RefreshAsync(None);
        var looked = network.Looked;
        await store.RefreshAsync(None);
        Assert.Equal(looked, network.Looked);
    }

    [Fact]
    public async Task What_was_written_long_ago_is_not_looked_at_again()
    {
        using var network = new InterceptedNetwork();
        var store = _stage.Open(network);
        await PutAsync(store, "a.md", "one", "hr");
        _stage.Backdate("a.md", DateTimeOffset.UtcNow - TimeSpan.FromHours(1));

        await store.RefreshAsync(None);
        await store.RefreshAsync(None);

        Assert.Equal((1, 0), (network.Fetched, network.Looked));
    }

    [Fact]
    public async Task What_was_refused_is_looked_at_again_after_a_restart_with_other_limits()
    {
        var first = _stage.Open(maxFileBytes: 3);
        await PutAsync(first, "a.md", "long", "hr");
        await first.RefreshAsync(None);
        Assert.Empty(Lines(first));

        var second = _stage.Open();
        await second.RefreshAsync(None);

        Assert.Equal(["hr a.md long"], Lines(second));
    }

    [Fact]
    public async Task A_restart_fetches_only_what_changed_since()
    {
        var first = _stage.Open();
        await PutAsync(first, "a.md", "one", "hr");
        await PutAsync(first, "b.md", "two", "hr");
        await PutAsync(first, "c.md", "three", "hr");
        await first.RefreshAsync(None);
        await PutAsync(first, "b.md", "four", "hr");
        await _stage.Operator.DeleteObjectAsync(S3Server.Bucket, _stage.KeyOf("c.md"));

        using var network = new InterceptedNetwork();
        var second = _stage.Open(network);
        Assert.Empty(second.ListSources());
        await second.RefreshAsync(None);

        Assert.Equal(["hr a.md one", "hr b.md four"], Lines(second));
        Assert.Equal(1, network.Fetched);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"Bucket":"another","Objects":[]}""")]
    [InlineData("""{"Bucket":""")]
    public async Task A_mirror_that_does_not_say_what_it_is_of_is_fetched_anew(string catalog)
    {
        var first = _stage.Open();
        await PutAsync(first, "a.md", "one", "hr");
        await first.RefreshAsync(None);
        await _stage.Operator.DeleteObjectAsync(S3Server.Bucket, _stage.KeyOf("a.md"));
        await PutAsync(first, "b.md", "two", "hr");
        await File.WriteAllTextAsync(Path.Combine(_stage.Folder, "catalog.json"), catalog);

        var second = _stage.Open();
        await second.RefreshAsync(None);

        Assert.Equal(["hr b.md two"], Lines(second));
    }

    [Fact]
    public async Task A_file_that_the_catalog_does_not_know_is_removed_and_one_that_is_cut_off_is_fetched_again()
    {
        var first = _stage.Open();
        await PutAsync(first, "a.md", "one", "hr");
        await first.RefreshAsync(None);
        var folder = Assert.Single(first.ListSources()).Folder;
        await File.WriteAllTextAsync(Path.Combine(folder, "stray.md"), "stray");
        await File.WriteAllTextAsync(Path.Combine(folder, "a.md"), "o");

        var second = _stage.Open();
        await second.RefreshAsync(None);

        Assert.Equal(["hr a.md one"], Lines(second));
    }

    [Fact]
    public async Task What_nobody_may_read_or_no_ingestion_would_write_is_not_served_and_said_once()
    {
        await _stage.PutAsync(_stage.KeyOf("none.md"), "text");
        await _stage.PutAsync(_stage.KeyOf("blank.md"), "text", "+");
        await _stage.PutAsync(_stage.KeyOf("order.md"), "text", "legal+hr");
        await _stage.PutAsync(_stage.Prefix + "/tenant=a/../b.md", "text", "hr");
        await _stage.PutAsync(_stage.Prefix + "/tenant=a/%61.md", "text", "hr");
        await _stage.PutAsync(_stage.Prefix + "/tenant=%61/a.md", "text", "hr");
        await _stage.PutAsync(_stage.Prefix + "/else/a.md", "text", "hr");
        await _stage.PutAsync(_stage.KeyOf(".git/a.md"), "text", "hr");
        await _stage.PutAsync(_stage.KeyOf("a.exe"), "text", "hr");
        await _stage.PutAsync(_stage.KeyOf("good.md"), "text", "hr");
        using var network = new InterceptedNetwork();
        var store = _stage.Open(network);

        await store.RefreshAsync(None);
        await store.RefreshAsync(None);

        Assert.Equal(["hr good.md text"], Lines(store));
        Assert.Equal(1, _stage.Logs.Text.Split('\n').Count(line => line.Contains("none.md", StringComparison.Ordinal) && line.Contains("5422", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_object_loses_its_readers_and_is_gone_until_it_has_some()
    {
        var store = _stage.Open();
        await PutAsync(store, "a.md", "one", "hr");
        await store.RefreshAsync(None);

        await _stage.PutAsync(_stage.KeyOf("a.md"), "one");
        _stage.Backdate("a.md", DateTimeOffset.UtcNow.AddSeconds(2));
        await store.RefreshAsync(None);
        Assert.Empty(Lines(store));

        await PutAsync(store, "a.md", "one", "hr");
        _stage.Backdate("a.md", DateTimeOffset.UtcNow.AddSeconds(4));
        await store.RefreshAsync(None);
        Assert.Equal(["hr a.md one"], Lines(store));
    }

    [Fact]
    public async Task What_is_too_large_is_never_fetched()
    {
        using var network = new InterceptedNetwork();
        var store = _stage.Open(network, maxFileBytes: 10);
        await PutAsync(store, "large.md", "eleven characters", "hr");
        await PutAsync(store, "grown.md", "small", "hr");
        await store.RefreshAsync(None);
        await PutAsync(store, "grown.md", "eleven characters", "hr");

        await store.RefreshAsync(None);

        Assert.Empty(Lines(store));
        Assert.Equal(1, network.Fetched);
    }

    [Fact]
    public async Task What_cannot_be_kept_on_this_machine_does_not_stop_the_others()
    {
        var store = _stage.Open();
        await PutAsync(store, "a.md", "file", "hr");
        await store.RefreshAsync(None);
        await PutAsync(store, "a.md/b.md", "below a file", "hr");
        await PutAsync(store, "z.md", "last", "hr");

        await store.RefreshAsync(None);
        await store.RefreshAsync(None);

        Assert.Equal(["hr a.md file", "hr z.md last"], Lines(store));
        Assert.Equal(1, _stage.Logs.Text.Split('\n').Count(line => line.Contains("[5423]", StringComparison.Ordinal) && line.Contains("a.md/b.md", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task More_than_a_page_of_objects_is_listed_in_whole()
    {
        const int count = 1005;
        var store = _stage.Open();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count), async (number, _) => await PutAsync(store, $"{number.ToString("D4", CultureInfo.InvariantCulture)}.md", "text", "hr"));

        await store.RefreshAsync(None);

        Assert.Equal(count, Lines(store).Count);
    }

    [Fact]
    public async Task Writers_at_the_same_time_leave_one_document_with_the_readers_of_one_of_them()
    {
        var store = _stage.Open();
        await Parallel.ForEachAsync(Enumerable.Range(0, 16), async (number, _) => await PutAsync(store, "a.md", "text", $"group{number}"));

        await store.RefreshAsync(None);

        Assert.Single(Lines(store));
    }

    public void Dispose() => _stage.Dispose();

    internal static Task PutAsync(S3DocumentStore store, string path, string text, string readers)
        => store.PutAsync(TenantId.Default, path, readers.Split(','), Encoding.UTF8.GetBytes(text), None);

    internal static IReadOnlyList<string> Lines(S3DocumentStore store) =>
    [
        .. (from source in store.ListSources()
            from file in Directory.EnumerateFiles(source.Folder, "*", SearchOption.AllDirectories)
            select $"{string.Join(',', source.Readers)} {Path.GetRelativePath(source.Folder, file)} {File.ReadAllText(file)}").Order(StringComparer.Ordinal),
    ];
}
