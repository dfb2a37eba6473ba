using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.Slack.Rendering;

/// <summary>The ids and values of what people can click. Values carry the turn's opaque id and nothing else.</summary>
internal static class SlackActions
{
    public const string Feedback = "chatops_feedback";
    public const string VoteUp = "chatops_vote_up";
    public const string VoteDown = "chatops_vote_down";
    public const string Why = "chatops_why";
    public const string Share = "chatops_share";
    public const string Keep = "chatops_keep";
    public const string AnswerAgain = "chatops_again";
    public const string AskPerson = "chatops_ask_person";
    public const string Resolve = "chatops_resolve";
    public const string Report = "chatops_report";
    public const string FeedbackModal = "chatops_feedback_modal";
    public const string SettingsModal = "chatops_settings_modal";
    public const string SettingsShortcut = "chatops_settings";
    public const string AnswerThis = "answer_this";
    public const string ForgetMe = "chatops_forget_me";
    public const string HomeHelp = "chatops_home_help";
    public const string Reasons = "reasons";
    public const string Comment = "comment";

    private const string UpPrefix = "up:";
    private const string DownPrefix = "down:";
    private const string MarkPrefix = "turn:";

    public static string UpValue(string turnId) => UpPrefix + turnId;

    public static string DownValue(string turnId) => DownPrefix + turnId;

    /// <summary>Reads a vote button's value.</summary>
    public static bool TryReadVote(string value, out bool isUp, out string turnId)
    {
        isUp = value.StartsWith(UpPrefix, StringComparison.Ordinal);
        turnId = isUp ? value[UpPrefix.Length..] : value.StartsWith(DownPrefix, StringComparison.Ordinal) ? value[DownPrefix.Length..] : string.Empty;
        return SlackId.IsValid(turnId);
    }

    /// <summary>The block id of buttons; says the language of the card, which a click does not.</summary>
    public static string Buttons(string kind, string turnId, Phrases words)
        => words == Phrases.English ? $"{kind}:{turnId}" : $"{kind}:{turnId}:{words.Language}";

    /// <summary>Returns the words of the card that a block of buttons stands on.</summary>
    public static Phrases WordsOf(string? blockId) => Phrases.For(blockId?[(blockId.LastIndexOf(':') + 1)..]);

    /// <summary>The block id by which a message of ours is found again where metadata is not given back (S-58).</summary>
    public static string Mark(string turnId, int part) => $"{MarkPrefix}{turnId}:{part}";
}
