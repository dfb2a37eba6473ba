using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Loading;
using ChatOpsBot.RagCore.Knowledge.Watching;
using ChatOpsBot.RagCore.Knowledge.Watching.Keeping;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Loading.Git;

/// <summary>From a checkout to the links of its documents, and on to a checkout of something else.</summary>
public sealed class GitLinkTests : IDisposable
{
    private const string Host = "https://git.example.com/acme/handbook/blob";

    private readonly GitSandbox _git = new();

    public void Dispose() => _git.Dispose();

    [Theory]
    [InlineData("{commit}/{path}", "COMMIT/leave.md")]
    [InlineData("{branch}/{path}#{lines}", "feature/a%2Bb/leave.md")]
    [InlineData("{path}?at={commit}", "leave.md?at=COMMIT")]
    public async Task A_link_is_what_the_template_makes_of_the_checkout(string template, string link)
    {
        var folder = await _git.InitAsync("handbook", "feature/a+b");

        var document = await LoadAsync(folder, template, "leave.md");

        Assert.Equal($"{Host}/{link.Replace("COMMIT", await _git.HeadAsync(folder), StringComparison.Ordinal)}", document.Link!.OriginalString);
    }

    [Fact]
    public async Task A_path_is_escaped_and_starts_at_the_top_of_the_checkout()
    {
        var folder = await _git.InitAsync("handbook");
        await _git.CommitAsync(folder, "docs/a b/{commit}#1.md", "text");

        var document = await LoadAsync(Path.Combine(folder, "docs"), "main/{path}", "a b/{commit}#1.md");

        Assert.Equal($"{Host}/main/docs/a%20b/%7Bcommit%7D%231.md", document.Link!.OriginalString);
    }

    [Theory]
    [InlineData("one\ntwo\nthree\n", "one", "#L1")]
    [InlineData("one\r\ntwo\r\nthree", "two", "#L2")]
    [InlineData("one\ntwo\nthree\nfour", "two\nthree", "#L2-L3")]
    [InlineData("one\ntwo\nthree", "two\n", "#L2")]
    [InlineData("\uFEFFone\ntwo", "two", "#L2")]
    public async Task A_quote_leads_to_its_lines(string text, string quote, string anchor)
    {
        var folder = await _git.InitAsync("handbook");
        await _git.CommitAsync(folder, "a.txt", text);

        var document = await LoadAsync(folder, "main/{path}#{lines}", "a.txt");
        var start = document.Text.IndexOf(quote, StringComparison.Ordinal);

        Assert.Equal($"{Host}/main/a.txt{anchor}", DocumentLinks.ForSpan(document, start, start + quote.Length)!.OriginalString);
    }

    [Fact]
    public async Task Where_the_text_is_not_the_file_or_the_template_has_no_lines_there_are_none()
    {
        var folder = await _git.InitAsync("handbook");
        await _git.CommitAsync(folder, "a.html", "<p>One</p><p>Two</p>");

        var page = await LoadAsync(folder, "main/{path}#{lines}", "a.html");
        var text = await LoadAsync(folder, "main/{path}", "leave.md");

        Assert.Equal($"{Host}/main/a.html", DocumentLinks.ForSpan(page, 0, 3)!.OriginalString);
        Assert.Equal($"{Host}/main/leave.md", DocumentLinks.ForSpan(text, 0, 3)!.OriginalString);
    }

    [Fact]
    public async Task Links_follow_what_is_checked_out_without_the_files_being_read_again()
    {
        var folder = await _git.InitAsync("handbook");
        var mirror = Mirror(Source(folder, "{commit}/{path}"));
        await mirror.RefreshAsync(progress: null, CancellationToken.None);
        Assert.True((await mirror.RefreshAsync(progress: null, CancellationToken.None)).IsEmpty);
        await _git.RunAsync(folder, "commit", "--quiet", "--allow-empty", "--message", "nothing");

        var change = await mirror.RefreshAsync(progress: null, CancellationToken.None);

        var expected = $"{Host}/{await _git.HeadAsync(folder)}/leave.md";
        Assert.Equal(expected, Assert.Single(change.Read).Document!.Link!.OriginalString);
        Assert.Equal(expected, Assert.Single(mirror.Results).Document!.Link!.OriginalString);
        Assert.True((await mirror.RefreshAsync(progress: null, CancellationToken.None)).IsEmpty);
    }

