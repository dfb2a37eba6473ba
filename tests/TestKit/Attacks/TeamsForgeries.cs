using System.Text;
using System.Text.Json.Nodes;
using ChatOpsBot.TestKit.Teams.Tokens;

namespace ChatOpsBot.TestKit.Attacks;

/// <summary>Requests that are not the Bot Framework's, and genuine ones that name what its token does not stand for (T-01…T-06).</summary>
/// <param name="issuer">Signs; it announces <see cref="WebchatKey"/> and <see cref="UnendorsedKey"/> beside its own key.</param>
/// <param name="activity">An activity that would be accepted.</param>
public sealed class TeamsForgeries(TokenIssuer issuer, JsonObject activity)
{
    private const string Path = "/api/messages";

    // The clock at the door goes on: what is a second too early when it is made may be in time when it is sent.
    private const string Ripening = "valid in 5:01";

    private static readonly string[] ServiceUrls =
    [
        "https://evil.example/", "https://evil.example/amer/", "http://smba.trafficmanager.net/amer/", "HTTP://smba.trafficmanager.net/amer/", "//smba.trafficmanager.net/amer/", "smba.trafficmanager.net/amer/",
        "https://smba.trafficmanager.net@evil.example/", "https://evil.example@smba.trafficmanager.net/", "https://user:pass@smba.trafficmanager.net/amer/", "https://smba.trafficmanager.net%40evil.example/",
        "https://smba.trafficmanager.net.evil.example/", "https://evil-smba.trafficmanager.net/", "https://evil.smba.trafficmanager.net/", "https://trafficmanager.net/amer/", "https://evil.trafficmanager.net/amer/",
        "https://smba.trafficmanager.net./amer/", "https://smba.trafficmanager.network/", "https://smbatrafficmanager.net/", "https://smba-trafficmanager.net/", "https://smba.trafficmanager.net\\@evil.example/", "https:\\\\evil.example\\", "https://evil.example\\.smba.trafficmanager.net/",
        "https://smba.trafficmanager.net:444/amer/", "https://smba.trafficmanager.net:80/amer/", "https://smba.trafficmanager.net:0/", "https://smba.trafficmanager.net:99999/", "https://smba.trafficmanager.net:x/", "https://smba.trafficmanager.net:443@evil.example/",
        "https://127.0.0.1/", "http://127.0.0.1/", "http://localhost/", "https://localhost/", "https://0.0.0.0/", "https://0/", "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/", "https://127.1/",
        "http://169.254.169.254/latest/meta-data/", "https://169.254.169.254/", "https://10.0.0.1/", "https://192.168.0.1/", "https://172.16.0.1/", "https://100.64.0.1/", "http://metadata.google.internal/",
        "https://[::1]/", "http://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[fe80::1]/", "https://[fd00::1]/", "https://[::]/", "https://[::1%25eth0]/", "https://[smba.trafficmanager.net]/",
        "https://smb\u0430.trafficmanager.net/", "https://xn--smb-5cd.trafficmanager.net/", "https://\uff53mba.trafficmanager.net/amer/", "https://smba\u3002trafficmanager\u3002net/amer/", "https://smba.trafficmanager.net\u200b/", "https://smba.traf\u00adficmanager.net/",
        "ftp://smba.trafficmanager.net/", "file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "gopher://smba.trafficmanager.net/", "wss://smba.trafficmanager.net/", "urn:botframework:websocket:x",
        "https://smba.trafficmanager.net/amer/?to=evil", "https://smba.trafficmanager.net/amer/#evil", "https://smba.trafficmanager.net?@evil.example/", "https://smba.trafficmanager.net#@evil.example/",
        "https://smba.trafficmanager.net/amer/ ", " https://smba.trafficmanager.net/amer/", "https://smba.trafficmanager.net/amer/\r\nHost: evil.example", "https://smba.trafficmanager.net/\0", "https://smba.trafficmanager.net\t/", "https://", "https:///amer/", "https://?", "x", "*", "null",
    ];

    private static readonly string[] Channels =
        ["emulator", "webchat", "directline", "slack", "skype", "email", "sms", "telegram", "facebook", "test", "agents", "copilot", "MSTEAMS", "msteams ", " msteams", "msteams\0", "msteams,webchat", "ms-teams", "m\u0455teams", "*"];

    /// <summary>Gets the announced key that may sign for web chat alone.</summary>
    public static IssuerKey WebchatKey { get; } = Endorsed("bf-webchat", 1_001, "webchat");

    /// <summary>Gets the announced key that may sign for nobody.</summary>
    public static IssuerKey UnendorsedKey { get; } = Endorsed("bf-unendorsed", 1_002);

    /// <summary>Returns a request with a genuine token.</summary>
    public GenuineRequest Genuine(JsonObject said) => Genuine(Encoding.UTF8.GetBytes(said.ToJsonString()));

    public GenuineRequest Genuine(byte[] body) => Proven(body, issuer.Bearer());

    public IEnumerable<Attack> All() => [.. Tokens(), .. Urls(), .. OtherChannels(), .. Keys()];

    private IEnumerable<Attack> Tokens()
    {
        foreach (var forgery in TokenForgeries.All.Where(forgery => forgery.Name != Ripening))
        {
            var values = forgery.Authorization(issuer);
            if (TokenForgery.CanTravel(values))
            {
                var bare = Genuine(activity).Without("Authorization");
                yield return new($"token: {forgery.Name}", values.Aggregate(bare, (request, value) => request.Adding("Authorization", value!)).Write());
            }
        }
    }

    private IEnumerable<Attack> Urls()
    {
        foreach (var url in ServiceUrls)
        {
            var body = Encoding.UTF8.GetBytes(Changed("serviceUrl", url));
            yield return new($"service url unlike the token's: {Shown(url)}", Genuine(body).Write());
            yield return new($"service url in the token: {Shown(url)}", Proven(body, issuer.Bearer(claims => claims["serviceurl"] = url)).Write());
        }
    }

    private IEnumerable<Attack> OtherChannels()
        => Channels.Select(channel => new Attack($"channel '{Shown(channel)}'", Genuine(Encoding.UTF8.GetBytes(Changed("channelId", channel))).Write()));

    private IEnumerable<Attack> Keys()
    {
        var body = Encoding.UTF8.GetBytes(activity.ToJsonString());
        yield return new("a key endorsed for web chat", Proven(body, issuer.Bearer(key: WebchatKey)).Write());
        yield return new("a key without endorsements", Proven(body, issuer.Bearer(key: UnendorsedKey)).Write());
    }

    private static GenuineRequest Proven(byte[] body, string authorization) => new(Path, [("Content-Type", "application/json"), ("Authorization", authorization)], body);

    private string Changed(string member, string value)
    {
        var copy = (JsonObject)activity.DeepClone();
        copy[member] = value;
        return copy.ToJsonString();
    }

    private static IssuerKey Endorsed(string kid, int number, params string[] channels)
    {
        var key = new IssuerKey(kid, number);
        key.Endorsements.Clear();
        foreach (var channel in channels)
        {
            key.Endorsements.Add(channel);
        }

        return key;
    }

    private static string Shown(string text) => string.Concat(text.Select(character => character is >= ' ' and <= '~' ? $"{character}" : $"\\u{(int)character:x4}"));
}
