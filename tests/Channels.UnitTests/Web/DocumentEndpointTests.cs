using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.TestKit.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ChatOpsBot.Channels.UnitTests.Web;

public sealed class DocumentEndpointTests
{
    [Fact]
    public async Task A_document_comes_with_the_text_that_spans_index()
    {
        await using var host = await WebTestHost.StartAsync();

        var document = (await host.Client.FetchAsync("/v1/documents/hr/leave.md")).Json;

        Assert.Equal(SampleReplies.DocumentText, document.GetProperty("text").GetString());
        Assert.Equal(("hr/leave.md", "Leave", "markdown"), (document.GetProperty("document").GetString(), document.GetProperty("title").GetString(), document.GetProperty("format").GetString()));
    }

    [Theory]
    [InlineData("hr/salaries.md")]
    [InlineData("hr/salaries.md?user=eve")]
    [InlineData("hr%2Fsalaries.md")]
    [InlineData("..%2F..%2Fetc%2Fpasswd")]
    [InlineData("")]
    public async Task What_the_caller_may_not_read_does_not_exist(string path)
    {
        await using var host = await WebTestHost.StartAsync();

        var hidden = await host.Client.FetchAsync($"/v1/documents/{path}");
        var absent = await host.Client.FetchAsync("/v1/documents/none.md");

        Assert.Equal(404, hidden.Status);
        Assert.Equal(absent.Body, hidden.Body);
    }

    [Fact]
    public async Task A_key_without_rights_reads_nothing_and_one_of_another_tenant_reads_its_own_only()
    {
        var settings = new Dictionary<string, string?>().WithKey(out var powerless).WithKey(out var foreign, "acme", [Principals.Everyone]).WithKey(out var hr, principals: ["hr"]);
        await using var host = await WebTestHost.StartAsync(settings, "Production");

        Assert.Equal(404, (await host.Client.FetchAsync("/v1/documents/hr/leave.md", powerless)).Status);
        Assert.Equal(404, (await host.Client.FetchAsync("/v1/documents/hr/leave.md", foreign)).Status);
        Assert.Equal(200, (await host.Client.FetchAsync("/v1/documents/hr/leave.md", hr)).Status);
        Assert.Equal(200, (await host.Client.FetchAsync("/v1/documents/hr/salaries.md", hr)).Status);
        Assert.Equal(403, (await host.Client.FetchAsync("/v1/documents/hr/leave.md?user=ann", hr)).Status);
    }

    [Fact]
    public async Task A_browser_gets_a_page_in_which_nothing_of_the_document_is_markup()
    {
        const string Text = "# One <b>x</b>\n\n<script>alert(1)</script> & <img src=x onerror=y>\n\n## Same\n\n## Same\n";
        await using var host = await WebTestHost.StartAsync(configure: services => services.Replace(
            ServiceDescriptor.Singleton<IKnowledgeIndex>(new FakeKnowledgeIndex().With("a.md", Text, "default", Principals.Everyone))));

        var page = await host.Client.FetchAsync("/v1/documents/a.md", change: request => request.Headers.Add("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"));

        Assert.Equal("text/html", page.MediaType);
        Assert.DoesNotContain("<script", page.Body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page.Body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>", page.Body, StringComparison.Ordinal);
        Assert.Contains("""<h2 id="same">Same</h2>""", page.Body, StringComparison.Ordinal);
        Assert.Contains("""<h2 id="same-1">Same</h2>""", page.Body, StringComparison.Ordinal);
        Assert.Contains("style-src 'sha256-", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
    }
}
