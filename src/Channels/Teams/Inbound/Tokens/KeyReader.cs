using System.Net;
using System.Text.Json;
using ChatOpsBot.RagCore.Conversations.Wire;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Teams.Inbound.Tokens;

/// <summary>Reads the keys where the metadata says they are. Bounded in time and size.</summary>
internal sealed class KeyReader(TeamsHttp http, IOptions<TeamsOptions> options, TimeProvider time)
{
    private const int MaxBytes = 1 << 20;

    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Reads the keys.</summary>
    /// <exception cref="KeysUnreadableException">They cannot be read, or there are none among them that sign our tokens.</exception>
    public async Task<KeySet> ReadAsync(KeySet? known, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(ReadTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var metadata = await GetAsync(options.Value.OpenIdMetadataUrl, both.Token);
            var keys = KeySet.Read(await GetAsync(KeysAddress(metadata), both.Token), known, time.GetTimestamp());
            return keys.Count > 0 ? keys : throw new KeysUnreadableException("no usable key");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new KeysUnreadableException("timeout");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or InvalidDataException)
        {
            throw new KeysUnreadableException("unreachable");
        }
        catch (Exception fault) when (JsonMembers.IsUnreadable(fault))
        {
            throw new KeysUnreadableException("not JSON");
        }
    }

    private static Uri KeysAddress(JsonElement metadata)
        => Uri.TryCreate(metadata.Text("jwks_uri"u8), UriKind.Absolute, out var url) && AddressRules.IsHttpsOrLocal(url)
            ? url
            : throw new KeysUnreadableException("no jwks_uri");

    private async Task<JsonElement> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        using var response = await http.SendAsync(request, cancellationToken);
        if (response.StatusCode is not HttpStatusCode.OK)
        {
            throw new KeysUnreadableException($"http_{(int)response.StatusCode}");
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var body = await BoundedBody.ReadAsync(stream, response.Content.Headers.ContentLength, MaxBytes, headroom: 0, cancellationToken)
            ?? throw new KeysUnreadableException("too large");
        using var document = JsonDocument.Parse(body.Bytes, JsonMembers.Parsing);
        return document.RootElement.Clone();
    }
}
