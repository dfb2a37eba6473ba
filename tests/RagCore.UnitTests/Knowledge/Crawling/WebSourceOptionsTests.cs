using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Crawling;
using ChatOpsBot.RagCore.Knowledge.Loading;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Crawling;

public sealed class WebSourceOptionsTests
{
    private static readonly ContentRoot Root = new(Path.GetTempPath());

    [Fact]
    public void A_source_of_pages_is_called_after_its_host_and_kept_below_the_web_folder()
    {
        var options = Options(source => source.Sitemaps.Add(new Uri("https://docs.example.com/sitemap.xml")));
        options.Sources[0].AllowedNetworks.Add("10.20.0.0/16");

        var source = Assert.Single(CrawlSource.FromOptions(options, Root, new WebFolder("/data/web")));

        Assert.Equal(("docs.example.com", "/data/web/default/docs%2Eexample%2Ecom"), (source.Name, source.Folder));
        Assert.Equal(source.Folder, Assert.Single(KnowledgeSource.FromOptions(options, Root, new WebFolder("/data/web"))).Folder);
        Assert.Empty(Faults(options));
    }

    [Theory]
    [InlineData("http://example.com/", "is not an https address")]
    [InlineData("nonsense", "is not an https address")]
    [InlineData("https://user:secret@example.com/", "names a user")]
    [InlineData("https://example.com:8443/", "has a port other than 443")]
    [InlineData("https://xn--\u00e9-9999999b/", "has no host")]
    [InlineData("https://10.0.0.1/", "AllowedNetworks")]
    [InlineData("https://127.0.0.1/", "private or reserved")]
    public void An_address_that_may_not_be_read_stops_the_start(string url, string named)
    {
        var fault = Assert.Single(Faults(Options(source => source.Urls.Add(new Uri(url, UriKind.RelativeOrAbsolute)))));

        Assert.StartsWith("Knowledge:Sources:0:Urls:0 (", fault, StringComparison.Ordinal);
        Assert.Contains(named, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.0/8")]
    [InlineData("169.254.0.0/16")]
    [InlineData("0.0.0.0/0")]
    [InlineData("10.0.0.1/8x")]
    public void A_network_that_may_not_be_named_stops_the_start(string network)
    {
        var options = Options(source => source.Urls.Add(new Uri("https://example.com/")));
        options.Sources[0].AllowedNetworks.Add(network);

        Assert.Contains($"AllowedNetworks ({network})", Assert.Single(Faults(options)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_is_a_folder_or_pages_and_not_both()
    {
        var both = Options(source =>
        {
            source.Path = ".";
            source.Urls.Add(new Uri("https://example.com/"));
        });
        var folder = Options(source => source.Path = ".");
        folder.Sources[0].AllowedNetworks.Add("10.0.0.0/8");
        var based = Options(source =>
        {
            source.BaseUrl = new Uri("https://example.com/");
            source.Urls.Add(new Uri("https://example.com/"));
        });

        var templated = Options(source =>
        {
            source.LinkTemplate = "https://git.example.com/{commit}/{path}";
            source.Urls.Add(new Uri("https://example.com/"));
        });

        Assert.Contains("LinkTemplate is for folders", Assert.Single(Faults(templated)), StringComparison.Ordinal);
        Assert.Contains("one or the other", Assert.Single(Faults(both)), StringComparison.Ordinal);
        Assert.Contains("AllowedNetworks", Assert.Single(Faults(folder)), StringComparison.Ordinal);
        Assert.Contains("BaseUrl", Assert.Single(Faults(based)), StringComparison.Ordinal);
        Assert.Contains("Urls or Sitemaps", Assert.Single(Faults(Options(_ => { }))), StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_outside_their_range_stop_the_start()
    {
        var options = Options(source =>
        {
            source.Urls.Add(new Uri("https://example.com/"));
            source.MaxPages = 0;
            source.RefreshInterval = TimeSpan.Zero;
        });

        var failures = new KnowledgeOptionsValidator().Validate(null, options).Failures!.ToList();

        Assert.Contains(failures, failure => failure.StartsWith("Knowledge:Sources:0:MaxPages (0)", StringComparison.Ordinal));
        Assert.Contains(failures, failure => failure.StartsWith("Knowledge:Sources:0:RefreshInterval", StringComparison.Ordinal));
    }

    private static KnowledgeOptions Options(Action<KnowledgeSourceOptions> configure)
    {
        var source = new KnowledgeSourceOptions();
        configure(source);
        var options = new KnowledgeOptions();
        options.Sources.Add(source);
        return options;
    }

    private static IReadOnlyList<string> Faults(KnowledgeOptions options) => [.. new KnowledgeSourcesValidator(Root).Validate(null, options).Failures ?? []];
}
