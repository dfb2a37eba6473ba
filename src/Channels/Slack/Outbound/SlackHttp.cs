using ChatOpsBot.RagCore.Conversations.Wire;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>The connections to Slack.</summary>
internal sealed class SlackHttp : PlatformHttp
{
    public SlackHttp()
    {
    }

    /// <summary>Lets a test stand in for the network.</summary>
    public SlackHttp(HttpMessageHandler network)
        : base(network)
    {
    }
}
