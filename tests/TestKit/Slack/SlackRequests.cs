using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace ChatOpsBot.TestKit.Slack;

/// <summary>Signs requests the way Slack does.</summary>
public static class SlackRequests
{
    public static HttpRequestMessage Sign(string path, string contentType, string body, string secret, DateTimeOffset at)
        => Sign(path, contentType, Encoding.UTF8.GetBytes(body), secret, at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));

    public static HttpRequestMessage Sign(string path, string contentType, byte[] body, string secret, string timestamp)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        request.Headers.TryAddWithoutValidation("X-Slack-Request-Timestamp", timestamp);
        request.Headers.TryAddWithoutValidation("X-Slack-Signature", Signature(body, secret, timestamp));
        return request;
    }

    public static string Signature(byte[] body, string secret, string timestamp)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"v0:{timestamp}:"), .. body];
        return $"v0={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}";
    }
}
