using System.Collections.Frozen;
using System.Threading.Channels;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Turns;

/// <summary>
/// Tells people whose message could not be taken that the bot is busy, behind the request and without a model. Bounded: what does not fit
/// is not told, which the door is told in turn. Nothing of it is stored.
/// </summary>
public sealed partial class BusyNotices(IEnumerable<IReplyChannel> channels, ILogger<BusyNotices> logger) : BackgroundService
{
    private const int Capacity = 100;
    private const int MaxRemembered = 1_000;

    private readonly FrozenDictionary<ChannelKind, IReplyChannel> _channels = channels.ToFrozenDictionary(channel => channel.Kind);
    private readonly Channel<InboundMessage> _waiting = Channel.CreateBounded<InboundMessage>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly Lock _gate = new();
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <summary>Says whether the sender is told, once however often the message arrives.</summary>
    public bool TryTell(InboundMessage message)
    {
        lock (_gate)
        {
            if (message.DedupeKeys.Any(_told.Contains))
            {
                return true;
            }

            if (!_channels.ContainsKey(message.Conversation.Channel) || !_waiting.Writer.TryWrite(message))
            {
                return false;
            }

            if (_told.Count >= MaxRemembered)
            {
                _told.Clear();
            }

            _told.UnionWith(message.DedupeKeys);
            return true;
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var message in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            await TellAsync(message, stoppingToken);
        }
    }

    private async Task TellAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        try
        {
            var notice = new OutboundReply(new NoticeReply(Phrases.For(message.ReplyLanguage)[Phrase.Busy], NoticeKind.Refusal), default);
            await _channels[message.Conversation.Channel].PostAsync(ReplyTarget.Of(message), notice, cancellationToken);
        }
        catch (DeliveryException fault)
        {
            BusyNoticeFailed(message.DeliveryId, fault.Message);
        }
    }

    [LoggerMessage(LogEvents.BusyNoticeFailed, LogLevel.Warning, "The sender of delivery {DeliveryId} was not told that the bot is busy: {Fault}")]
    private partial void BusyNoticeFailed(string deliveryId, string fault);
}
