using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Teams.Tokens;

/// <summary>Stands in for the Bot Framework: signs tokens, genuine and otherwise, and serves its metadata and keys as the network would.</summary>
public sealed class TokenIssuer(TimeProvider time) : HttpMessageHandler
{
    public const string Issuer = "https://api.botframework.com";
    public const string AppId = "2c1c7fa3-0b1d-4a3e-9a51-6d2f5d0c4e11";
    public const string ServiceUrl = "https://smba.trafficmanager.net/amer/";
    public const string MetadataUrl = "https://login.botframework.com/v1/.well-known/openidconfiguration";
    public const string KeysUrl = "https://login.botframework.com/v1/.well-known/keys";

    private int _metadataReads;
    private int _keyReads;

    /// <summary>Gets the keys that are announced; the first signs.</summary>
    public IList<IssuerKey> Keys { get; } = [new("bf-1", 1)];

    public IssuerMood Mood { get; set; }

    /// <summary>Gets or sets the key set that is served instead of <see cref="Keys"/>.</summary>
    public string? KeySetOverride { get; set; }

    public int MetadataReads => Volatile.Read(ref _metadataReads);

    public int KeyReads => Volatile.Read(ref _keyReads);

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Makes a token as the Bot Framework would, then changed.</summary>
    public string Token(Action<JsonObject>? claims = null, Action<JsonObject>? header = null, IssuerKey? key = null)
    {
        var heading = Header(key);
        var payload = Claims();
        header?.Invoke(heading);
        claims?.Invoke(payload);
        return Sign(heading.ToJsonString(), payload.ToJsonString(), key);
    }

    /// <summary>Makes an Authorization header with a genuine token, changed.</summary>
    public string Bearer(Action<JsonObject>? claims = null, Action<JsonObject>? header = null, IssuerKey? key = null) => $"Bearer {Token(claims, header, key)}";

    /// <summary>Signs any two texts with RSA and SHA-256, or as the algorithm of the header says.</summary>
    public string Sign(string header, string payload, IssuerKey? key = null)
    {
        var signed = $"{Encode(header)}.{Encode(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(SignBytes(signed, HashOf(header), RSASignaturePadding.Pkcs1, key))}";
    }

    /// <summary>Signs bytes as they are.</summary>
    public byte[] SignBytes(string text, HashAlgorithmName hash, RSASignaturePadding padding, IssuerKey? key = null)
        => (key ?? Keys[0]).Sign(Encoding.UTF8.GetBytes(text), hash, padding);

    public JsonObject Header(IssuerKey? key = null) => new() { ["alg"] = "RS256", ["kid"] = (key ?? Keys[0]).Kid, ["typ"] = "JWT" };

    public JsonObject Claims() => new()
    {
        ["serviceurl"] = ServiceUrl,
        ["nbf"] = Now.ToUnixTimeSeconds(),
        ["exp"] = Now.AddHours(1).ToUnixTimeSeconds(),
        ["iss"] = Issuer,
        ["aud"] = AppId,
    };

    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var isMetadata = request.RequestUri?.AbsoluteUri == MetadataUrl;
        Interlocked.Increment(ref isMetadata ? ref _metadataReads : ref _keyReads);
        if (request.Headers.Authorization is not null)
        {
            throw new InvalidOperationException("The keys are public; nobody should bring a token.");
        }

        // Others get a chance to ask meanwhile, as over a network.
        await Task.Yield();
        return Mood switch
        {
            IssuerMood.Fails => new HttpResponseMessage(HttpStatusCode.InternalServerError) { Content = new StringContent("secret-of-the-error-page") },
            IssuerMood.Unreachable => throw new HttpRequestException("no route"),
            IssuerMood.Hangs => await HangAsync(cancellationToken),
            IssuerMood.Garbage => Json("<html>\ud83d\ude00"),
            IssuerMood.Endless => Json(new string(' ', (1 << 20) + 1)),
            IssuerMood.Redirects => new HttpResponseMessage(HttpStatusCode.Found) { Headers = { Location = new Uri("https://evil.example/keys") } },
            _ when isMetadata => Json(Metadata()),
            _ when request.RequestUri?.AbsoluteUri == KeysUrl => Json(KeySet()),
            _ => throw new InvalidOperationException($"Nobody should ask {request.RequestUri}."),
        };
    }

    /// <summary>Returns the metadata document.</summary>
    public string Metadata() => new JsonObject
    {
        ["issuer"] = Issuer,
        ["authorization_endpoint"] = "https://invalid.botframework.com",
        ["jwks_uri"] = Mood switch { IssuerMood.FileAddress => "file:///etc/passwd", IssuerMood.PlainAddress => "http://evil.example/keys", _ => KeysUrl },
        ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
    }.ToJsonString();

    /// <summary>Returns the key set.</summary>
    public string KeySet() => Mood is IssuerMood.NoKeys
        ? "{\"keys\":[]}"
        : KeySetOverride ?? new JsonObject { ["keys"] = new JsonArray([.. Keys.Select(key => key.Jwk())]) }.ToJsonString();

    private static HttpResponseMessage Json(string body) => new(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    private static async Task<HttpResponseMessage> HangAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        throw new InvalidOperationException("A delay without end ended.");
    }

    private static HashAlgorithmName HashOf(string header)
        => header.Contains("\"RS384\"", StringComparison.Ordinal) ? HashAlgorithmName.SHA384
            : header.Contains("\"RS512\"", StringComparison.Ordinal) ? HashAlgorithmName.SHA512
            : HashAlgorithmName.SHA256;
}
