using System.Collections.Frozen;
using System.Threading.Channels;
using ChatOpsBot.RagCore.Access.Places;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Inbox;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Turns;

/// <summary>Shows votes on cards, behind the request. Losing a refresh loses nothing: the vote is stored and the next one shows it.</summary>
public sealed partial class CardRefresher(IEnumerable<IReplyChannel> channels, ReplyCards cards, PlaceBook places, ILogger<CardRefresher> logger) : BackgroundService
{
    private const int Capacity = 1_000;

    private readonly FrozenDictionary<ChannelKind, IReplyChannel> _channels = channels.ToFrozenDictionary(channel => channel.Kind);

    private readonly Channel<Refresh> _waiting = Channel.CreateBounded<Refresh>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>Asks for the card of a turn to be shown anew.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="address">Where the card is, when it is not where the turn's message says.</param>
    public void Request(TurnRecord turn, ReplyAddress? address = null) => _waiting.Writer.TryWrite(new Refresh(turn, address ?? turn.Message.ReplyTo));

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var refresh in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            await RefreshAsync(refresh, stoppingToken);
        }
    }

    private async Task RefreshAsync(Refresh refresh, CancellationToken cancellationToken)
    {
        var turnId = refresh.Turn.Message.TurnId;
        if (!_channels.TryGetValue(refresh.Turn.Message.Conversation.Channel, out var channel))
        {
            return;
        }

        try
        {
            // A client that still shows an answer whose place another one took must not bring it back.
            var turn = await cards.StandingAsync(refresh.Turn, cancellationToken);
            if (turn is not { Message: var message, Answer: { } answer, Receipt: { } receipt })
            {
                return;
            }

            var shown = await cards.ShownAsync(turn, answer.Reply, cancellationToken);
            var target = ReplyTarget.Of(await places.LocalizeAsync(message, cancellationToken)) with { Address = refresh.Address };
            await channel.RefreshAsync(target, receipt, shown, cancellationToken);
        }
        catch (Exception fault) when (fault is DeliveryException or StoreUnavailableException)
        {
            CardRefreshFailed(turnId, fault.GetType().Name);
        }
    }

    [LoggerMessage(LogEvents.CardRefreshFailed, LogLevel.Information, "The card of turn {TurnId} was not refreshed: {Fault}")]
    private partial void CardRefreshFailed(string turnId, string fault);

    private sealed record Refresh(TurnRecord Turn, ReplyAddress Address);
}
