using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ChatOpsBot.TestKit.Attacks;

/// <summary>Signatures of Slack that are none (S-01…S-06).</summary>
public static class SlackForgeries
{
    private const string Timestamp = "X-Slack-Request-Timestamp";
    private const string Signature = "X-Slack-Signature";

    /// <summary>Returns requests with the headers of a forger.</summary>
    /// <param name="genuine">A request that is genuine now.</param>
    /// <param name="secret">The signing secret, for forgeries that come close.</param>
    /// <param name="now">The time at the door.</param>
    public static IEnumerable<Attack> Of(GenuineRequest genuine, string secret, DateTimeOffset now)
    {
        foreach (var (name, timestamp, signature) in Pairs(genuine.Body, secret, now.ToUnixTimeSeconds()))
        {
            var request = timestamp is null ? genuine.Without(Timestamp) : genuine.With(Timestamp, timestamp);
            yield return new(name, (signature is null ? request.Without(Signature) : request.With(Signature, signature)).Write());
        }

        yield return new("two signatures", genuine.Adding(Signature, "v0=" + new string('0', 64)).Write());
        yield return new("two timestamps", genuine.Adding(Timestamp, "1").Write());
        foreach (var at in Enumerable.Range(0, 12))
        {
            var body = (byte[])genuine.Body.Clone();
            body[body.Length * at / 12] ^= 1;
            yield return new($"the body changed at {at} twelfths", (genuine with { Body = body }).Write());
        }

        yield return new("the body with a space behind", (genuine with { Body = [.. genuine.Body, (byte)' '] }).Write());
        yield return new("the body without its end", (genuine with { Body = genuine.Body[..^1] }).Write());
    }

    private static IEnumerable<(string Name, string? Timestamp, string? Signature)> Pairs(byte[] body, string secret, long now)
    {
        var fresh = Text(now);
        var good = Sign(secret, fresh, body);
        yield return ("no signature", fresh, null);
        yield return ("no timestamp", null, good);
        yield return ("neither", null, null);
        foreach (var seconds in new[] { 301, 3_600, 86_400, -360, -3_600 })
        {
            yield return ($"signed {seconds} s ago", Text(now - seconds), Sign(secret, Text(now - seconds), body));
        }

        foreach (var wrong in new[] { "", " ", "0", "-1", "abc", "1e10", "0x5f", fresh + ".5", fresh + " ", " " + fresh, "+" + fresh, "9223372036854775807", "9223372036854775808", new string('9', 100), fresh + "\u00a0", fresh + ",1" })
        {
            yield return ($"timestamp '{(wrong.Length > 30 ? "of 100 digits" : wrong)}'", wrong, Sign(secret, wrong, body));
        }

        foreach (var key in new[] { "", "null", "undefined", secret + "x", secret.ToUpperInvariant(), secret[..^1], "8f742231b10e8888abcd99yyyzzz85a5", "test", "secret" })
        {
            yield return ($"signed with another secret: {key}", fresh, Sign(key, fresh, body));
        }

        string[] signatures =
        [
            string.Empty, "v0", "v0=", "v0=0", good[3..], "v1=" + good[3..], "V0=" + good[3..], "v0:" + good[3..], "v0 =" + good[3..], good + "0", good[..^1], good + " x", "v0=" + new string('0', 64),
            "v0=" + new string('g', 64), "v0=" + new string('f', 64), "v0=" + new string('é', 64), "v0=" + Convert.ToBase64String(Convert.FromHexString(good[3..])), "sha256=" + good[3..], "v0=" + good[3..] + good[3..], good + "," + good,
            "v0=" + good[3..43],
            "v0=" + Convert.ToHexStringLower(HMACSHA512.HashData(Encoding.UTF8.GetBytes(secret), body)),
            "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body)),
            "v0=" + Convert.ToHexStringLower(SHA256.HashData(body)), new string('a', 10_000), "Bearer " + good, "v0=\0" + good[3..],
        ];
        foreach (var (signature, index) in signatures.Select((signature, index) => (signature, index)))
        {
            yield return ($"signature no {index}: {(signature.Length > 20 ? signature[..20] : signature)}", fresh, signature);
        }

        yield return ("signature of an empty body", fresh, Sign(secret, fresh, []));
        yield return ("signature of another time", fresh, Sign(secret, Text(now - 1), body));
        yield return ("signature without its prefix", fresh, "v0=" + Hash(secret, [.. Encoding.UTF8.GetBytes(fresh), .. body]));
    }

    private static string Sign(string secret, string timestamp, byte[] body)
        => "v0=" + Hash(secret, [.. Encoding.UTF8.GetBytes($"v0:{timestamp}:"), .. body]);

    private static string Hash(string secret, byte[] signed) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));

    private static string Text(long seconds) => seconds.ToString(CultureInfo.InvariantCulture);
}
