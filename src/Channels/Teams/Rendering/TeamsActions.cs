namespace ChatOpsBot.Channels.Teams.Rendering;

/// <summary>What people can click in a card: verbs of <c>Action.Execute</c> and the names of what comes back with them. Data carries the turn's opaque id and no text.</summary>
internal static class TeamsActions
{
    /// <summary>A vote; data has <see cref="Turn"/> and <see cref="Vote"/>.</summary>
    public const string VoteVerb = "vote";

    /// <summary>The reasons of a thumbs down; data has <see cref="Turn"/>, <see cref="Reasons"/> and <see cref="Comment"/>.</summary>
    public const string ReasonsVerb = "reasons";

    /// <summary>A client shows an older card again (T-24); data has <see cref="Turn"/>.</summary>
    public const string RefreshVerb = "refresh";

    /// <summary>Answers a changed question; <see cref="Turn"/> is the offer.</summary>
    public const string AgainVerb = "again";

    /// <summary>Hands the question to people; data has <see cref="Turn"/>.</summary>
    public const string AskPersonVerb = "ask_person";

    /// <summary>Marks what was handed over as answered; data has <see cref="Turn"/>.</summary>
    public const string ResolveVerb = "resolve";

    /// <summary>Reports an answer (T-38); data has <see cref="Turn"/>.</summary>
    public const string ReportVerb = "report";

    public const string Turn = "turn";
    public const string Vote = "vote";
    public const string Up = "up";
    public const string Down = "down";
    public const string None = "none";

    /// <summary>The id of the input with reason keys, separated by commas.</summary>
    public const string Reasons = "reasons";

    /// <summary>The id of the input with free text.</summary>
    public const string Comment = "comment";

    /// <summary>The id of the input with a question.</summary>
    public const string Question = "question";

    /// <summary>What names the dialog that a question was asked in.</summary>
    public const string Dialog = "dialog";
}
