using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.Slack.Rendering;

/// <summary>What a card needs to know besides what it says.</summary>
/// <param name="TurnId">The turn, which buttons and marks carry.</param>
/// <param name="PlainButtons">Votes are cast with plain buttons.</param>
/// <param name="OffersSharing">The card is private and may be shared.</param>
/// <param name="SharedBy">Who shared the question with the channel.</param>
/// <param name="SharedQuestion">The question that was shared.</param>
/// <param name="AskedEarlier">The question of a reply that stands apart from it.</param>
/// <param name="AskedBy">Who asked about somebody else's message.</param>
internal sealed record SlackCardContext(
    string TurnId, bool PlainButtons = false, bool OffersSharing = false, string? SharedBy = null, string? SharedQuestion = null, string? AskedEarlier = null,
    string? AskedBy = null)
{
    /// <summary>Gets the words of the person's language.</summary>
    public Phrases Words { get; init; } = Phrases.English;

    public static SlackCardContext Of(string turnId, SlackAddress address, bool plainButtons)
    {
        var isPrivate = address.ResponseUrl is not null;
        return new(turnId, plainButtons, isPrivate && !address.Kept, address.SharedBy, address.SharedQuestion, isPrivate ? null : address.Asked, address.AskedBy);
    }
}
