using ChatOpsBot.RagCore.Knowledge.Loading;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Loading;

public sealed class FolderScannerTests : IDisposable
{
    private readonly string _outside = Directory.CreateTempSubdirectory("outside").FullName;
    private readonly string _folder = Directory.CreateTempSubdirectory("scan").FullName;

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        Directory.Delete(_outside, recursive: true);
    }

    [Fact]
    public void Files_are_listed_in_order_with_what_may_not_be_read()
    {
        Write("b/two.md", "x");
        Write("a.md", "x");
        Write("image.png", "x");
        Write("big.txt", new string('x', 200));
        Write(".git/config.md", "x");
        Write(".hidden.md", "x");

        var files = FolderScanner.Scan(_folder, maxFileBytes: 100);

        Assert.Equal(["a.md", "b/two.md", "big.txt", "image.png"], files.Select(file => file.Path));
        Assert.Equal([null, null, LoadOutcome.TooLarge, LoadOutcome.UnknownFormat], files.Select(file => file.Refusal));
    }

    [Fact]
    public void Links_that_leave_the_folder_are_refused_by_whatever_way_they_leave()
    {
        File.WriteAllText(Path.Combine(_outside, "secret.md"), "secret");
        Write("real/a.md", "x");
        File.CreateSymbolicLink(Path.Combine(_folder, "inside.md"), Path.Combine(_folder, "real", "a.md"));
        File.CreateSymbolicLink(Path.Combine(_folder, "direct.md"), Path.Combine(_outside, "secret.md"));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "folder"), _outside);
        File.CreateSymbolicLink(Path.Combine(_folder, "chained.md"), Path.Combine(_folder, "folder", "secret.md"));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "real", "circle"), _folder);
        File.CreateSymbolicLink(Path.Combine(_folder, "self.md"), Path.Combine(_folder, "self.md"));
        File.CreateSymbolicLink(Path.Combine(_folder, "dangling.md"), Path.Combine(_folder, "nowhere.md"));

        var files = FolderScanner.Scan(_folder, maxFileBytes: 100);

        Assert.Equal(
            ["chained.md", "dangling.md", "direct.md", "folder", "self.md"],
            files.Where(file => file.Refusal == LoadOutcome.OutsideSource).Select(file => file.Path));
        Assert.Equal(["inside.md", "real/a.md"], files.Where(file => file.Refusal is null).Select(file => file.Path));
    }

    [Fact]
    public void A_source_that_is_itself_a_link_is_followed()
    {
        Write("a.md", "x");
        var link = Path.Combine(_outside, "link");
        Directory.CreateSymbolicLink(link, _folder);

        Assert.Equal("a.md", Assert.Single(FolderScanner.Scan(link, maxFileBytes: 100)).Path);
    }

    [Fact]
    public void A_missing_folder_is_said_to_be_missing()
    {
        Assert.Throws<DirectoryNotFoundException>(() => FolderScanner.Scan(Path.Combine(_folder, "gone"), maxFileBytes: 100));
    }

    private void Write(string path, string text)
    {
        var full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
