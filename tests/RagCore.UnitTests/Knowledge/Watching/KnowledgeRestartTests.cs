using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Storage.Embedded;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Watching;

/// <summary>A process that ends and another that begins, over the same folders.</summary>
public sealed class KnowledgeRestartTests : IDisposable
{
    private static readonly DateTime LongAgo = new(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private readonly string _root = Directory.CreateTempSubdirectory("restart").FullName;
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private string[]? _readers;
    private Guid _build = Guid.Parse("00000000-0000-0000-0000-000000000001");

    public KnowledgeRestartTests()
    {
        Write("leave.md", "# Leave\n\nAnnual leave is 27 days.");
        Write("vpn.md", "# VPN\n\nThe VPN asks for a code. \u0416");
        Write("old.md", "---\nsuperseded_by: new.md\n---\n# Old\n\nOld rules about parking.");
        Write("new.md", "---\nsupersedes: leave.md\n---\n# New\n\nNew rules about parking.");
    }

    public void Dispose()
    {
        _services.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task What_did_not_change_is_not_read_again_and_answers_as_before()
    {
        string[] before = [];
        await RunAsync(async index => before = await AnswersAsync(index));

        // A file of the same length and time is taken for the same: its new text can only come from reading it.
        Write("vpn.md", "# VPN\n\nThe VPN asks for a coin. \u0416");
        await RunAsync(async index =>
        {
            Assert.Equal(before, await AnswersAsync(index));
            Assert.Empty(index.Writes);
        });
    }

    [Fact]
    public async Task What_changed_came_or_went_meanwhile_is_found_before_anybody_is_answered()
    {
        await RunAsync(index => Task.CompletedTask);
        Write("leave.md", "# Leave\n\nAnnual leave is 30 days now.");
        Write("pension.md", "Pension begins at 67.");
        File.Delete(PathOf("vpn.md"));

        await RunAsync(async index =>
        {
            Assert.Equal(["+leave.md", "+pension.md"], index.Writes);
            Assert.True(await index.FindsAsync("pension"));
            Assert.False(await index.FindsAsync("VPN"));
            Assert.Contains("30 days", (await OpenAsync(index, "leave.md"))!.Text, StringComparison.Ordinal);
        });
        await RunAsync(async index =>
        {
            Assert.Empty(index.Writes);
            Assert.False(await index.FindsAsync("VPN"));
        });
    }

    [Fact]
    public async Task A_document_whose_readers_changed_is_never_seen_with_the_old_ones()
    {
        await RunAsync(index => Task.CompletedTask);
        _readers = ["hr"];

        await RunAsync(async index =>
        {
            Assert.False(await index.FindsAsync("leave"));
            Assert.Null(await OpenAsync(index, "leave.md"));
            Assert.NotNull(await index.FindAsync("leave.md", AccessFilter.For(TenantId.Default, ["hr"]), CancellationToken.None));
        });
    }

    [Fact]
    public async Task What_others_say_of_a_document_follows_them()
    {
        await RunAsync(async index => Assert.Equal("new.md", (await OpenAsync(index, "leave.md"))!.SupersededBy));
        File.Delete(PathOf("new.md"));

        await RunAsync(async index =>
        {
            Assert.False((await OpenAsync(index, "leave.md"))!.IsSuperseded);
            Assert.True((await OpenAsync(index, "old.md"))!.IsSuperseded);
            Assert.Equal(["+leave.md"], index.Writes);
        });
    }

    [Fact]
    public async Task Another_build_reads_everything_again()
    {
        await RunAsync(index => Task.CompletedTask);
        _build = Guid.Parse("00000000-0000-0000-0000-000000000002");

        await RunAsync(index =>
        {
            Assert.Equal(4, index.Writes.Count);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_kept_index_that_is_damaged_costs_time_and_nothing_else()
    {
        string[] before = [];
        await RunAsync(async index => before = await AnswersAsync(index));
        foreach (var file in Directory.GetFiles(Path.Combine(_root, "index")))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            bytes[bytes.Length / 2] ^= 0x10;
            await File.WriteAllBytesAsync(file, bytes);
        }

        await RunAsync(async index =>
        {
            Assert.Equal(4, index.Writes.Count);
            Assert.Equal(before, await AnswersAsync(index));
        });
        await RunAsync(index =>
        {
            Assert.Empty(index.Writes);
            return Task.CompletedTask;
        });
    }

    private static Task<Document?> OpenAsync(RecordingIndex index, string id) => index.FindAsync(id, Documents.Everyone, CancellationToken.None);

    private static async Task<string[]> AnswersAsync(RecordingIndex index)
    {
        var answers = new List<string>();
        foreach (var question in new[] { "annual leave days", "VPN code", "parking rules", "anual leve" })
        {
            var found = await index.SearchAsync(question, Documents.Everyone, 10, CancellationToken.None);
            answers.AddRange(found.Select(passage => $"{question}: {passage.Chunk.Document.Id} {passage.Score:R} {passage.Chunk.Text} {passage.Chunk.Document.SupersededBy}"));
        }

        return [.. answers];
    }

    private async Task RunAsync(Func<RecordingIndex, Task> use)
    {
        var options = new KnowledgeOptions { SettleTime = TimeSpan.FromMilliseconds(20), RescanInterval = TimeSpan.FromMinutes(5) };
        options.Sources.Add(new KnowledgeSourceOptions { Path = "docs", Readers = _readers });
        using var index = new RecordingIndex();
        var store = new FolderDocumentStore(Path.Combine(_root, "originals"), new TimeOrderedIdGenerator(TimeProvider.System));
        using var sync = Syncs.Create(_root, index, store, new KnownTenants(Options.Create(options)), options, _services, _build);
        await sync.StartAsync(CancellationToken.None);
        await sync.WaitUntilLoadedAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));
        await use(index);
        await sync.StopAsync(CancellationToken.None);
    }

    private string PathOf(string path) => Path.Combine(_root, "docs", path);

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllText(PathOf(path), text);
        File.SetLastWriteTimeUtc(PathOf(path), LongAgo);
    }
}
