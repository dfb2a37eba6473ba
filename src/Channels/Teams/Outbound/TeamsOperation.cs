namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>What the bot asks of Microsoft.</summary>
/// <param name="Name">Its name in messages, logs and metrics.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Creates">Doing it twice may show two things, so an unclear end is not repeated (T-18).</param>
internal sealed record TeamsOperation(string Name, HttpMethod Method, bool Creates = false)
{
    public static readonly TeamsOperation Post = new("post", HttpMethod.Post, Creates: true);
    public static readonly TeamsOperation Update = new("update", HttpMethod.Put);
    public static readonly TeamsOperation Delete = new("delete", HttpMethod.Delete);
    public static readonly TeamsOperation Typing = new("typing", HttpMethod.Post);
    public static readonly TeamsOperation StreamStart = new("stream_start", HttpMethod.Post, Creates: true);
    public static readonly TeamsOperation StreamChunk = new("stream_chunk", HttpMethod.Post);

    // Teams refuses a second end of one stream, so that it may be tried again.
    public static readonly TeamsOperation StreamEnd = new("stream_end", HttpMethod.Post);
    public static readonly TeamsOperation Members = new("members", HttpMethod.Get);
    public static readonly TeamsOperation Open = new("open", HttpMethod.Post);
    public static readonly TeamsOperation Token = new("token", HttpMethod.Post);
}
