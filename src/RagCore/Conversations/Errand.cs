namespace ChatOpsBot.RagCore.Conversations;

/// <summary>
/// What is to be done about an earlier turn. It is accepted like a message, into the same thread: stored before anything is done, done once, tried again
/// while a platform is down, and after whatever runs in the thread.
/// </summary>
/// <param name="Kind">What is to be done.</param>
/// <param name="TurnId">The earlier turn.</param>
public sealed record Errand(ErrandKind Kind, string TurnId)
{
    /// <summary>Gets a value indicating whether the errand ends in a reply of its own; the others only change what stands there.</summary>
    public bool HasReply => Kind is ErrandKind.AnswerAgain or ErrandKind.HandOver;
}

/// <summary>A kind of errand. Stored as its name, so values may be added but never renamed.</summary>
public enum ErrandKind
{
    /// <summary>The message was changed: the person is offered a new answer, in the same card.</summary>
    OfferAgain,

    /// <summary>The person took the offer: the text is answered, and the reply takes the place of the earlier one.</summary>
    AnswerAgain,

    /// <summary>The message was deleted: the reply is taken back and what was said forgotten.</summary>
    Withdraw,

    /// <summary>The question is handed to people.</summary>
    HandOver,

    /// <summary>Somebody has answered what was handed over.</summary>
    Resolve,

    /// <summary>The bot was removed from the conversations that begin with the errand's own conversation: what is kept of them goes. About no turn.</summary>
    ClearPlace,
}
