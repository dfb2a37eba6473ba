namespace ChatOpsBot.RagCore.Conversations;

/// <summary>A place people talk in: Slack, Teams, the web API, the console. Stored as its name, so values may be added but never renamed.</summary>
public enum ChannelKind
{
    /// <summary>The web API and the playground.</summary>
    Web,

    /// <summary>Slack.</summary>
    Slack,

    /// <summary>Microsoft Teams.</summary>
    Teams,

    /// <summary>The command line.</summary>
    Console,
}
