using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Loading;
using ChatOpsBot.RagCore.Knowledge.Watching;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Watching;

public sealed class KnowledgeLoaderTests : IDisposable
{
    private readonly ContentRoot _root = new(Directory.CreateTempSubdirectory("load").FullName);
    private readonly RecordingIndex _index = new();
    private readonly KnowledgeOptions _options = new() { MaxFileBytes = 1000 };

    public KnowledgeLoaderTests() => _options.Sources.Add(new KnowledgeSourceOptions { Path = "docs" });

    public void Dispose()
    {
        _index.Dispose();
        Directory.Delete(_root.Path, recursive: true);
    }

    [Fact]
    public async Task One_report_for_each_file_and_only_good_ones_are_indexed()
    {
        Write("docs/a.md", "# Good\n\nwords");
        Write("docs/b.md", "zero\0byte");
        Write("docs/c.txt", new string('x', 2000));
        Write("docs/d.png", "words");
        var reports = new List<LoadResult>();

        var results = await LoadAsync(new Recorder(reports));

        Assert.Equal(
            [LoadOutcome.Loaded, LoadOutcome.Binary, LoadOutcome.TooLarge, LoadOutcome.UnknownFormat],
            results.Select(result => result.Outcome));
        Assert.Equal(results.Select(result => result.Path), reports.Select(report => report.Path).Order(StringComparer.Ordinal));
        Assert.Equal(["+a.md"], _index.Writes);
    }

    [Fact]
    public async Task A_document_is_replaced_also_when_only_its_replacement_says_so()
    {
        Write("docs/old.md", "# Policy\n\npassword words");
        Write("docs/new.md", "---\nsupersedes: old.md\n---\n# Accounts\n\npassword");

        await LoadAsync(progress: null);

        var old = await _index.FindAsync("old.md", Documents.Everyone, CancellationToken.None);
        Assert.Equal((true, "new.md"), (old!.IsSuperseded, old.SupersededBy));
    }

    [Fact]
    public async Task Files_of_one_path_in_two_sources_are_two_documents()
    {
        _options.Sources.Add(new KnowledgeSourceOptions { Path = "wiki", Readers = ["hr"] });
        Write("docs/a.md", "one");
        Write("wiki/a.md", "two");

        await LoadAsync(progress: null);

        Assert.Equal(["+a.md", "+wiki/a.md"], _index.Writes);
    }

    [Fact]
    public async Task Of_two_documents_with_one_id_the_first_is_served_to_its_own_readers_and_the_other_is_reported()
    {
        _options.Sources[0].Readers = ["hr"];
        _options.Sources.Add(new KnowledgeSourceOptions { Path = "other", Name = "wiki" });
        Write("docs/wiki/a.md", "first words");
        Write("other/a.md", "second words");
        Write("other/b.md", "more words");

        var results = await LoadAsync(progress: null);

        Assert.Equal([LoadOutcome.Loaded, LoadOutcome.Duplicate, LoadOutcome.Loaded], results.Select(result => result.Outcome));
        Assert.Equal(["+wiki/a.md", "+wiki/b.md"], _index.Writes);
        Assert.Null(await _index.FindAsync("wiki/a.md", Documents.Everyone, CancellationToken.None));
        Assert.Equal("first words", (await _index.FindAsync("wiki/a.md", AccessFilter.For(TenantId.Default, ["hr"]), CancellationToken.None))?.Text);
    }

    [Fact]
    public async Task A_document_that_cannot_be_indexed_is_reported_and_the_others_are_served()
    {
        foreach (var name in (string[])["a", "b", "c", "d", "e"])
        {
            Write($"docs/{name}.md", name == "c" ? RecordingIndex.Poison : "words");
        }

        var results = await LoadAsync(progress: null);

        Assert.Equal(["c.md"], results.Where(result => result.Outcome == LoadOutcome.Faulty).Select(result => result.DocumentId));
        Assert.Equal(["+a.md", "+b.md", "+d.md", "+e.md"], _index.Writes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_new_version_that_cannot_be_indexed_takes_the_old_one_away()
    {
        Write("docs/a.md", "words");
        var mirror = new SourceMirror(KnowledgeSource.FromOptions(_options, _root)[0], new StableFileReader(TimeProvider.System, TimeSpan.Zero), 1000);
        var publisher = new IndexPublisher(_index);
        foreach (var text in (string[])["words", RecordingIndex.Poison, RecordingIndex.Poison, "words again"])
        {
            Write("docs/a.md", text);
            await mirror.RefreshAsync(progress: null, CancellationToken.None);
            await publisher.PublishAsync(mirror.Results, CancellationToken.None);
        }

        Assert.Equal(["+a.md", "-a.md", "+a.md"], _index.Writes);
    }

    [Fact]
    public async Task Only_what_is_different_is_written()
    {
        Write("docs/a.md", "one");
        Write("docs/b.md", "two");
        var mirror = new SourceMirror(KnowledgeSource.FromOptions(_options, _root)[0], new StableFileReader(TimeProvider.System, TimeSpan.Zero), 1000);
        var publisher = new IndexPublisher(_index);
        await mirror.RefreshAsync(progress: null, CancellationToken.None);
        await publisher.PublishAsync(mirror.Results, CancellationToken.None);

        Assert.True((await mirror.RefreshAsync(progress: null, CancellationToken.None)).IsEmpty);
        Write("docs/b.md", "two and more");
        Write("docs/c.md", "---\nsupersedes: a.md\n---\nthree");
        await mirror.RefreshAsync(progress: null, CancellationToken.None);
        await publisher.PublishAsync(mirror.Results, CancellationToken.None);

        Assert.Equal(["+a.md", "+b.md", "+a.md", "+b.md", "+c.md"], _index.Writes);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_any_more_keeps_its_last_good_text_only_while_it_is_being_written()
    {
        Write("docs/a.md", "one");
        var mirror = new SourceMirror(KnowledgeSource.FromOptions(_options, _root)[0], new StableFileReader(TimeProvider.System, TimeSpan.Zero), 1000);
        await mirror.RefreshAsync(progress: null, CancellationToken.None);

        Write("docs/a.md", "binary\0now");
        var change = await mirror.RefreshAsync(progress: null, CancellationToken.None);

        Assert.Equal(LoadOutcome.Binary, Assert.Single(change.Read).Outcome);
        Assert.Null(Assert.Single(mirror.Results).Document);
    }

    [Fact]
    public async Task A_missing_folder_is_an_error()
    {
        await Assert.ThrowsAsync<DirectoryNotFoundException>(() => LoadAsync(progress: null));
    }

    private Task<IReadOnlyList<LoadResult>> LoadAsync(IProgress<LoadResult>? progress)
        => new KnowledgeLoader(Options.Create(_options), _root, TimeProvider.System).LoadAsync(_index, progress, CancellationToken.None);

    private void Write(string path, string text)
    {
        var full = Path.Combine(_root.Path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    private sealed class Recorder(List<LoadResult> reports) : IProgress<LoadResult>
    {
        public void Report(LoadResult value)
        {
            lock (reports)
            {
                reports.Add(value);
            }
        }
    }
}
