using ChatOpsBot.RagCore.Conversations.Wire;

namespace ChatOpsBot.Channels.Teams;

/// <summary>The connections to Microsoft.</summary>
internal sealed class TeamsHttp : PlatformHttp
{
    public TeamsHttp()
    {
    }

    /// <summary>Lets a test stand in for the network.</summary>
    public TeamsHttp(HttpMessageHandler network)
        : base(network)
    {
    }
}
