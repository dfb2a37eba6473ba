using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ChatOpsBot.Channels.Web.Inbound;

namespace ChatOpsBot.Channels.UnitTests.Web;

/// <summary>Short ways to send and to read.</summary>
internal static class WebRequests
{
    public static StringContent Json(string body, string mediaType = "application/json") => new(body, Encoding.UTF8, mediaType);

    public static async Task<Received> AskAsync(
        this HttpClient client, string body = """{"text":"How many days?"}""", string? key = null, Action<HttpRequestMessage>? change = null)
        => await client.SendAsync(HttpMethod.Post, "/v1/chat", Json(body), key, change);

    public static async Task<Received> VoteAsync(this HttpClient client, string body, string? key = null)
        => await client.SendAsync(HttpMethod.Post, "/v1/feedback", Json(body), key);

    public static async Task<Received> FetchAsync(this HttpClient client, string path, string? key = null, Action<HttpRequestMessage>? change = null)
        => await client.SendAsync(HttpMethod.Get, path, null, key, change);

    public static async Task<Received> SendAsync(
        this HttpClient client, HttpMethod method, string path, HttpContent? content, string? key = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        change?.Invoke(request);
        using var response = await client.SendAsync(request);
        return await Received.ReadAsync(response);
    }

    /// <summary>Returns settings with one key: its tenant, its principals and whom it may act for.</summary>
    public static Dictionary<string, string?> WithKey(
        this Dictionary<string, string?> settings, out string key, string tenant = "default", string[]? principals = null, string[]? mayActFor = null)
    {
        var index = settings.Keys.Count(name => name.EndsWith(":Hash", StringComparison.Ordinal));
        var path = $"Channels:Web:ApiKeys:{index}";
        (key, var hash) = ApiKeyHasher.New();
        settings[$"{path}:Hash"] = hash;
        settings[$"{path}:Tenant"] = tenant;
        foreach (var (value, at) in (principals ?? []).Select((value, at) => (value, at)))
        {
            settings[$"{path}:Principals:{at}"] = value;
        }

        foreach (var (value, at) in (mayActFor ?? []).Select((value, at) => (value, at)))
        {
            settings[$"{path}:MayActFor:{at}"] = value;
        }

        return settings;
    }
}

/// <summary>A response that was read to its end.</summary>
internal sealed record Received(int Status, string? MediaType, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string? Code => MediaType == "application/problem+json" ? Json.GetProperty("code").GetString() : null;

    public static async Task<Received> ReadAsync(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new Received(
            (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(), headers);
    }
}
