using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>Tells a person beside the card what became of a click, in the background: the click itself must be answered within three seconds.</summary>
internal sealed partial class SlackTeller(SlackPoster poster, SlackResponseHosts hosts, ILogger<SlackTeller> logger)
{
    /// <summary>Says something to the person who clicked, where Slack gave an address for it.</summary>
    public SlackAnswer Tell(SlackClick click, string result, string text)
    {
        if (hosts.Allows(click.ResponseUrl))
        {
            _ = TellAsync(click, new SlackMessage(text, [SlackBlocks.Context(text)]));
        }

        return SlackAnswer.Ok(result);
    }

    private async Task TellAsync(SlackClick click, SlackMessage message)
    {
        try
        {
            var address = new SlackAddress { Team = click.Team, Channel = click.Channel, ResponseUrl = click.ResponseUrl };
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
