using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>Tells the person who clicked what came of it, to them alone and behind the request: that must be answered within three seconds.</summary>
internal sealed partial class SlackTeller(SlackPoster poster, SlackResponseHosts hosts, ILogger<SlackTeller> logger)
{
    /// <summary>Says something where the click brought an address for it along.</summary>
    public void Tell(string team, string channel, string? responseUrl, string text)
    {
        if (hosts.Allows(responseUrl))
        {
            _ = TellAsync(new SlackAddress { Team = team, Channel = channel, ResponseUrl = responseUrl }, new SlackMessage(text, [SlackBlocks.Context(text)]));
        }
    }

    /// <summary>Says something to the person who clicked a button, beside its card.</summary>
    public SlackAnswer Tell(SlackClick click, string result, string text)
    {
        Tell(click.Team, click.Channel, click.ResponseUrl, text);
        return SlackAnswer.Ok(result);
    }

    private async Task TellAsync(SlackAddress address, SlackMessage message)
    {
        try
        {
            await poster.RespondAsync(address, message, replacesOriginal: false, CancellationToken.None);
        }
        catch (SlackApiException fault)
        {
            SlackNotTold(fault.Error);
        }
    }

    [LoggerMessage(LogEvents.SlackCallFailed, LogLevel.Information, "A person was not told what became of a click: {Error}")]
    private partial void SlackNotTold(string error);
}
