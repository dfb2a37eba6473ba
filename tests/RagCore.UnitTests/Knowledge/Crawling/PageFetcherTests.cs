using System.IO.Compression;
using System.Net;
using ChatOpsBot.RagCore.Knowledge.Crawling;
using ChatOpsBot.RagCore.Knowledge.Crawling.Fetching;
using ChatOpsBot.RagCore.Knowledge.Crawling.Network;
using ChatOpsBot.TestKit.Crawling;
using Microsoft.AspNetCore.Http;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Crawling;

/// <summary>Over real sockets and TLS.</summary>
public sealed class PageFetcherTests : IAsyncLifetime
{
    private const long MaxBytes = 100_000;

    private CrawlFixture _crawl = null!;

    public async Task InitializeAsync() => _crawl = await CrawlFixture.StartAsync();

    public Task DisposeAsync() => _crawl.DisposeAsync().AsTask();

    [Fact]
    public async Task A_page_is_read_without_cookies_or_credentials_and_the_product_says_who_it_is()
    {
        _crawl.Site.Map("/a", async context =>
        {
            context.Response.Headers.SetCookie = "session=1; Path=/";
            context.Response.ContentType = "text/plain";
            await context.Response.WriteAsync("words");
        });

        await FetchAsync("https://example.com/a");
        var page = await FetchAsync("https://example.com/a");

        Assert.Equal((PageOutcome.Fetched, "text/plain", 5), (page.Outcome, page.MediaType, page.Bytes.Length));
        var headers = _crawl.Site.Requests.Last().Headers;
        Assert.StartsWith("ChatOpsBot/", headers["User-Agent"], StringComparison.Ordinal);
        Assert.Empty(headers.Keys.Intersect(["Cookie", "Authorization", "traceparent", "Referer"], StringComparer.OrdinalIgnoreCase));
        Assert.All(_crawl.Network.Dialed, address => Assert.Equal(new IPEndPoint(LoopbackNetwork.Public, 443), address));
    }

    [Theory]
    [InlineData("https://0x7f000001/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://169.254.169.254/latest/meta-data/")]
    [InlineData("https://[fd00:ec2::254]/")]
    [InlineData("https://internal.example.com/")]
    [InlineData("https://mixed.example.com/")]
    public async Task A_private_address_is_never_connected_to(string url)
    {
        _crawl.Network.Answer("internal.example.com", "10.0.0.5");
        _crawl.Network.Answer("mixed.example.com", "93.184.216.34 127.0.0.1");

        Assert.Equal(PageOutcome.AddressRefused, (await FetchAsync(url)).Outcome);

        Assert.Empty(_crawl.Network.Dialed);
    }

    [Theory]
    [InlineData("http://0x7f000001/")]
    [InlineData("https://example.com:8443/")]
    [InlineData("https://example.com@127.0.0.1/")]
    public async Task A_faulty_address_is_not_asked_for(string url)
    {
        Assert.Equal(PageOutcome.AddressFault, (await FetchAsync(url)).Outcome);

        Assert.Equal(0, _crawl.Network.Resolved);
        Assert.Empty(_crawl.Network.Dialed);
    }

    [Fact]
    public async Task A_name_that_resolves_to_something_else_the_second_time_is_connected_to_where_it_was_checked()
    {
        _crawl.Network.Answer("rebind.example.com", "93.184.216.34", "127.0.0.1");
        _crawl.Site.Map("/a", "page");

        var first = await FetchAsync("https://rebind.example.com/a");
        var second = await FetchAsync("https://rebind.example.com/a");

        Assert.Equal((PageOutcome.Fetched, PageOutcome.AddressRefused), (first.Outcome, second.Outcome));
        Assert.Equal(LoopbackNetwork.Public, Assert.Single(_crawl.Network.Dialed).Address);
    }

    [Theory]
    [InlineData("https://internal.example.com/", nameof(PageOutcome.AddressRefused))]
    [InlineData("https://127.0.0.1/", nameof(PageOutcome.AddressRefused))]
    [InlineData("http://example.com/b", nameof(PageOutcome.AddressFault))]
    [InlineData("https://example.com:8443/b", nameof(PageOutcome.AddressFault))]
    [InlineData("//user@example.com/b", nameof(PageOutcome.AddressFault))]
    [InlineData("file:///etc/passwd", nameof(PageOutcome.AddressFault))]
    [InlineData("https://xn--\u00e9-9999999b/", nameof(PageOutcome.AddressFault))]
    [InlineData("https://xn--\u00e9-9999999b/#x", nameof(PageOutcome.AddressFault))]
    [InlineData("https://other.example.com/b", nameof(PageOutcome.OtherHost))]
    public async Task A_redirect_is_checked_as_the_first_address_was(string location, string outcome)
    {
        _crawl.Network.Answer("internal.example.com", "192.168.0.1");
        _crawl.Site.MapRedirect("/a", location);
        _crawl.Site.Map("/b", "never read");

        var page = await FetchAsync("https://example.com/a", refuse: host => host == "other.example.com" ? PageOutcome.OtherHost : null);

        Assert.Equal(outcome, page.Outcome.ToString());
        Assert.Equal("/a", Assert.Single(_crawl.Site.Requests).Path);
    }

