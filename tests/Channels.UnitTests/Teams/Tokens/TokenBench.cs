using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Inbound.Tokens;
using ChatOpsBot.TestKit.Logging;
using ChatOpsBot.TestKit.Teams.Tokens;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace ChatOpsBot.Channels.UnitTests.Teams.Tokens;

/// <summary>A validator with an issuer and a clock that tests move.</summary>
internal sealed class TokenBench : IDisposable
{
    private readonly TeamsHttp _http;
    private readonly ILoggerFactory _logging;

    public TokenBench(TeamsOptions? options = null)
    {
        var given = Options.Create(options ?? new TeamsOptions { Enabled = true, AppId = TokenIssuer.AppId });
        Issuer = new TokenIssuer(Time);
        _http = new TeamsHttp(Issuer);
        _logging = LoggerFactory.Create(logging => logging.AddProvider(Logs));
        Keys = new SigningKeys(new KeyReader(_http, given, Time), Time, _logging.CreateLogger<SigningKeys>());
        Tokens = new VerifiedTokens(Time);
        Validator = new TokenValidator(Keys, new TokenClaims(given, Time), Tokens, Time);
    }

    public FixedTimeProvider Time { get; } = new();

    public RecordingLogs Logs { get; } = new();

    public TokenIssuer Issuer { get; }

    public SigningKeys Keys { get; }

    public VerifiedTokens Tokens { get; }

    public TokenValidator Validator { get; }

    public async Task<string?> RefusalAsync(StringValues authorization) => (await Validator.CheckAsync(authorization, CancellationToken.None)).Refusal;

    public void Dispose()
    {
        Keys.Dispose();
        _http.Dispose();
        _logging.Dispose();
    }
}
