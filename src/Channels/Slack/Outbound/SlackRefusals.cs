using System.Collections.Concurrent;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>Remembers for an hour which optional methods a workspace does not offer, so that they are not asked for with every question.</summary>
internal sealed partial class SlackRefusals(TimeProvider time, ILogger<SlackRefusals> logger)
{
    private const int MaxKept = 10_000;

    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<(string Method, string Team), DateTimeOffset> _until = [];

    public bool Holds(SlackMethod method, string team) => _until.TryGetValue((method.Name, team), out var until) && time.GetUtcNow() < until;

    /// <summary>Takes in why a call failed; most reasons concern this call alone.</summary>
    public void Learn(SlackMethod method, string team, string error)
    {
        if (!SlackErrors.IsNotOffered(error))
        {
            return;
        }

        if (_until.Count >= MaxKept)
        {
            _until.Clear();
        }

        _until[(method.Name, team)] = time.GetUtcNow() + Memory;
        SlackMethodNotOffered(team, method.Name, error);
    }

    [LoggerMessage(LogEvents.SlackMethodNotOffered, LogLevel.Information, "Workspace {Team} does not offer {Method} ({Error}): the bot does without for an hour")]
    private partial void SlackMethodNotOffered(string team, string method, string error);
}
