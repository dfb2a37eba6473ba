using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Crawling.Mirroring;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Crawling;

public sealed class PageFileNamesTests
{
    [Theory]
    [InlineData("https://example.com/", ".html", "example.com/index.html")]
    [InlineData("https://example.com/docs/v1.2/guide", ".html", "example.com/docs/v1.2/guide.html")]
    [InlineData("https://example.com/docs/guide.html", ".html", "example.com/docs/guide.html")]
    [InlineData("https://example.com/docs/", ".html", "example.com/docs/index.html")]
    [InlineData("https://example.com/file.pdf", ".pdf", "example.com/file.pdf")]
    public void A_plain_address_is_its_own_name(string url, string extension, string expected)
        => Assert.Equal(expected, PageFileNames.For(new Uri(url), extension, static _ => false));

    [Theory]
    [InlineData("https://example.com/a?b=c")]
    [InlineData("https://example.com/..%2F..%2Fetc/passwd")]
    [InlineData("https://example.com/%2e%2e/%2e%2e/etc/passwd?")]
    [InlineData("https://example.com/.hidden/.git")]
    [InlineData("https://example.com//double//")]
    [InlineData("https://example.com/a.html/b")]
    [InlineData("https://example.com/caf%C3%A9")]
    [InlineData("https://example.com/a%00b")]
    public void An_address_that_is_no_name_gets_one_that_stays_inside_and_is_its_own(string url)
    {
        var name = PageFileNames.For(new Uri(url), ".html", static _ => false);
        var parts = name.Split('/');

        Assert.Equal("example.com", parts[0]);
        Assert.All(parts, part => Assert.Matches("^[A-Za-z0-9_-][A-Za-z0-9_.-]*$", part));
        Assert.StartsWith("/copies/example.com/", Path.GetFullPath(Path.Combine("/copies", name)), StringComparison.Ordinal);
        Assert.DoesNotContain(parts[1..^1], part => part.EndsWith(".html", StringComparison.Ordinal));
    }

    [Fact]
    public void Long_and_taken_names_are_told_apart_by_a_mark()
    {
        var name = PageFileNames.For(new Uri("https://example.com/" + string.Join('/', Enumerable.Repeat(new string('x', 200), 9))), ".html", static _ => false);

        Assert.InRange(name.Length, 1, 240);
        Assert.NotEqual("example.com/a.html", PageFileNames.For(new Uri("https://example.com/a"), ".html", static name => name == "example.com/a.html"));
        Assert.NotEqual(
            PageFileNames.For(new Uri("https://example.com/a?x=1"), ".html", static _ => false),
            PageFileNames.For(new Uri("https://example.com/a?x=2"), ".html", static _ => false));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/../../b")]
    [InlineData(".")]
    public void A_name_of_a_source_is_one_part_of_a_path(string name)
    {
        var folder = new WebFolder("/data/web").FolderOf(new TenantId(name), name);

        Assert.Equal("/data/web", Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(folder))));
    }
}
