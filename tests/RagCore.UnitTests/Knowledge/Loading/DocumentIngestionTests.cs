using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Loading;
using ChatOpsBot.RagCore.Storage.Embedded;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Loading;

/// <summary>Files that are handed in, into the real store.</summary>
public sealed class DocumentIngestionTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("ingestion").FullName;
    private readonly DocumentIngestion _ingestion;

    public DocumentIngestionTests()
    {
        var store = new FolderDocumentStore(Path.Combine(_root, "originals"), new TimeOrderedIdGenerator(TimeProvider.System));
        _ingestion = new DocumentIngestion(store, Options.Create(new KnowledgeOptions()), TimeProvider.System);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Many_files_are_told_in_the_order_of_their_paths_and_each_once()
    {
        var paths = Enumerable.Range(0, 200).Select(number => $"{number:D3}.md").ToArray();
        foreach (var path in paths)
        {
            Write(path, "words of " + path);
        }

        var told = 0;
        var results = await RunAsync(new Told(() => Interlocked.Increment(ref told)));

        Assert.Equal(paths, results.Select(result => result.Path));
        Assert.Equal(paths.Length, told);
        Assert.Equal(paths.Length, Directory.GetFiles(Path.Combine(_root, "originals"), "*.md", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task A_path_that_cannot_be_kept_is_that_files_result_and_the_others_are_kept()
    {
        var deep = string.Join('/', Enumerable.Repeat(new string('d', 90), 8)) + "/deep.md";
        Write("a.md", "words");
        Write(deep, "words");
        Write("z.md", "words");

        var results = await RunAsync(progress: null);

        Assert.Equal([LoadOutcome.Loaded, LoadOutcome.PathNotKept, LoadOutcome.Loaded], results.Select(result => result.Outcome));
    }

    [Fact]
    public async Task Readers_that_cannot_be_kept_are_an_error_of_the_whole()
    {
        Write("a.md", "words");

        await Assert.ThrowsAsync<ArgumentException>(() => _ingestion.RunAsync(_ingestion.Plan(In), TenantId.Default, [" "], progress: null, CancellationToken.None));
    }

    private string In => Path.Combine(_root, "in");

    private Task<IReadOnlyList<LoadResult>> RunAsync(IProgress<LoadResult>? progress)
        => _ingestion.RunAsync(_ingestion.Plan(In), TenantId.Default, [Principals.Everyone], progress, CancellationToken.None);

    private void Write(string path, string text)
    {
        var file = Path.Combine(In, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private sealed class Told(Action count) : IProgress<LoadResult>
    {
        public void Report(LoadResult value) => count();
    }
}
