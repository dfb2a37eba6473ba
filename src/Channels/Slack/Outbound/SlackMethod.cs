namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>A method of the Web API as far as the bot must know it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="PerMinute">Calls a minute and workspace Slack grants (S-53).</param>
/// <param name="Creates">Calling it twice may show two things, so an unclear end must be looked into (S-56).</param>
/// <param name="IsForm">It takes a form instead of JSON.</param>
/// <param name="TakesTeam">A token of a whole enterprise must name the workspace (S-83).</param>
internal sealed record SlackMethod(string Name, int PerMinute, bool Creates = false, bool IsForm = false, bool TakesTeam = false)
{
    public static readonly SlackMethod AuthTest = new("auth.test", 600, IsForm: true);
    public static readonly SlackMethod PostMessage = new("chat.postMessage", 300, Creates: true);
    public static readonly SlackMethod Update = new("chat.update", 50);
    public static readonly SlackMethod Delete = new("chat.delete", 50);
    public static readonly SlackMethod Replies = new("conversations.replies", 50, IsForm: true);
    public static readonly SlackMethod History = new("conversations.history", 50, IsForm: true);
    public static readonly SlackMethod ConversationInfo = new("conversations.info", 50, IsForm: true);
    public static readonly SlackMethod OpenConversation = new("conversations.open", 50);
    public static readonly SlackMethod OpenView = new("views.open", 100, Creates: true);
    public static readonly SlackMethod UpdateView = new("views.update", 100);
    public static readonly SlackMethod PublishView = new("views.publish", 100);
    public static readonly SlackMethod UserInfo = new("users.info", 100, IsForm: true);

    public static readonly SlackMethod StartStream = new("chat.startStream", 20, Creates: true);
    public static readonly SlackMethod AppendStream = new("chat.appendStream", 100, Creates: true);
    public static readonly SlackMethod StopStream = new("chat.stopStream", 20, Creates: true);
    public static readonly SlackMethod SetStatus = new("assistant.threads.setStatus", 60);
    public static readonly SlackMethod SetPrompts = new("assistant.threads.setSuggestedPrompts", 50);
    public static readonly SlackMethod SetTitle = new("assistant.threads.setTitle", 50);
    public static readonly SlackMethod FileInfo = new("files.info", 100, IsForm: true);

    /// <summary>A post to a <c>response_url</c>; not a method, but paced and counted like one.</summary>
    public static readonly SlackMethod Respond = new("response_url", 300, Creates: true);

    public static IReadOnlyList<SlackMethod> All { get; } =
    [
        AuthTest, PostMessage, Update, Delete, Replies, History, ConversationInfo, OpenConversation, OpenView, UpdateView, PublishView, UserInfo,
        StartStream, AppendStream, StopStream, SetStatus, SetPrompts, SetTitle, FileInfo, Respond,
    ];
}