    [Fact]
    public async Task A_checkout_that_cannot_be_read_for_a_moment_keeps_its_links()
    {
        var folder = await _git.InitAsync("handbook");
        var mirror = Mirror(Source(folder, "{commit}/{path}"));
        await mirror.RefreshAsync(progress: null, CancellationToken.None);
        File.Move(Path.Combine(folder, ".git", "HEAD"), Path.Combine(folder, ".git", "HEAD.away"));

        Assert.True((await mirror.RefreshAsync(progress: null, CancellationToken.None)).IsEmpty);
    }

    [Fact]
    public async Task What_was_kept_of_another_checkout_is_not_used()
    {
        var folder = await _git.InitAsync("handbook");
        var before = Source(folder, "{commit}/{path}");
        var kept = Assert.Single(SourceCatalog.Of(new SourceCatalog([KeptSource.Of(before, [])]).ToBytes())!.Sources);
        Assert.True(kept.IsOf(Source(folder, "{commit}/{path}")));

        Assert.False(kept.IsOf(Source(folder, "{branch}/{path}")));
        await _git.RunAsync(folder, "commit", "--quiet", "--allow-empty", "--message", "nothing");
        Assert.False(kept.IsOf(Source(folder, "{commit}/{path}")));
    }

    [Fact]
    public async Task Nothing_below_a_folder_of_Git_is_a_document()
    {
        var folder = await _git.InitAsync("handbook");
        await File.WriteAllTextAsync(Path.Combine(folder, ".git", "secret.md"), "text");

        Assert.Equal(["leave.md"], FolderScanner.Scan(folder, 1 << 20).Select(file => file.Path));
    }

    [Theory]
    [InlineData("https://x.example/{commit}", "{path}")]
    [InlineData("https://x.example/{path}/{tag}", "something else")]
    [InlineData("https://x.example/{path}#{lines}#{lines}", "something else")]
    [InlineData("https://x.example/{path}#top", "something else")]
    [InlineData("file:///{path}", "http or https")]
    [InlineData("{path}", "http or https")]
    [InlineData("https://me:secret@x.example/{path}", "http or https")]
    [InlineData("https://x.example{path}", "part of the host")]
    [InlineData("https://{path}.x.example/", "part of the host")]
    [InlineData("https://x.example:{commit}/{path}", "http or https")]
    [InlineData("https://{branch}.x.example/{path}", "part of the host")]
    [InlineData("https://x.example/{commit}/{path}", "needs a Git checkout")]
    public void A_template_that_makes_no_links_stops_the_start(string template, string fault)
    {
        var folder = Directory.CreateDirectory(_git.PathOf("plain")).FullName;

        Assert.Contains(fault, Assert.Single(FaultsOf(folder, template)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_branch_is_asked_for_only_where_one_is_checked_out()
    {
        var folder = await _git.InitAsync("handbook");
        Assert.Empty(FaultsOf(folder, $"{Host}/{{branch}}/{{path}}"));

        await _git.RunAsync(folder, "checkout", "--quiet", "--detach");

        Assert.Contains("use {commit}", Assert.Single(FaultsOf(folder, $"{Host}/{{branch}}/{{path}}")), StringComparison.Ordinal);
        Assert.Empty(FaultsOf(folder, $"{Host}/{{commit}}/{{path}}"));
    }

    private static KnowledgeSource Source(string folder, string template)
    {
        var options = new KnowledgeOptions();
        options.Sources.Add(new KnowledgeSourceOptions { Path = folder, LinkTemplate = $"{Host}/{template}" });
        return Assert.Single(KnowledgeSource.FromOptions(options, new ContentRoot("/")));
    }

    private static SourceMirror Mirror(KnowledgeSource source) => new(source, new StableFileReader(TimeProvider.System, TimeSpan.FromMilliseconds(10)), 1 << 20);

    private static async Task<Document> LoadAsync(string folder, string template, string path)
        => DocumentLoader.Load(Source(folder, template), path, await File.ReadAllBytesAsync(Path.Combine(folder, path))).Document!;

    private static IEnumerable<string> FaultsOf(string folder, string template)
    {
        var options = new KnowledgeOptions();
        options.Sources.Add(new KnowledgeSourceOptions { Path = folder, LinkTemplate = template });
        return new KnowledgeSourcesValidator(new ContentRoot("/")).Validate(null, options).Failures ?? [];
    }
}
