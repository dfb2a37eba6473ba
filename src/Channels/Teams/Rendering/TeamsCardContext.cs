using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.Teams.Rendering;

/// <summary>What a card needs to know besides what it says.</summary>
/// <param name="TurnId">The turn, which actions carry.</param>
/// <param name="Style">How answers look.</param>
internal sealed record TeamsCardContext(string TurnId, TeamsAnswerStyle Style = TeamsAnswerStyle.Card)
{
    /// <summary>Gets the people for whom clients refresh the card by themselves, <c>29:…</c>, who asked first (T-24).</summary>
    public IReadOnlyList<string> RefreshFor { get; init; } = [];

    /// <summary>Gets how confidential answers are; without a name nothing is said about it.</summary>
    public TeamsSensitivityLabel Label { get; init; } = new();

    /// <summary>Gets the words of the person's language.</summary>
    public Phrases Words { get; init; } = Phrases.English;

    /// <summary>Gets the vote of the one person who will see this rendering; none where several people see it.</summary>
    public VoteValue OwnVote { get; init; }

    /// <summary>Gets a value indicating whether that person is asked why the answer was not helpful.</summary>
    public bool AsksWhy { get; init; }

    /// <summary>Gets a value indicating whether that person has just said why.</summary>
    public bool ThanksForReasons { get; init; }
}
