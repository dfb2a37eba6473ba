using System.Collections.Concurrent;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.TestKit.Slack;

namespace ChatOpsBot.TestKit.Faults.Replicas;

/// <summary>The fake Slack behind a proxy: every question a mention in a channel of its own, or in the thread of an earlier one.</summary>
public sealed class SlackFaultPlatform : IFaultPlatform
{
    private readonly FakeSlack _slack;
    private readonly ConcurrentDictionary<(string Ts, int Edits), ShownKind> _kinds = new();

    private SlackFaultPlatform(FakeSlack slack)
    {
        _slack = slack;
        Proxy = TcpFaultProxy.Start(slack.ApiBaseUrl.Port);
    }

    /// <summary>Gets what stands before the Web API.</summary>
    public TcpFaultProxy Proxy { get; }

    public static async Task<SlackFaultPlatform> StartAsync() => new(await FakeSlack.StartAsync());

    public void Configure(IDictionary<string, string?> settings)
    {
        settings["Channels__Slack__Enabled"] = "true";
        settings["Channels__Slack__SigningSecret"] = FakeSlack.SigningSecret;
        settings["Channels__Slack__BotToken"] = FakeSlack.BotToken;
        settings["Channels__Slack__ApiBaseUrl"] = $"http://127.0.0.1:{Proxy.Port}/api/";
        settings["Channels__Slack__AllowedResponseHosts__0"] = $"127.0.0.1:{Proxy.Port}";
    }

    public FaultQuestion Write(string marker, FaultQuestion? earlier, HttpClient bot)
    {
        var (channel, thread) = earlier?.Origin.Split('/') is [var at, var root] ? (at, root) : ($"C0{marker}", null);
        var text = $"<@{FakeSlackWorkspace.BotUserId}> {FaultQuestions.Text} ({marker})";
        var person = new SlackPerson(_slack, bot, TimeProvider.System, $"U0{marker}");
        _slack.Workspace.Add(new SlackConversation(channel));
        var ts = person.Write(channel, text, thread);
        var envelope = person.Envelope(person.Event("app_mention", channel, ts, text, thread), $"Ev{marker}");
        var origin = $"{channel}/{thread ?? ts}";
        return new FaultQuestion(marker, $"slack {origin}", origin, time => person.SendEventAsync(envelope, time == 0 ? null : time));
    }

    public IReadOnlyList<ShownMessage> Shown()
        => [.. from message in _slack.Workspace.Messages
               where message.IsShown && message.User == FakeSlackWorkspace.BotUserId
               select new ShownMessage($"slack {message.Channel}/{message.ThreadTs ?? message.Ts}", KindOf(message))];

    /// <summary>Returns where the bot wrote anything, a placeholder included.</summary>
    /// <param name="read">How many messages were looked at.</param>
    public IReadOnlyList<string> Signs(ref int read)
    {
        var messages = _slack.Workspace.Messages;
        var from = read;
        read = messages.Count;
        return [.. messages.Skip(from).Where(message => message.User == FakeSlackWorkspace.BotUserId).Select(message => $"slack {message.Channel}/{message.ThreadTs ?? message.Ts}")];
    }

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        await _slack.DisposeAsync();
    }

    private ShownKind KindOf(SlackStoredMessage message)
        => _kinds.GetOrAdd(
            (message.Ts, message.Edits),
            _ => message.Text == Phrases.English[Phrase.Searching] || message.StreamingState == "in_progress" ? ShownKind.Placeholder : FaultQuestions.KindOf(message.Seen));
}
