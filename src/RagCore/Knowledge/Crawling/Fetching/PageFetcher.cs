using System.Net;
using System.Security.Authentication;
using System.Text;
using ChatOpsBot.RagCore.Knowledge.Crawling.Network;

namespace ChatOpsBot.RagCore.Knowledge.Crawling.Fetching;

/// <summary>
/// Reads one address: https to a checked address of the network, no proxy, no cookies, no credentials. Every redirect is a new request that
/// is checked as the first was; the size counts after decompression, and the whole has one time limit.
/// </summary>
internal sealed class PageFetcher : IDisposable
{
    /// <summary>The name robots.txt knows the product by.</summary>
    public const string Product = "ChatOpsBot";

    private const int MaxRedirects = 3;
    private const string UserAgent = Product + "/1.0 (reads pages for its organisation's answers)";

    private readonly HttpClient _client;
    private readonly CrawlTools _tools;

    public PageFetcher(CrawlTools tools, AddressPolicy policy)
    {
        _tools = tools;
        _client = new HttpClient(PublicConnections.Create(tools.Network, policy)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Reads a page. Whatever is wrong with it is the outcome.</summary>
    public async Task<FetchedPage> FetchAsync(FetchRequest request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_tools.Limits.RequestTime, _tools.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await FollowAsync(request, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new FetchedPage(request.Url, PageOutcome.TimedOut);
        }
        catch (HttpRequestException failure) when (failure.InnerException is AddressRefusedException)
        {
            return new FetchedPage(request.Url, PageOutcome.AddressRefused);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidDataException or AuthenticationException)
        {
            return new FetchedPage(request.Url, PageOutcome.Unreachable);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<FetchedPage> FollowAsync(FetchRequest request, CancellationToken cancellationToken)
    {
        var url = request.Url;
        for (var redirects = 0; ; redirects++)
        {
            if (PageAddress.FaultOf(url) is not null)
            {
                return new FetchedPage(url, PageOutcome.AddressFault);
            }

            if (await request.RefusalOf(url) is { } refusal)
            {
                return new FetchedPage(url, refusal);
            }

            using var response = await SendAsync(request, url, cancellationToken);
            if (NextOf(response, url) is not { } next)
            {
                return await ReadAsync(request, url, response, cancellationToken);
            }

            if (redirects == MaxRedirects)
            {
                return new FetchedPage(url, PageOutcome.TooManyRedirects);
            }

            url = next;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(FetchRequest request, Uri url, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, url);
        message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        if (request.Known is { } known && known.Address == url)
        {
            AddCondition(message, "If-None-Match", known.ETag);
            AddCondition(message, "If-Modified-Since", known.LastModified);
        }

        return await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private static void AddCondition(HttpRequestMessage message, string name, string? value)
    {
        if (value is not null)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private static Uri? NextOf(HttpResponseMessage response, Uri url)
    {
        var isRedirect = response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
        return isRedirect && response.Headers.Location is { } location && Uri.TryCreate(url, location, out var next) ? PageAddress.Normalize(next) : null;
    }

    private async Task<FetchedPage> ReadAsync(FetchRequest request, Uri url, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var page = new FetchedPage(url, OutcomeOf(response.StatusCode)) { RetryAfter = WaitOf(response), IsClientError = (int)response.StatusCode is >= 400 and < 500 };
        if (page.Outcome is not PageOutcome.Fetched)
        {
            return page;
        }

        if (response.Content.Headers.ContentLength > request.MaxBytes && !request.IsCut)
        {
            return page with { Outcome = PageOutcome.TooLarge };
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var (bytes, isWhole) = await BoundedRead.AtMostAsync(stream, request.MaxBytes, cancellationToken);
        return isWhole || request.IsCut
            ? page with
            {
                Bytes = bytes,
                MediaType = response.Content.Headers.ContentType?.MediaType,
                Charset = response.Content.Headers.ContentType?.CharSet?.Trim('"'),
                ETag = Header(response, "ETag"),
                LastModified = response.Content.Headers.TryGetValues("Last-Modified", out var changed) ? Short(changed.FirstOrDefault()) : null,
                RobotsTags = response.Headers.TryGetValues("X-Robots-Tag", out var tags) ? [.. tags] : [],
            }
            : page with { Outcome = PageOutcome.TooLarge };
    }

    private static PageOutcome OutcomeOf(HttpStatusCode status) => (int)status switch
    {
        200 => PageOutcome.Fetched,
        304 => PageOutcome.Unchanged,
        404 or 410 => PageOutcome.Gone,
        401 or 403 or 407 => PageOutcome.Forbidden,
        429 or 503 => PageOutcome.Busy,
        >= 500 => PageOutcome.Unavailable,
        _ => PageOutcome.Refused,
    };

    private TimeSpan? WaitOf(HttpResponseMessage response)
        => response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - _tools.Time.GetUtcNow(),
            _ => null,
        };

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? Short(values.FirstOrDefault()) : null;

    // What is sent back word for word has no reason to be long, and can be sent only when it is ASCII.
    private static string? Short(string? value) => value is { Length: > 0 and <= 500 } && Ascii.IsValid(value) ? value : null;
}
