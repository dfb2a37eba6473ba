using ChatOpsBot.RagCore.Access.Places;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>Says whether a question that mentions nobody is for the bot, because every question is answered in its channel.</summary>
internal sealed class SlackTalk(PlaceBook places, TimeProvider time)
{
    // Of the three seconds within which Slack wants its answer (S-09).
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>Asks the settings of the channel. Who may not ask there has not asked: a remark between colleagues is not worth a refusal.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be told now; Slack delivers the message again.</exception>
    public async ValueTask<bool> AnswersAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var settings = await places.FindAsync(PlaceKey.Of(message.Conversation), both.Token);
            return settings.AnswersEveryQuestion && settings.Admits(message.Sender.Id);
        }
        catch (OperationCanceledException slow) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StoreUnavailableException("The settings of a channel were not read in time.", slow);
        }
    }
}
