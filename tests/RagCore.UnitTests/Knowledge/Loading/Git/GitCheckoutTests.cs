using ChatOpsBot.RagCore.Knowledge.Loading.Git;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Loading.Git;

public sealed class GitCheckoutTests : IDisposable
{
    private readonly GitSandbox _git = new();

    public void Dispose() => _git.Dispose();

    [Theory]
    [InlineData("main")]
    [InlineData("feature/a+b")]
    public async Task Branch_and_commit_are_those_that_Git_says(string branch)
    {
        var folder = await _git.InitAsync("repository", branch);

        Assert.Equal(new GitRevision(await _git.HeadAsync(folder), branch, string.Empty), GitCheckout.Read(folder).Revision);
    }

    [Fact]
    public async Task Packed_references_are_found_and_a_newer_one_beside_them_counts()
    {
        var folder = await _git.InitAsync("repository");
        await _git.RunAsync(folder, "branch", "other/main");
        await _git.RunAsync(folder, "tag", "--annotate", "--message", "one", "v1");
        await _git.RunAsync(folder, "pack-refs", "--all", "--prune");
        Assert.False(File.Exists(Path.Combine(folder, ".git", "refs", "heads", "main")));
        Assert.Equal(await _git.HeadAsync(folder), GitCheckout.Read(folder).Revision!.Commit);

        await _git.CommitAsync(folder, "b.md", "two");

        Assert.Equal(await _git.HeadAsync(folder), GitCheckout.Read(folder).Revision!.Commit);
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("packed-refs")]
    public async Task A_link_in_place_of_a_file_is_measured_by_what_it_leads_to(string name)
    {
        var folder = await _git.InitAsync("repository");
        await _git.RunAsync(folder, "pack-refs", "--all", "--prune");
        var file = Path.Combine(folder, ".git", name);
        var bomb = _git.PathOf("bomb");
        using (var stream = File.Create(bomb))
        {
            stream.Write(File.ReadAllBytes(file));
            stream.SetLength(65 << 20);
        }

        File.Delete(file);
        File.CreateSymbolicLink(file, bomb);

        Assert.Null(GitCheckout.Read(folder).Revision);
    }

    [Fact]
    public async Task A_link_to_a_device_is_not_read()
    {
        var folder = await _git.InitAsync("repository");
        File.Delete(Path.Combine(folder, ".git", "HEAD"));
        File.CreateSymbolicLink(Path.Combine(folder, ".git", "HEAD"), "/dev/zero");

        Assert.Equal("its .git has no HEAD", GitCheckout.Read(folder).Fault);
    }

    [Fact]
    public async Task A_checkout_of_no_branch_has_a_commit_and_no_branch()
    {
        var folder = await _git.InitAsync("repository");
        await _git.RunAsync(folder, "checkout", "--quiet", "--detach");

        Assert.Equal(new GitRevision(await _git.HeadAsync(folder), null, string.Empty), GitCheckout.Read(folder).Revision);
    }

    [Fact]
    public async Task A_folder_below_the_top_says_where_it_is()
    {
        var folder = await _git.InitAsync("repository");
        await _git.CommitAsync(folder, "docs/hr/a.md", "text");

        Assert.Equal("docs/hr/", GitCheckout.Read(Path.Combine(folder, "docs", "hr")).Revision!.FolderPath);
    }

    [Fact]
    public async Task A_worktree_has_a_branch_of_its_own_in_the_repository_of_another()
    {
        var folder = await _git.InitAsync("repository");
        await _git.RunAsync(folder, "worktree", "add", "--quiet", "-b", "side", _git.PathOf("worktree"));
        await _git.CommitAsync(_git.PathOf("worktree"), "b.md", "two");
        await _git.RunAsync(folder, "pack-refs", "--all");

        var read = GitCheckout.Read(_git.PathOf("worktree")).Revision!;

        Assert.Equal((await _git.HeadAsync(_git.PathOf("worktree")), "side"), (read.Commit, read.Branch));
        Assert.NotEqual(await _git.HeadAsync(folder), read.Commit);
    }

    [Fact]
    public async Task A_submodule_is_read_where_its_file_says()
    {
        var inner = await _git.InitAsync("inner");
        var outer = await _git.InitAsync("outer");
        await _git.CommitAsync(inner, "b.md", "two");
        await _git.RunAsync(outer, "submodule", "--quiet", "add", inner, "handbook");

        Assert.True(File.Exists(Path.Combine(outer, "handbook", ".git")));
        Assert.Equal(await _git.HeadAsync(inner), GitCheckout.Read(Path.Combine(outer, "handbook")).Revision!.Commit);
    }

    [Fact]
    public async Task What_is_no_checkout_or_a_broken_one_says_what_is_wrong()
    {
        var folder = await _git.InitAsync("repository");
        var empty = Directory.CreateDirectory(_git.PathOf("empty")).FullName;
        await _git.RunAsync(empty, "init", "--quiet");

        Assert.Contains("no commit yet", FaultOf(empty), StringComparison.Ordinal);
        Assert.Contains("does not exist", FaultOf(_git.PathOf("missing")), StringComparison.Ordinal);
        Assert.Contains("no .git", FaultOf(Directory.CreateDirectory(_git.PathOf("plain")).FullName), StringComparison.Ordinal);
        Assert.Contains("no branch", FaultWith(folder, "ref: ../../../etc/passwd"), StringComparison.Ordinal);
        Assert.Contains("no branch", FaultWith(folder, "ref: refs/heads/../../HEAD"), StringComparison.Ordinal);
        Assert.Contains("no commit", FaultWith(folder, "not a commit"), StringComparison.Ordinal);
        Assert.Contains("no HEAD", FaultWith(folder, new string('a', 5000)), StringComparison.Ordinal);
        Assert.Contains("no HEAD", FaultWith(folder, string.Empty), StringComparison.Ordinal);
        Assert.Contains("reftable", FaultWith(folder, "ref: refs/heads/.invalid"), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, ".git", "refs", "heads", "main"), "ref: refs/heads/main");
        Assert.Contains("circles", FaultWith(folder, "ref: refs/heads/main"), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(empty, "elsewhere.txt"), "x");
        Directory.Delete(Path.Combine(empty, ".git"), recursive: true);
        File.WriteAllText(Path.Combine(empty, ".git"), "gitdir: nowhere");
        Assert.Contains("names no folder", FaultOf(empty), StringComparison.Ordinal);
    }

    private static string FaultOf(string folder)
    {
        var reading = GitCheckout.Read(folder);
        Assert.Null(reading.Revision);
        return reading.Fault!;
    }

    private static string FaultWith(string folder, string head)
    {
        File.WriteAllText(Path.Combine(folder, ".git", "HEAD"), head);
        return FaultOf(folder);
    }
}
