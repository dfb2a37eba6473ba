using System.Globalization;
using System.Text.Json;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Wire;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>Keeps the bot's own token: renewed before it ends, by one request at a time, and used to its end while it cannot be renewed.</summary>
internal sealed partial class TeamsTokenSource(
    TeamsCalls calls, TeamsTokenRequests requests, TeamsMetrics metrics, TimeProvider time, ILogger<TeamsTokenSource> logger)
{
    private const int MaxTokenLength = 16 << 10;

    private static readonly TimeSpan RenewedBefore = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private Token? _token;
    private Task<Token>? _renewal;

    /// <summary>Gets a value indicating whether the bot speaks without a token, to test clients on this machine.</summary>
    public bool IsWithoutToken => requests.IsWithoutToken;

    /// <summary>Returns a token that is good now.</summary>
    /// <exception cref="TeamsApiException">There is none.</exception>
    public async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        var (token, renewal) = Look();
        return token ?? (await renewal!.WaitAsync(cancellationToken)).Value;
    }

    /// <summary>Forgets a token that was refused, unless another took its place.</summary>
    public void Drop(string refused)
    {
        lock (_gate)
        {
            _token = _token?.Value == refused ? null : _token;
        }
    }

    private (string? Token, Task<Token>? Renewal) Look()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var isGood = _token is not null && now < _token.End;
            if (!isGood || now >= _token!.RenewAt)
            {
                _renewal = _renewal is { IsCompleted: false } ? _renewal : StartRenewal(now);
            }

            return (isGood ? _token!.Value : null, _renewal);
        }
    }

    private Task<Token> StartRenewal(DateTimeOffset now)
    {
        // Only what fails moves this: while the old token is good, the next attempt waits.
        _token = _token is null ? null : _token with { RenewAt = now + TeamsErrors.OperatorPause };
        var renewal = RenewAsync();
        _ = renewal.ContinueWith(static failed => _ = failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return renewal;
    }

    private async Task<Token> RenewAsync()
    {
        // Nobody's cancellation ends what everybody waits for; the call has its own limit.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            var token = await RequestAsync();
            metrics.Call(TeamsOperation.Token.Name, TeamsResults.Done);
            lock (_gate)
            {
                return _token = token;
            }
        }
        catch (TeamsApiException fault)
        {
            metrics.Call(TeamsOperation.Token.Name, "transient");
            TeamsTokenFailed(fault.Message);
            throw;
        }
    }

    private async Task<Token> RequestAsync()
    {
        try
        {
            using var request = requests.Create();
            return Read(await calls.SendAsync(TeamsOperation.Token, request, CancellationToken.None));
        }
        catch (TeamsApiException fault) when (fault.RetryAfter is null)
        {
            throw Failed(fault.Status, fault.ErrorCode);
        }
    }

    private Token Read(TeamsResponse answer)
    {
        if (!answer.IsSuccess)
        {
            throw Failed(answer.Status, TeamsErrors.Clean(answer.Body.Text("error"u8)));
        }

        if (answer.Body.Text("access_token"u8) is not { Length: > 0 and <= MaxTokenLength } value || value.Any(character => character is <= ' ' or > '~'))
        {
            throw Failed(answer.Status, TeamsErrors.InvalidResponse);
        }

        var life = LifeOf(answer.Body);
        var early = RenewedBefore < life / 2 ? RenewedBefore : life / 2;
        var now = time.GetUtcNow();
        return new Token(value, now + life, now + life - early);
    }

    // Entra gives a number of seconds, the identity endpoints a text of it or the time itself.
    private TimeSpan LifeOf(JsonElement body)
    {
        var seconds = Number(body.Member("expires_in"u8))
            ?? Number(body.Member("expires_on"u8)) - time.GetUtcNow().ToUnixTimeSeconds()
            ?? 0;
        return TimeSpan.FromSeconds(Math.Clamp(seconds, ShortestLife.TotalSeconds, LongestLife.TotalSeconds));
    }

    private static double? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetDouble(out var number) => number,
        JsonValueKind.String when double.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    // Nobody mends an outage here: whoever waits asks again as after any other, soon at first and then less and less.
    private static TeamsApiException Failed(int? status, string? code)
        => new(TeamsOperation.Token, status, code, DeliveryFailure.Transient, status is null or >= 500 ? null : TeamsErrors.OperatorPause);

    [LoggerMessage(LogEvents.TeamsTokenFailed, LogLevel.Warning, "The bot got no token ({Error}); check the app's id, secret and tenant")]
    private partial void TeamsTokenFailed(string error);

    private sealed record Token(string Value, DateTimeOffset End, DateTimeOffset RenewAt)
    {
        // A record would print the token.
        public override string ToString() => nameof(Token);
    }
}
