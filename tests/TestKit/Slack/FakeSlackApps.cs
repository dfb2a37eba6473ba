using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Slack;

/// <summary>
/// Where the app is installed in the fake Slack. Codes work once; tokens live 43,200 seconds; a refresh token works once; of more than two tokens the oldest is revoked
/// (S-81). Thread-safe.
/// </summary>
public sealed class FakeSlackApps(TimeProvider time)
{
    public const string ClientId = "1234567890.0987654321";
    public const string ClientSecret = "fake_client_secret_0123456789";

    private static readonly TimeSpan TokenLife = TimeSpan.FromSeconds(43_200);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Install> _codes = new(StringComparer.Ordinal);
    private readonly List<Token> _tokens = [];
    private int _next;

    /// <summary>Gets or sets a value indicating whether a new token is lost on its way: it is made, and the caller hears nothing of it.</summary>
    public bool LosesGrants { get; set; }

    /// <summary>Gets or sets a value indicating whether a refresh token is taken again as long as the token it gave was never used.</summary>
    public bool TakesRefreshTokensAgain { get; set; }

    /// <summary>Gives a consent: returns the code that a browser brings back.</summary>
    public string Consent(string? team, string? enterprise = null, bool rotates = true)
    {
        lock (_gate)
        {
            var code = $"code-{Next()}";
            _codes[code] = new Install(team, enterprise, rotates);
            return code;
        }
    }

    /// <summary>Takes every token of an installation away, as an uninstallation does.</summary>
    public void Revoke(string id)
    {
        lock (_gate)
        {
            foreach (var token in _tokens.Where(token => token.Install.Id == id))
            {
                token.IsRevoked = true;
            }
        }
    }

    /// <summary>Returns how many tokens of an installation were ever made.</summary>
    public int GrantsOf(string id)
    {
        lock (_gate)
        {
            return _tokens.Count(token => token.Install.Id == id);
        }
    }

    /// <summary>Returns every token there ever was.</summary>
    public IReadOnlyList<string> Secrets()
    {
        lock (_gate)
        {
            return [.. _tokens.SelectMany(token => new[] { token.Access, token.Refresh }).OfType<string>()];
        }
    }

    internal string? TeamOf(string authorization)
    {
        lock (_gate)
        {
            return Find(authorization)?.Install.Id;
        }
    }

    internal string? FaultOf(string authorization)
    {
        lock (_gate)
        {
            if (Find(authorization) is not { } token)
            {
                return "invalid_auth";
            }

            token.IsUsed = true;
            return token.IsRevoked ? "token_revoked" : token.ExpiresAt <= time.GetUtcNow() ? "token_expired" : null;
        }
    }

    /// <summary>Does what the methods about tokens do; null for every other one.</summary>
    internal (JsonObject Sent, JsonObject Reply, string? Team)? Run(string method, string authorization, JsonObject arguments, Func<SlackFault?> fault)
    {
        switch (method)
        {
            case "oauth.v2.access":
                var (reply, team) = Access(authorization, arguments);
                var sent = new JsonObject { ["grant_type"] = arguments["grant_type"]?.DeepClone() };
                return (sent, fault() is { Error: { } error } ? FakeSlackMethods.Error(error) : LosesGrants ? FakeSlackMethods.Error("internal_error") : reply, team);
            case "auth.revoke" or "auth.test" when TeamOf(authorization) is { } id:
                return (arguments, FaultOf(authorization) is { } wrong ? FakeSlackMethods.Error(wrong) : method == "auth.test" ? Test(authorization) : Revoked(id), id);
            default:
                return null;
        }
    }

