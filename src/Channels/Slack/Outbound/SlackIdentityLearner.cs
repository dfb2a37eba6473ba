using ChatOpsBot.Channels.Slack.Inbound;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>Asks Slack who the bot is until Slack answers. The bot starts and takes messages while Slack is down.</summary>
internal sealed partial class SlackIdentityLearner(
    SlackWebClient client, SlackIdentity identity, TimeProvider time, IOptions<SlackOptions> options, ILogger<SlackIdentityLearner> logger) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = FirstPause;
        while (options.Value.Enabled && !options.Value.IsInstalledByOAuth && !await TryLearnAsync(stoppingToken))
        {
            await Task.Delay(pause, time, stoppingToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task<bool> TryLearnAsync(CancellationToken cancellationToken)
    {
        try
        {
            var reply = await client.CallAsync(SlackMethod.AuthTest, options.Value.TeamId ?? "unknown", null, [], cancellationToken);
            identity.Learn(reply.Id("team_id"u8), reply.Id("user_id"u8), reply.Id("bot_id"u8));
            SlackIdentityKnown(identity.TeamId, identity.BotUserId);
            return true;
        }
        catch (SlackApiException fault)
        {
            SlackIdentityFailed(fault.Error);
            return false;
        }
    }

    [LoggerMessage(LogEvents.SlackIdentityKnown, LogLevel.Information, "Slack knows the bot as {BotUserId} in workspace {TeamId}")]
    private partial void SlackIdentityKnown(string? teamId, string? botUserId);

    [LoggerMessage(LogEvents.SlackIdentityFailed, LogLevel.Warning, "Slack did not say who the bot is: {Error}. It is asked again")]
    private partial void SlackIdentityFailed(string error);
}
