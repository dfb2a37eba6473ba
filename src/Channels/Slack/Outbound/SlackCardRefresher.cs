using System.Threading.Channels;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.RagCore.Inbox;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>Shows votes on cards, behind the request. Losing a refresh loses nothing: the vote is stored and the next one shows it.</summary>
internal sealed partial class SlackCardRefresher(SlackReplyChannel channel, IVoteStore votes, ILogger<SlackCardRefresher> logger) : BackgroundService
{
    private const int Capacity = 1_000;

    private readonly Channel<Refresh> _waiting = System.Threading.Channels.Channel.CreateBounded<Refresh>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>Asks for a card to be shown anew.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="address">Where the card is.</param>
    public void Request(TurnRecord turn, SlackAddress address) => _waiting.Writer.TryWrite(new Refresh(turn, address));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var refresh in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            await RefreshAsync(refresh, stoppingToken);
        }
    }

    private async Task RefreshAsync(Refresh refresh, CancellationToken cancellationToken)
    {
        var message = refresh.Turn.Message;
        if (refresh.Turn is not { Answer: { } answer, Receipt: { } receipt })
        {
            return;
        }

        try
        {
            var tally = await votes.TallyAsync(message.Conversation.Tenant, message.TurnId, cancellationToken);
            var target = ReplyTarget.Of(message) with { Address = refresh.Address.ToReplyAddress() };
            await channel.RefreshAsync(target, receipt, new OutboundReply(answer.Reply, tally), cancellationToken);
        }
        catch (Exception fault) when (fault is DeliveryException or StoreUnavailableException)
        {
            CardRefreshFailed(message.TurnId, fault.GetType().Name);
        }
    }

    [LoggerMessage(LogEvents.CardRefreshFailed, LogLevel.Information, "The card of turn {TurnId} was not refreshed: {Fault}")]
    private partial void CardRefreshFailed(string turnId, string fault);

    private sealed record Refresh(TurnRecord Turn, SlackAddress Address);
}