    private (JsonObject Reply, string? Team) Access(string authorization, JsonObject arguments)
    {
        lock (_gate)
        {
            if (authorization != $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ClientId}:{ClientSecret}"))}")
            {
                return (FakeSlackMethods.Error("invalid_client_id"), null);
            }

            if ((string?)arguments["grant_type"] != "refresh_token")
            {
                return _codes.Remove((string?)arguments["code"] ?? string.Empty, out var install) ? (Grant(install, null), install.Id) : (FakeSlackMethods.Error("invalid_code"), null);
            }

            var old = _tokens.Find(token => token.Refresh is not null && token.Refresh == (string?)arguments["refresh_token"]);
            if (old is null || old.Install.IsGone(_tokens) || (old.IsRefreshed && !(TakesRefreshTokensAgain && _tokens.Where(token => token.From == old).All(token => !token.IsUsed))))
            {
                return (FakeSlackMethods.Error("invalid_refresh_token"), old?.Install.Id);
            }

            old.IsRefreshed = true;
            return (Grant(old.Install, old), old.Install.Id);
        }
    }

    private JsonObject Grant(Install install, Token? from)
    {
        var number = Next();
        var token = new Token(install, from)
        {
            Access = $"{(install.Rotates ? "xoxe." : string.Empty)}xoxb-{number}-{install.Id}",
            Refresh = install.Rotates ? $"xoxe-1-{number}-{install.Id}" : null,
            ExpiresAt = install.Rotates ? time.GetUtcNow() + TokenLife : DateTimeOffset.MaxValue,
        };
        _tokens.Add(token);
        var active = _tokens.Where(other => other.Install == install && !other.IsRevoked && other.ExpiresAt > time.GetUtcNow()).ToList();
        foreach (var oldest in active.Take(active.Count - 2))
        {
            oldest.IsRevoked = true;
        }

        var reply = new JsonObject
        {
            ["ok"] = true,
            ["access_token"] = token.Access,
            ["token_type"] = "bot",
            ["scope"] = "chat:write,commands",
            ["bot_user_id"] = BotUserOf(install),
            ["app_id"] = "A000000001",
            ["team"] = install.Team is { } team ? new JsonObject { ["id"] = team, ["name"] = $"Team <{team}>" } : null,
            ["enterprise"] = install.Enterprise is { } enterprise ? new JsonObject { ["id"] = enterprise, ["name"] = "Enterprise" } : null,
            ["is_enterprise_install"] = install.Team is null,
            ["authed_user"] = new JsonObject { ["id"] = "U0ADMIN" },
        };
        if (token.Refresh is not null)
        {
            reply["refresh_token"] = token.Refresh;
            reply["expires_in"] = (int)TokenLife.TotalSeconds;
        }

        return reply;
    }

    private JsonObject Test(string authorization)
    {
        lock (_gate)
        {
            var install = Find(authorization)!.Install;
            return new JsonObject { ["ok"] = true, ["team_id"] = install.Id, ["user_id"] = BotUserOf(install), ["bot_id"] = $"B{BotUserOf(install)}" };
        }
    }

    private JsonObject Revoked(string id)
    {
        Revoke(id);
        return new JsonObject { ["ok"] = true, ["revoked"] = true };
    }

    private Token? Find(string authorization) => _tokens.FindLast(token => authorization == $"Bearer {token.Access}");

    private string Next() => (++_next).ToString(CultureInfo.InvariantCulture);

    private static string BotUserOf(Install install) => $"U0BOT{install.Id}";

    private sealed record Install(string? Team, string? Enterprise, bool Rotates)
    {
        public string Id => Team ?? Enterprise!;

        public bool IsGone(List<Token> tokens) => tokens.FindLast(token => token.Install == this) is { IsRevoked: true };
    }

    private sealed class Token(Install install, Token? from)
    {
        public Install Install { get; } = install;

        public Token? From { get; } = from;

        public required string Access { get; init; }

        public string? Refresh { get; init; }

        public DateTimeOffset ExpiresAt { get; init; }

        public bool IsRevoked { get; set; }

        public bool IsRefreshed { get; set; }

        public bool IsUsed { get; set; }
    }
}
