using ChatOpsBot.RagCore.Models.Embeddings;
using ChatOpsBot.RagCore.UnitTests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOpsBot.RagCore.UnitTests.Models.Embeddings;

public sealed class VectorFileTests : IDisposable
{
    private static readonly VectorSpace Space = new("OpenAI", "model", 3);
    private static readonly int RecordSize = VectorRecord.SizeOf(3);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_cut_of_the_file_keeps_the_whole_records_before_it()
    {
        Write("a", "b", "c");
        var path = Assert.Single(Directory.GetFiles(_folder.Path, "*.vectors"));
        var whole = File.ReadAllBytes(path);

        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            using var file = Open();
            string[] texts = ["a", "b", "c"];
            var kept = texts.Count(text => file.Find(Key(text)) is { } vector && vector.Span[0] == text[0]);

            Assert.Equal(Math.Max(0, (length - 16) / RecordSize), kept);
            file.Add(Key("d"), Vector("d"));
            Assert.Equal(Vector("d"), file.Find(Key("d"))?.ToArray());
        }
    }

    [Fact]
    public void A_changed_byte_is_noticed_wherever_it_stands()
    {
        Write("a", "b");
        var path = Assert.Single(Directory.GetFiles(_folder.Path, "*.vectors"));
        var whole = File.ReadAllBytes(path);

        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= 0x10;
            File.WriteAllBytes(path, damaged);
            using var file = Open();

            Assert.True(file.Find(Key("a")) is not { } first || first.Span.SequenceEqual(Vector("a")));
            Assert.True(file.Find(Key("b")) is not { } second || second.Span.SequenceEqual(Vector("b")));
        }
    }

    [Fact]
    public void What_is_added_after_a_damaged_tail_is_found_after_the_next_start()
    {
        Write("a", "b");
        var path = Assert.Single(Directory.GetFiles(_folder.Path, "*.vectors"));
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^5]);

        Write("c");

        using var file = Open();
        Assert.Equal(Vector("a"), file.Find(Key("a"))?.ToArray());
        Assert.Null(file.Find(Key("b")));
        Assert.Equal(Vector("c"), file.Find(Key("c"))?.ToArray());
    }

    [Fact]
    public void A_second_process_reads_and_adds_nothing()
    {
        using var first = Open();
        first.Add(Key("a"), Vector("a"));
        using var second = Open();

        second.Add(Key("b"), Vector("b"));

        Assert.Equal(Vector("a"), second.Find(Key("a"))?.ToArray());
        Assert.Null(second.Find(Key("b")));
        first.Add(Key("c"), Vector("c"));
        Assert.Equal(Vector("c"), first.Find(Key("c"))?.ToArray());
    }

    [Fact]
    public void A_full_file_takes_no_more_and_gives_what_it_has()
    {
        using var file = new VectorFile(_folder.Path, Space, NullLogger<VectorFile>.Instance, maxBytes: 16 + (2 * RecordSize));

        foreach (var text in (string[])["a", "b", "c"])
        {
            file.Add(Key(text), Vector(text));
        }

        Assert.NotNull(file.Find(Key("b")));
        Assert.Null(file.Find(Key("c")));
        Assert.Equal(16 + (2 * RecordSize), new FileInfo(Directory.GetFiles(_folder.Path, "*.vectors")[0]).Length);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_done_without()
    {
        var blocked = Path.Combine(_folder.Path, "file");
        File.WriteAllText(blocked, "not a folder");
        using var file = new VectorFile(Path.Combine(blocked, "embeddings"), Space, NullLogger<VectorFile>.Instance);

        file.Add(Key("a"), Vector("a"));

        Assert.Null(file.Find(Key("a")));
    }

    private static ContentKey Key(string text) => ContentKey.Of(Space, text);

    private static float[] Vector(string text) => [text[0], 0.5f, -2];

    private VectorFile Open() => new(_folder.Path, Space, NullLogger<VectorFile>.Instance);

    private void Write(params string[] texts)
    {
        using var file = Open();
        foreach (var text in texts)
        {
            file.Add(Key(text), Vector(text));
        }
    }
}
