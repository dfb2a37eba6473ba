using System.IO.Compression;
using System.Text;

namespace ChatOpsBot.TestKit.Attacks;

/// <summary>What can be wrong with a request before anybody looks at what it says: method, path, headers, framing, encoding, length.</summary>
public static class TransportAttacks
{
    private const int TooLarge = (1 << 20) + 1;

    /// <summary>Returns the attacks on a route that takes JSON or forms, sent by somebody who cannot prove anything.</summary>
    public static IEnumerable<Attack> On(GenuineRequest genuine, GenuineRequest unproven) =>
        [.. Methods(genuine), .. Paths(unproven), .. Headers(unproven), .. Framings(unproven), .. Encodings(unproven), .. ContentTypes(unproven), .. CutShort(genuine)];

    private static IEnumerable<Attack> Methods(GenuineRequest genuine)
    {
        foreach (var method in new[] { "GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "POST2", "PO ST", "" })
        {
            yield return new($"method '{method}'", genuine.Write(method));
        }

        yield return new("web socket upgrade", genuine.With("Upgrade", "websocket").With("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==").With("Sec-WebSocket-Version", "13").Write("GET"));
        yield return new("upgrade to http/2", genuine.With("Upgrade", "h2c").With("HTTP2-Settings", "AAMAAABkAAQCAAAAAAIAAAAA").Write("GET"));
    }

    private static IEnumerable<Attack> Paths(GenuineRequest unproven)
    {
        string[] paths =
        [
            unproven.Path + "/", unproven.Path + "//", "/" + unproven.Path, unproven.Path + "/..", unproven.Path + "%00", unproven.Path + "%2f", unproven.Path + ";x=1",
            unproven.Path.ToUpperInvariant(), unproven.Path + "?x=" + new string('a', 6_000), unproven.Path + "?" + string.Join('&', Enumerable.Range(0, 500).Select(n => $"a{n}=1")),
            unproven.Path + new string('a', 10_000), unproven.Path.Replace("/", "/./", StringComparison.Ordinal), unproven.Path.Replace("/", "\\", StringComparison.Ordinal),
            "http://evil.example" + unproven.Path, "*", "evil.example:443", unproven.Path + "#x", unproven.Path + "\u00e9", "/../../../../etc/passwd",
        ];
        return paths.Select(path => new Attack($"path {Short(path)}", unproven.Write(path: path)));
    }

    private static IEnumerable<Attack> Headers(GenuineRequest unproven)
    {
        yield return new("a header of 40 kB", unproven.With("X-Long", new string('a', 40_000)).Write());
        yield return new("a thousand headers", Enumerable.Range(0, 1_000).Aggregate(unproven, (request, n) => request.Adding($"X-{n}", "1")).Write());
        yield return new("a header without a name", unproven.Adding(string.Empty, "1").Write());
        yield return new("a header with a zero byte", unproven.With("X-Zero", "a\0b").Write());
        yield return new("a header with a line break", unproven.With("X-Break", "a\rb").Write());
        yield return new("a folded header", unproven.With("X-Folded", "a\r\n b").Write());
        yield return new("a space before the colon", unproven.With("X-Space ", "1").Write());
        yield return new("two hosts", unproven.Adding("Host", "evil.example").Write());
        yield return new("a header of high bytes", unproven.With("X-High", "\u00ff\u00fe").Write());
        yield return new("a forged remote address", unproven.With("X-Forwarded-For", "127.0.0.1").With("Forwarded", "for=127.0.0.1;proto=https").With("X-Real-IP", "127.0.0.1").Write());
        yield return new("a method override", unproven.With("X-HTTP-Method-Override", "GET").Write());
        yield return new("a playground's header", unproven.With("x-ms-agents-playground", "true").Write());
        yield return new("an expectation", unproven.With("Expect", "200-ok").Write());
        foreach (var version in new[] { "HTTP/0.9", "HTTP/1.0", "HTTP/2.0", "HTTP/3.0", "HTTP/9.9", "HTTP", "ICY/1.1", "" })
        {
            yield return new($"version '{version}'", unproven.Write(version: version));
        }
    }

    private static IEnumerable<Attack> Framings(GenuineRequest unproven)
    {
        var length = unproven.Body.Length;
        string[] framings =
        [
            "Content-Length: -1", "Content-Length: abc", "Content-Length: 99999999999999999999", "Content-Length: 0x10", "Content-Length: +5", "Content-Length: 1e3",
            $"Content-Length: {length}\r\nContent-Length: 0", $"Content-Length: {length}, {length}", $"Content-Length: {length}\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: gzip", "Transfer-Encoding: chunked, chunked", "Transfer-Encoding: identity", "Transfer-Encoding: xchunked", "Transfer-Encoding : chunked",
            "Transfer-Encoding: \tchunked", $"Content-Length: {TooLarge}", "X-No-Length: 1",
        ];
        foreach (var framing in framings)
        {
            yield return new($"framing {Short(framing)}", unproven.Write(framing: framing)) { IsCutShort = true };
        }

        string[] chunks = ["5\r\nab", "-1\r\nab\r\n0\r\n\r\n", "G\r\nab\r\n0\r\n\r\n", "FFFFFFFFFFFFFFFF\r\nab", "2;" + new string('x', 20_000) + "\r\nab\r\n0\r\n\r\n", "2\nab\n0\n\n", "0\r\nEvil: 1\r\n\r\n", "\r\n\r\n"];
        foreach (var chunk in chunks)
        {
            yield return new($"chunk {Short(chunk)}", (unproven with { Body = Encoding.ASCII.GetBytes(chunk) }).Write(framing: "Transfer-Encoding: chunked")) { IsCutShort = true };
        }

        yield return new("bare line feeds", unproven.Write(lineEnd: "\n"));
        yield return new("bare carriage returns", unproven.Write(lineEnd: "\r")) { IsCutShort = true };
        yield return new("an http/2 preface", Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")) { IsCutShort = true };
        yield return new("a tls hello", [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03, 0x03, .. new byte[64]]) { IsCutShort = true };
        yield return new("nothing but zero bytes", new byte[512]) { IsCutShort = true };
        yield return new("a second request behind the first", [.. unproven.Write(), .. unproven.Write()]);
    }

    private static IEnumerable<Attack> Encodings(GenuineRequest unproven)
    {
        foreach (var encoding in new[] { "gzip", "deflate", "br", "zstd", "compress", "identity;q=0", "gzip, gzip", "x", "*" })
        {
            yield return new($"encoding '{encoding}'", (unproven with { Body = Zip(unproven.Body) }).With("Content-Encoding", encoding).Write());
        }

        yield return new("a body that unzips to 100 MB", (unproven with { Body = Zip(new byte[100 << 20]) }).With("Content-Encoding", "gzip").Write());
        yield return new("a body of more than a megabyte", (unproven with { Body = new byte[TooLarge] }).Write());
        yield return new("a megabyte of braces", (unproven with { Body = Encoding.ASCII.GetBytes(new string('{', 1 << 20)) }).Write());
    }

    private static IEnumerable<Attack> ContentTypes(GenuineRequest unproven)
    {
        string[] types =
        [
            string.Empty, "text/plain", "text/html", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/octet-stream",
            "application/jsonx", "json", "application/json; charset=utf-16", "application/json; charset=x", "application/json, text/plain", "application/" + new string('a', 5_000),
            "*/*", "image/svg+xml", ";;;;", "application/json\t; x",
        ];
        foreach (var type in types)
        {
            yield return new($"content type '{Short(type)}'", unproven.With("Content-Type", type).Write());
        }

        yield return new("no content type", unproven.Without("Content-Type").Write());
    }

    // The sender proves who it is and then goes away.
    private static IEnumerable<Attack> CutShort(GenuineRequest genuine)
    {
        var whole = genuine.Write();
        foreach (var share in new[] { 0.05, 0.2, 0.5, 0.8, 0.99 })
        {
            yield return new($"cut after {share:P0}", whole[..(int)(whole.Length * share)]) { IsCutShort = true };
        }
    }

    private static byte[] Zip(byte[] body)
    {
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Fastest))
        {
            zip.Write(body);
        }

        return zipped.ToArray();
    }

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