    [Theory]
    [InlineData(3, nameof(PageOutcome.Fetched))]
    [InlineData(4, nameof(PageOutcome.TooManyRedirects))]
    public async Task Three_redirects_are_followed_and_no_more(int redirects, string outcome)
    {
        for (var step = 0; step < redirects; step++)
        {
            _crawl.Site.MapRedirect($"/{step}", $"/{step + 1}");
        }

        _crawl.Site.Map($"/{redirects}", "end");

        var page = await FetchAsync("https://example.com/0");

        Assert.Equal(outcome, page.Outcome.ToString());
        Assert.Equal("/3", page.Address.AbsolutePath);
    }

    [Fact]
    public async Task A_body_that_unpacks_to_more_than_allowed_is_refused()
    {
        _crawl.Site.Map("/bomb", async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            for (var piece = 0; piece < 200; piece++)
            {
                await gzip.WriteAsync(new byte[1 << 20]);
            }
        });

        Assert.Equal(PageOutcome.TooLarge, (await FetchAsync("https://example.com/bomb")).Outcome);
    }

    [Theory]
    [InlineData(MaxBytes, true, nameof(PageOutcome.Fetched))]
    [InlineData(MaxBytes + 1, true, nameof(PageOutcome.TooLarge))]
    [InlineData(MaxBytes + 1, false, nameof(PageOutcome.TooLarge))]
    public async Task The_size_is_bounded_whether_it_was_announced_or_not(long length, bool announced, string outcome)
    {
        _crawl.Site.Map("/a", async context =>
        {
            context.Response.ContentLength = announced ? length : null;
            await context.Response.Body.WriteAsync(new byte[length]);
        });

        Assert.Equal(outcome, (await FetchAsync("https://example.com/a")).Outcome.ToString());
    }

    [Fact]
    public async Task A_body_that_does_not_end_is_given_up()
    {
        _crawl.Limits = _crawl.Limits with { RequestTime = TimeSpan.FromSeconds(1) };
        _crawl.Site.Map("/slow", async context =>
        {
            await context.Response.WriteAsync("beginning");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        Assert.Equal(PageOutcome.TimedOut, (await FetchAsync("https://example.com/slow")).Outcome);
    }

    [Theory]
    [InlineData(404, nameof(PageOutcome.Gone))]
    [InlineData(410, nameof(PageOutcome.Gone))]
    [InlineData(401, nameof(PageOutcome.Forbidden))]
    [InlineData(403, nameof(PageOutcome.Forbidden))]
    [InlineData(418, nameof(PageOutcome.Refused))]
    [InlineData(500, nameof(PageOutcome.Unavailable))]
    [InlineData(503, nameof(PageOutcome.Busy))]
    [InlineData(429, nameof(PageOutcome.Busy))]
    [InlineData(204, nameof(PageOutcome.Refused))]
    public async Task A_status_is_an_outcome(int status, string outcome)
    {
        _crawl.Site.MapStatus("/a", status);

        Assert.Equal(outcome, (await FetchAsync("https://example.com/a")).Outcome.ToString());
    }

    [Fact]
    public async Task A_site_that_refuses_connections_or_has_another_certificate_is_unreachable()
    {
        await using var other = await TestSite.StartAsync();
        using var fetcher = new PageFetcher(new CrawlTools(new LoopbackNetwork(other) { IsDown = true }, _crawl.Limits, TimeProvider.System), new AddressPolicy([]));
        using var strict = new PageFetcher(new CrawlTools(new SystemTrust(new LoopbackNetwork(other)), _crawl.Limits, TimeProvider.System), new AddressPolicy([]));

        Assert.Equal(PageOutcome.Unreachable, (await fetcher.FetchAsync(Request("https://example.com/"), CancellationToken.None)).Outcome);
        Assert.Equal(PageOutcome.Unreachable, (await strict.FetchAsync(Request("https://example.com/"), CancellationToken.None)).Outcome);
        Assert.Empty(other.Requests);
    }

    private static FetchRequest Request(string url, Func<string, PageOutcome?>? refuse = null)
        => new(new Uri(url), MaxBytes, address => Task.FromResult(refuse?.Invoke(address.Host)));

    private async Task<FetchedPage> FetchAsync(string url, Func<string, PageOutcome?>? refuse = null)
    {
        using var fetcher = new PageFetcher(_crawl.Tools, new AddressPolicy([]));
        return await fetcher.FetchAsync(Request(url, refuse), CancellationToken.None);
    }

    /// <summary>The way to the test site, with the system's judgement of certificates.</summary>
    private sealed class SystemTrust(LoopbackNetwork network) : ICrawlNetwork
    {
        public System.Net.Security.RemoteCertificateValidationCallback? CertificateCheck => null;

        public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken) => network.ResolveAsync(host, cancellationToken);

        public Task<Stream> ConnectAsync(IPEndPoint address, CancellationToken cancellationToken) => network.ConnectAsync(address, cancellationToken);
    }
}
