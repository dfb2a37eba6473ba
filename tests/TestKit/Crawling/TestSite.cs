using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.TestKit.Crawling;

/// <summary>A web site over TLS on a free port of this machine, whatever host it is asked for. It counts what it is asked.</summary>
internal sealed class TestSite : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, RequestDelegate> _pages = new(StringComparer.Ordinal);

    private TestSite(WebApplication app, X509Certificate2 certificate)
    {
        _app = app;
        Certificate = certificate;
    }

    public X509Certificate2 Certificate { get; }

    public int Port => new Uri(_app.Urls.First()).Port;

    /// <summary>Gets the requests, as host and path with the headers they had.</summary>
    public ConcurrentQueue<SiteRequest> Requests { get; } = new();

    /// <summary>Starts a site without pages.</summary>
    public static async Task<TestSite> StartAsync()
    {
        var certificate = MakeCertificate();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate));

            // Sites send what they like.
            kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
        });
        var app = builder.Build();
        var site = new TestSite(app, certificate);
        app.Run(site.AnswerAsync);
        await app.StartAsync();
        return site;
    }

    /// <summary>Counts the requests for a path.</summary>
    public int CountOf(string path) => Requests.Count(request => request.Path == path);

    /// <summary>Answers a path, of any host, or of one when the path begins with it.</summary>
    public void Map(string path, RequestDelegate answer) => _pages[path] = answer;

    /// <summary>Answers a path with a body.</summary>
    public void Map(string path, string body, string type = "text/html; charset=utf-8") => Map(path, Encoding.UTF8.GetBytes(body), type);

    /// <summary>Answers a path with a body.</summary>
    public void Map(string path, byte[] body, string type) => Map(path, async context =>
    {
        context.Response.ContentType = type;
        await context.Response.Body.WriteAsync(body);
    });

    /// <summary>Answers a path with a status and nothing else.</summary>
    public void MapStatus(string path, int status) => Map(path, context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    /// <summary>Leads a path elsewhere.</summary>
    public void MapRedirect(string path, string location, int status = 302) => Map(path, context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    });

    /// <summary>Takes an answer away: what is not mapped is 404.</summary>
    public void Unmap(string path) => _pages.TryRemove(path, out _);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Certificate.Dispose();
    }

    private Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value + context.Request.QueryString.Value;
        var host = context.Request.Host.Value!;
        Requests.Enqueue(new SiteRequest(host, path, context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        if (_pages.TryGetValue(host + path, out var answer) || _pages.TryGetValue(path, out answer))
        {
            return answer(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=test site", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
    }
}

/// <summary>A request the site was asked.</summary>
internal sealed record SiteRequest(string Host, string Path, IReadOnlyDictionary<string, string> Headers);
