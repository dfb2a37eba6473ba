using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using ChatOpsBot.RagCore.Knowledge.Lexical.Snapshots;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Lexical;

public sealed class SnapshotFolderTests : IDisposable
{
    private static readonly string[] Words = ["leave", "annual", "vpn", "code", "Überstunden", "ERR_4012", "kubectl-get", "\u5E74\u4F11", "days", "expenses", "travel", "pension"];

    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("snapshot").FullName, "index");
    private readonly LexicalIndex _index = new();

    public void Dispose()
    {
        _index.Dispose();
        Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);
    }

    [Fact]
    public async Task Nothing_is_opened_where_nothing_was_kept() => Assert.Null(await Folder().OpenAsync(CancellationToken.None));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task An_opened_index_answers_and_grows_as_the_one_that_was_kept(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 6; round++)
        {
            await ChangeAsync(_index, random);
            await Folder().SaveAsync(_index.Capture(), new byte[] { (byte)round }, CancellationToken.None);
            using var opened = await OpenAsync();
            Assert.Equal(await AnswersAsync(_index), await AnswersAsync(opened));

            // And so it is after the next change of both.
            var next = random.Next();
            await ChangeAsync(opened, new Random(next));
            await ChangeAsync(_index, new Random(next));
            Assert.Equal(await AnswersAsync(_index), await AnswersAsync(opened));
        }
    }

    [Fact]
    public async Task The_languages_of_the_documents_are_kept()
    {
        await _index.UpsertAsync([Documents.Of("Die Anträge sind von allen Mitarbeitern bei der Leitung zu stellen.", "de.txt")], CancellationToken.None);
        await Folder().SaveAsync(_index.Capture(), default, CancellationToken.None);
        using var opened = await OpenAsync();

        Assert.NotEmpty(await opened.SearchAsync("Mitarbeiterinnen", Documents.Everyone, 5, CancellationToken.None));
        Assert.Equal(
            _index.SnapshotOf(TenantId.Default)!.Vocabulary.Languages, opened.SnapshotOf(TenantId.Default)!.Vocabulary.Languages);
    }

    [Fact]
    public async Task Everything_said_of_a_document_is_kept()
    {
        var document = Documents.Of("Text \uD83D\uDE00 \uD800 half", "b/\u00E4.md", "Titel") with
        {
            Format = TextFormat.Markdown,
            Link = new Uri("https://wiki.example.com/b/%C3%A4?x=1"),
            Effective = new DateOnly(2026, 1, 31),
            SupersededBy = "c.md",
            IsSuperseded = true,
            Language = "de",
            Owner = "HR",
            Kind = DocumentKind.Policy,
            Places = [new PlaceMark(0, "page 1", "page=1"), new PlaceMark(5, "page 2")],
            Readers = ["hr", "legal"],
        };
        await _index.UpsertAsync([document], CancellationToken.None);
        await Folder().SaveAsync(_index.Capture(), default, CancellationToken.None);

        var kept = (await Folder().OpenAsync(CancellationToken.None))!.Tenants[TenantId.Default].Find(document.Id)!;

        Assert.False(kept.Content.IsAtHand);
        Assert.Equal(document.Text, kept.Text);
        Assert.Equal(document.Readers, kept.Readers);
        Assert.Equal(document.Places, kept.Places);
        Assert.Equal(document, kept with { Readers = document.Readers, Places = document.Places });
    }

    [Fact]
    public async Task Whatever_byte_is_changed_or_cut_off_the_kept_index_is_refused()
    {
        var random = new Random(1);
        await ChangeAsync(_index, random);
        await Folder().SaveAsync(_index.Capture(), "catalog"u8.ToArray(), CancellationToken.None);
        foreach (var path in Directory.GetFiles(_folder))
        {
            var bytes = await File.ReadAllBytesAsync(path);
            for (var trial = 0; trial < 60; trial++)
            {
                var damaged = (byte[])bytes.Clone();
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
                await RefusedAsync(path, damaged);
                await RefusedAsync(path, bytes[..random.Next(bytes.Length)]);
            }

            await RefusedAsync(path, [.. bytes, 0]);
            File.Delete(path);
            if (Path.GetFileName(path) != "manifest")
            {
                await Assert.ThrowsAsync<InvalidDataException>(() => Folder().OpenAsync(CancellationToken.None));
            }

            await File.WriteAllBytesAsync(path, bytes);
        }

        using var whole = await OpenAsync();
        Assert.Equal(await AnswersAsync(_index), await AnswersAsync(whole));
    }

    [Fact]
    public async Task What_another_build_wrote_is_refused()
    {
        await Folder().SaveAsync(_index.Capture(), default, CancellationToken.None);

        var other = new SnapshotFolder(_folder, Guid.NewGuid(), new TimeOrderedIdGenerator(TimeProvider.System));
        await Assert.ThrowsAsync<InvalidDataException>(() => other.OpenAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_save_that_ends_anywhere_before_its_last_step_leaves_what_was_kept()
    {
        var folder = Folder();
        await _index.UpsertAsync([Documents.Of("first words", "a.txt")], CancellationToken.None);
        await folder.SaveAsync(_index.Capture(), "one"u8.ToArray(), CancellationToken.None);
        var first = Directory.GetFiles(_folder).ToDictionary(path => path, File.ReadAllBytes);
        await _index.UpsertAsync([Documents.Of("second words", "b.txt")], CancellationToken.None);
        await folder.SaveAsync(_index.Capture(), "two"u8.ToArray(), CancellationToken.None);

        // The files of both, the manifest of the first, and the next one half written: as if the power had gone just before the rename.
        var manifest = Path.Combine(_folder, "manifest");
        File.Copy(manifest, manifest + ".unfinished");
        foreach (var (path, bytes) in first)
        {
            await File.WriteAllBytesAsync(path, bytes);
        }

        var kept = (await Folder().OpenAsync(CancellationToken.None))!;
        Assert.Equal("one"u8.ToArray(), kept.Catalog);
        Assert.Null(kept.Tenants[TenantId.Default].Find("b.txt"));

        await folder.SaveAsync(_index.Capture(), "three"u8.ToArray(), CancellationToken.None);
        Assert.NotNull((await Folder().OpenAsync(CancellationToken.None))!.Tenants[TenantId.Default].Find("b.txt"));
        Assert.DoesNotContain(Directory.GetFiles(_folder), path => path.EndsWith(".unfinished", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_segment_that_did_not_change_is_written_once()
    {
        var folder = Folder();
        await _index.UpsertAsync([.. Enumerable.Range(0, 50).Select(number => Documents.Of($"many words {number}", $"{number}.txt"))], CancellationToken.None);
        await folder.SaveAsync(_index.Capture(), default, CancellationToken.None);
        var before = Segments();

        await _index.UpsertAsync([Documents.Of("one more", "more.txt")], CancellationToken.None);
        await _index.RemoveAsync(TenantId.Default, ["7.txt"], CancellationToken.None);
        await folder.SaveAsync(_index.Capture(), default, CancellationToken.None);

        Assert.Subset(Segments(), before);
        Assert.Equal(before.Count + 1, Segments().Count);
        using var opened = await OpenAsync();
        Assert.Null(await opened.FindAsync("7.txt", Documents.Everyone, CancellationToken.None));
        await Folder().SaveAsync(opened.Capture(), default, CancellationToken.None);
        Assert.Null((await Folder().OpenAsync(CancellationToken.None))!.Tenants[TenantId.Default].Find("7.txt"));
    }

    private static async Task ChangeAsync(LexicalIndex index, Random random)
    {
        var documents = Enumerable.Range(0, random.Next(1, 40)).Select(_ => Documents.Of(
            $"# {Word(random)}\n\n" + string.Join(' ', Enumerable.Range(0, random.Next(0, 60)).Select(_ => Word(random))),
            $"{random.Next(60)}.md",
            Word(random),
            random.Next(4) == 0 ? "acme" : "default",
            random.Next(3) == 0 ? ["hr"] : []) with
        { IsSuperseded = random.Next(5) == 0 });
        await index.UpsertAsync([.. documents], CancellationToken.None);
        await index.RemoveAsync(TenantId.Default, [.. Enumerable.Range(0, random.Next(10)).Select(_ => $"{random.Next(60)}.md")], CancellationToken.None);
    }

    private static string Word(Random random) => Words[random.Next(Words.Length)] + (random.Next(4) == 0 ? random.Next(9).ToString(System.Globalization.CultureInfo.InvariantCulture) : string.Empty);

    private static async Task<string[]> AnswersAsync(LexicalIndex index)
    {
        var answers = new List<string>();
        var random = new Random(7);
        for (var number = 0; number < 40; number++)
        {
            var question = $"{Word(random)} {Word(random)} {Word(random)}";
            var found = await index.SearchAsync(question, Documents.Everyone, 10, CancellationToken.None);
            answers.AddRange(found.Select(passage => $"{question}: {passage.Chunk.Document.Id} {passage.Chunk.Ordinal} {passage.Score:R} {passage.Chunk.Text}"));
        }

        return [.. answers];
    }

    private async Task RefusedAsync(string path, byte[] bytes)
    {
        await File.WriteAllBytesAsync(path, bytes);
        await Assert.ThrowsAsync<InvalidDataException>(() => Folder().OpenAsync(CancellationToken.None));
    }

    private async Task<LexicalIndex> OpenAsync()
    {
        var opened = new LexicalIndex();
        await opened.RestoreAsync((await Folder().OpenAsync(CancellationToken.None))!.Tenants.Values, CancellationToken.None);
        return opened;
    }

    private HashSet<string> Segments() => [.. Directory.GetFiles(_folder, "segment-*")];

    private SnapshotFolder Folder() => new(_folder, Guid.Empty, new TimeOrderedIdGenerator(TimeProvider.System));
}
