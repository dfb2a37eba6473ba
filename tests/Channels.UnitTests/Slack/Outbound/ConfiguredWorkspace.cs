using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Slack.Installations;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.RagCore.Access.Secrets;
using ChatOpsBot.RagCore.Conversations.Wire;
using ChatOpsBot.TestKit.Records;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.UnitTests.Slack.Outbound;

/// <summary>What the client needs where one workspace is configured and none is installed.</summary>
internal sealed class ConfiguredWorkspace
{
    private readonly SlackTransport _transport;
    private readonly SlackTokens _tokens;
    private readonly SlackMetrics _metrics;

    public ConfiguredWorkspace(SlackHttp http, IOptions<SlackOptions> options, SlackMetrics metrics, TimeProvider time, SlackIdentity identity)
    {
        var records = new MemoryRecordStore(time);
        var installations = new SlackInstallations(
            records, new SecretBox(Options.Create(new EncryptionOptions())), new SlackHealth(), time, NullLogger<SlackInstallations>.Instance);
        _metrics = metrics;
        _transport = new SlackTransport(http, time, options);
        var rotation = new SlackTokenRotation(
            installations, new SlackOAuth(_transport, metrics, options), records, new CountedIds(), time, NullLogger<SlackTokenRotation>.Instance);
        _tokens = new SlackTokens(installations, rotation, options);
        Workspaces = new SlackWorkspaces(installations, identity, options);
    }

    public SlackWorkspaces Workspaces { get; }

    public SlackWebClient Client(SlackPacer pacer, PlatformBreakers breakers)
        => new(_transport, _tokens, pacer, breakers, _metrics, NullLogger<SlackWebClient>.Instance);
}
