using System.Collections.Concurrent;
using System.Collections.Frozen;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Channels.Teams.Inbound;

/// <summary>Tells an operator why nothing comes in: refusals that a wrong setting causes are logged, each kind once a minute at most.</summary>
internal sealed partial class TeamsDoorWarnings(TimeProvider time, ILogger<TeamsDoorWarnings> logger)
{
    private static readonly TimeSpan BetweenWarnings = TimeSpan.FromMinutes(1);

    private static readonly FrozenDictionary<string, string> Mends = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [TeamsResults.WrongAudience] = "compare Channels:Teams:AppId with the bot's registration",
        [TeamsResults.WrongIssuer] = "compare Channels:Teams:Issuer with the cloud the bot is registered in",
        [TeamsResults.UnknownKey] = "compare Channels:Teams:OpenIdMetadataUrl with the cloud the bot is registered in",
        [TeamsResults.KeysUnavailable] = "see whether Channels:Teams:OpenIdMetadataUrl can be reached from here",
        [TeamsResults.NotEndorsed] = "compare Channels:Teams:OpenIdMetadataUrl with the cloud the bot is registered in",
        [TeamsResults.ForbiddenServiceUrl] = "if the bot is registered in another cloud, name its host in Channels:Teams:AllowedServiceHosts",
        [TeamsResults.UnsupportedChannel] = "turn other channels than Teams off in the bot's registration",
        [TeamsResults.UnknownShape] = "an activity has a shape this release does not know",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _told = new(StringComparer.Ordinal);

    /// <summary>Logs a refusal of a kind that an operator can mend.</summary>
    public void Refused(string result)
    {
        if (!Mends.TryGetValue(result, out var mend))
        {
            return;
        }

        var now = time.GetUtcNow();
        var last = _told.GetOrAdd(result, DateTimeOffset.MinValue);
        if (now - last >= BetweenWarnings && _told.TryUpdate(result, now, last))
        {
            TeamsRequestsRefused(result, mend);
        }
    }

    [LoggerMessage(LogEvents.TeamsRequestsRefused, LogLevel.Warning, "Requests to Teams' door are refused ({Result}): {Mend}")]
    private partial void TeamsRequestsRefused(string result, string mend);
}
