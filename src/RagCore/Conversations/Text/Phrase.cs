namespace ChatOpsBot.RagCore.Conversations.Text;

/// <summary>
/// Everything the bot says in its own words, by what it means. The words themselves are in <c>Words/*.json</c>, one file a language, under the same name;
/// tests compare the files with this list and with each other.
/// </summary>
public enum Phrase
{
    /// <summary>The twelve months, with <c>|</c> between them.</summary>
    Months,

    /// <summary>A date.</summary>
    Date,

    /// <summary>A date of this year.</summary>
    DayAndMonth,

    /// <summary>A title in the language's quotation marks.</summary>
    Quoted,

    /// <summary>The words that ask for help, with <c>|</c> between them.</summary>
    CommandHelp,

    /// <summary>The words that ask what is searched, with <c>|</c> between them.</summary>
    CommandSources,

    /// <summary>The words that make the bot forget a thread, with <c>|</c> between them.</summary>
    CommandForget,

    /// <summary>The words by which a person asks for a person, separated by <c>|</c>.</summary>
    CommandAskPerson,

    /// <summary>Heads the list of sources.</summary>
    Sources,

    /// <summary>Heads the sources that are not shown with the text.</summary>
    MoreSources,

    /// <summary>A source that has no title.</summary>
    SourceNumber,

    /// <summary>Opens a source.</summary>
    OpenSource,

    /// <summary>Unfolds one more source.</summary>
    ShowMoreSourcesOne,

    /// <summary>Unfolds more sources.</summary>
    ShowMoreSourcesOther,

    /// <summary>Folds sources away.</summary>
    ShowFewerSources,

    /// <summary>Stands before a note of an answer.</summary>
    Note,

    /// <summary>Heads a reply without evidence.</summary>
    NothingFound,

    /// <summary>The same in one sentence with what was searched.</summary>
    NothingFoundIn,

    /// <summary>Stands before the question as it was understood.</summary>
    QuestionAsUnderstood,

    /// <summary>Stands before what was searched.</summary>
    Searched,

    /// <summary>What was searched where there is nothing to search.</summary>
    SearchedNothing,

    /// <summary>One document of a source.</summary>
    DocumentsInOne,

    /// <summary>The documents of a source.</summary>
    DocumentsInOther,

    /// <summary>What a person can do when nothing was found.</summary>
    NextStep,

    /// <summary>Answers a greeting, thanks and whatever else asks nothing.</summary>
    NothingAsked,

    /// <summary>Asks for one of several readings.</summary>
    ChooseReading,

    /// <summary>The sources answer the question.</summary>
    SupportHigh,

    /// <summary>The sources answer most of the question.</summary>
    SupportMedium,

    /// <summary>The sources touch the question.</summary>
    SupportLow,

    /// <summary>A model wrote the answer.</summary>
    OriginModel,

    /// <summary>The answer is quoted.</summary>
    OriginQuoted,

    /// <summary>Since when a source is in force.</summary>
    InForceSince,

    /// <summary>The same where there is little room.</summary>
    Since,

    /// <summary>A source that does not say since when it is in force.</summary>
    WithoutDate,

    /// <summary>Which part of several messages this is.</summary>
    Part,

    /// <summary>A source that is no longer current.</summary>
    Superseded,

    /// <summary>A source that another took the place of.</summary>
    SupersededBy,

    /// <summary>Two sources contradict each other.</summary>
    SourcesDisagree,

    /// <summary>Two sources contradict each other in a number.</summary>
    SourcesDisagreeOn,

    /// <summary>The question was too long.</summary>
    QuestionCut,

    /// <summary>No model could be asked.</summary>
    NoModel,

    /// <summary>A model did not come to an end.</summary>
    AnswerIncomplete,

    /// <summary>Much of a day's budget is used.</summary>
    BudgetEconomyDay,

    /// <summary>Much of a month's budget is used.</summary>
    BudgetEconomyMonth,

    /// <summary>A day's budget is used up.</summary>
    BudgetUsedUpDay,

    /// <summary>A month's budget is used up.</summary>
    BudgetUsedUpMonth,

    /// <summary>Nobody knows what is left of a budget.</summary>
    BudgetUnknown,

    /// <summary>Says how to ask.</summary>
    HelpText,

    /// <summary>A thread was forgotten.</summary>
    Forgotten,

    /// <summary>Heads the list of what can be searched.</summary>
    SourcesHere,

    /// <summary>There is nothing to search.</summary>
    NoSources,

    /// <summary>One document.</summary>
    DocumentCountOne,

    /// <summary>Several documents.</summary>
    DocumentCountOther,

    /// <summary>A turn failed.</summary>
    Apology,

    /// <summary>A question waited too long.</summary>
    Overdue,

    /// <summary>A question was not taken, in the thread.</summary>
    Busy,

    /// <summary>A question was not taken, at once.</summary>
    BusyNow,

    /// <summary>People of other organisations read along.</summary>
    ExternalAudience,

    /// <summary>Nobody says who reads along.</summary>
    UnknownAudience,

    /// <summary>An organisation that is not set up.</summary>
    OrganisationNotServed,

    /// <summary>A workspace that is not set up.</summary>
    WorkspaceNotServed,

    /// <summary>Too many questions in a minute; wait one second.</summary>
    RatePersonOne,

    /// <summary>Too many questions in a minute; wait some seconds.</summary>
    RatePersonOther,

    /// <summary>Too many questions in a minute; wait one second.</summary>
    RateConversationOne,

    /// <summary>Too many questions in a minute; wait some seconds.</summary>
    RateConversationOther,

    /// <summary>Too many questions in a minute; wait one second.</summary>
    RateOrganisationOne,

    /// <summary>Too many questions in a minute; wait some seconds.</summary>
    RateOrganisationOther,

    /// <summary>The plan allows no more in a day.</summary>
    QuotaPerson,

    /// <summary>The plan allows no more in a day.</summary>
    QuotaOrganisation,

    /// <summary>The plan allows no more in a day.</summary>
    QuotaAnswers,

    /// <summary>Votes up.</summary>
    VoteHelpful,

    /// <summary>Votes down.</summary>
    VoteNotHelpful,

    /// <summary>Votes up, for screen readers.</summary>
    VoteHelpfulLabel,

    /// <summary>Votes down, for screen readers.</summary>
    VoteNotHelpfulLabel,

    /// <summary>Changes a vote.</summary>
    VoteChangeToHelpful,

    /// <summary>Changes a vote.</summary>
    VoteChangeToNotHelpful,

    /// <summary>Takes a vote back.</summary>
    VoteTakeBack,

    /// <summary>The reader's own vote.</summary>
    VotedHelpful,

    /// <summary>The reader's own vote.</summary>
    VotedNotHelpful,

    /// <summary>Asks for reasons.</summary>
    VoteCounted,

    /// <summary>Thanks for reasons.</summary>
    ThanksForReasons,

    /// <summary>Asks for reasons; 24 characters at most.</summary>
    WhatWentWrong,

    /// <summary>Asks for the right answer.</summary>
    WhatWouldBeRight,

    /// <summary>Heads the reasons.</summary>
    Reasons,

    /// <summary>Sends a form; 24 characters at most.</summary>
    Send,

    /// <summary>Closes a form; 24 characters at most.</summary>
    Skip,

    /// <summary>A reason.</summary>
    ReasonWrong,

    /// <summary>A reason.</summary>
    ReasonWrongSource,

    /// <summary>A reason.</summary>
    ReasonOutdated,

    /// <summary>A reason.</summary>
    ReasonIncomplete,

    /// <summary>A reason.</summary>
    ReasonOffTopic,

    /// <summary>A reason.</summary>
    ReasonOther,

    /// <summary>Shows a card again.</summary>
    Refresh,

    /// <summary>Shown by programs that cannot show cards.</summary>
    CardFallback,

    /// <summary>A card whose answer stands in another message.</summary>
    AnswerElsewhere,

    /// <summary>A click on somebody else's card.</summary>
    NotMyCard,

    /// <summary>A click that could not be stored.</summary>
    NotStored,

    /// <summary>A form that could not be stored.</summary>
    NotStoredForm,

    /// <summary>Shown while a question is answered for the asker alone.</summary>
    SearchingPrivately,

    /// <summary>A command that came in another way than it should.</summary>
    RequestRefused,

    /// <summary>Says how the command is used.</summary>
    CommandHelpText,

    /// <summary>Shares a private answer.</summary>
    ShareInChannel,

    /// <summary>Does not share a private answer.</summary>
    KeepToMyself,

    /// <summary>A question that was shared, in notifications.</summary>
    SharedQuestion,

    /// <summary>Follows the name of who shared a question.</summary>
    SharedAQuestion,

    /// <summary>Stands before the question of an answer that comes elsewhere.</summary>
    AskedEarlier,

    /// <summary>An answer was not shared.</summary>
    NotSharedExternal,

    /// <summary>An answer was not shared.</summary>
    NotSharedUnknown,

    /// <summary>An answer was not shared.</summary>
    NotSharedNotMember,

    /// <summary>An answer was not shared.</summary>
    NotSharedGone,

    /// <summary>An answer was not shared.</summary>
    NotSharedBusy,

    /// <summary>An answer is about to be shared.</summary>
    SharingNow,

    /// <summary>The bot is not ready yet.</summary>
    Starting,

    /// <summary>Since when a document holds, on its page.</summary>
    InEffectSince,

    /// <summary>A document that is no longer current, on its page.</summary>
    SupersededDocument,

    /// <summary>Shown while the turn runs.</summary>
    Searching,

    /// <summary>Shown while sources are read; <c>{count}</c> is how many.</summary>
    ReadingSources,

    /// <summary>Shown while the answer is written.</summary>
    Writing,

    /// <summary>The app is installed; <c>{workspace}</c> is where.</summary>
    InstallDone,

    /// <summary>A person did not agree to the installation.</summary>
    InstallCancelled,

    /// <summary>An installation took too long, was done already, or was begun in another browser.</summary>
    InstallExpired,

    /// <summary>The platform refused the installation; <c>{error}</c> is its code.</summary>
    InstallFailed,

    /// <summary>The workspace is not one of those that are served; <c>{key}</c> is the setting that would make it one.</summary>
    InstallUnlisted,

    /// <summary>Installing is not possible at this moment.</summary>
    InstallBusy,

    /// <summary>A link that begins the installation again.</summary>
    InstallAgain,

    /// <summary>Stands on a card whose question was changed.</summary>
    QuestionChanged,

    /// <summary>The button that answers the changed question.</summary>
    AnswerAgain,

    /// <summary>Said when the changed question is being answered.</summary>
    AnsweringAgain,

    /// <summary>Said to somebody who did not ask and clicks on what is the asker's.</summary>
    OnlyAsker,

    /// <summary>The button that hands a question to people.</summary>
    AskPerson,

    /// <summary>Said when a question was handed to people.</summary>
    PersonAsked,

    /// <summary>Said when a person is wanted and nothing was asked yet.</summary>
    NothingToHandOver,

    /// <summary>Said when a person is wanted where none could read the question.</summary>
    HandOverNotHere,

    /// <summary>Heads a question that is handed to people.</summary>
    PersonWanted,

    /// <summary>Stands before the question.</summary>
    HandOverQuestion,

    /// <summary>Stands before the person who asked.</summary>
    HandOverAskedBy,

    /// <summary>Stands before the sources that were tried.</summary>
    HandOverSources,

    /// <summary>The button that marks a question as answered by a person.</summary>
    MarkResolved,

    /// <summary>Stands before who answered; <c>{time}</c> is when, in UTC.</summary>
    ResolvedAt,

    /// <summary>The button that reports an answer.</summary>
    Report,

    /// <summary>Said when an answer was reported.</summary>
    Reported,

    /// <summary>Said when a click could not be stored.</summary>
    TryAgainSoon,

    /// <summary>Said when what was clicked on is not there any more.</summary>
    NotThereAnyMore,

    /// <summary>Refuses a person whom the managers of a place have not listed.</summary>
    NotListedHere,

    /// <summary>The title of the settings of a place; 24 characters at most.</summary>
    SettingsTitle,

    /// <summary>In the settings of a place: “Just a moment …”</summary>
    SettingsLoading,

    /// <summary>In the settings of a place: “How I behave here. What somebody may read never depends on this.”</summary>
    SettingsIntro,

    /// <summary>In the settings of a place: “Only the person who created this channel and the admins of the workspace can change this.”</summary>
    SettingsReadOnly,

    /// <summary>In the settings of a place: “I could not find out who may change this, so it is only shown. Please try again later.”</summary>
    SettingsUnknownRights,

    /// <summary>In the settings of a place: “When I answer”</summary>
    SettingsAnswer,

    /// <summary>In the settings of a place: “When somebody mentions me”</summary>
    SettingsMentions,

    /// <summary>In the settings of a place: “To every question”</summary>
    SettingsEveryQuestion,

    /// <summary>In the settings of a place: “Documents I answer from”</summary>
    SettingsSources,

    /// <summary>In the settings of a place: “All that everybody here may read”</summary>
    SettingsAllSources,

    /// <summary>In the settings of a place: “Language”</summary>
    SettingsLanguage,

    /// <summary>In the settings of a place: “That of the person who asks”</summary>
    SettingsFollowPerson,

    /// <summary>In the settings of a place: “Who may ask”</summary>
    SettingsPeople,

    /// <summary>In the settings of a place: “Everybody here”</summary>
    SettingsEverybody,

    /// <summary>In the settings of a place: “Save”</summary>
    SettingsSave,

    /// <summary>In the settings of a place: “Close”</summary>
    SettingsClose,

    /// <summary>In the settings of a place: “Saved. The settings hold here from now on, on all my servers within half a minute.”</summary>
    SettingsSaved,

    /// <summary>In the settings of a place: “Somebody else has changed the settings meanwhile. Close this and open it again.”</summary>
    SettingsChanged,

    /// <summary>In the settings of a place: “Not saved: you may not change the settings here, or I could not find out whether you may.”</summary>
    SettingsNotAllowed,

    /// <summary>In the settings of a place: “This could not be stored just now. Please send it again in a minute.”</summary>
    SettingsNotStored,

    /// <summary>In the settings of a place: “This choice no longer exists. Choose again.”</summary>
    SettingsUnknownChoice,

    /// <summary>In the settings of a place: “There is nothing to set up here: people of other organisations are in this channel, or I cannot see it.”</summary>
    SettingsNotHere,

    /// <summary>In place of a window: “That took too long, so the window did not open. Please try again.”</summary>
    OpenedTooLate,

    /// <summary>On the home of a person: “Ask the documents”</summary>
    HomeTitle,

    /// <summary>On the home of a person: “Write to me on the Messages tab, mention me in a channel, or use /ask for an answer that only you see. You can ask on in …”</summary>
    HomeHow,

    /// <summary>On the home of a person: “How many days of annual leave do I get?”</summary>
    HomeExamples,

    /// <summary>On the home of a person: “Your recent questions”</summary>
    HomeRecent,

    /// <summary>On the home of a person: “None yet.”</summary>
    HomeNoRecent,

    /// <summary>On the home of a person: “What I can search for you”</summary>
    HomeSources,

    /// <summary>On the home of a person: “There are no documents that I may use for you.”</summary>
    HomeNoSources,

    /// <summary>A source with <c>{name}</c> and how many documents, <c>{count}</c>.</summary>
    HomeSourceCount,

    /// <summary>On the home of a person: “This cannot be read just now. Please try again in a minute.”</summary>
    NotReadNow,

    /// <summary>On the home of a person: “Privacy”</summary>
    HomePrivacy,

    /// <summary>What is stored and how long; <c>{days}</c> and <c>{hours}</c>.</summary>
    HomePrivacyText,

    /// <summary>On the home of a person: “Forget me”</summary>
    HomeForget,

    /// <summary>On the home of a person: “I forget what was said in all threads you asked in. Others in those threads start afresh too. This cannot be undone.”</summary>
    HomeForgetConfirm,

    /// <summary>On the home of a person: “Forget”</summary>
    HomeForgetYes,

    /// <summary>On the home of a person: “Keep”</summary>
    HomeForgetNo,

    /// <summary>After forgetting <c>{count}</c> threads.</summary>
    HomeForgotten,

    /// <summary>On the home of a person: “Help”</summary>
    HomeHelp,

    /// <summary>About answering a message of somebody else: “People of other organisations are in this channel, so I do not answer from your documents here.”</summary>
    AnswerThisExternal,

    /// <summary>About answering a message of somebody else: “This message has no text that I could answer.”</summary>
    AnswerThisNothing,

    /// <summary>About answering a message of somebody else: “I am answering in the thread of the message, for everybody there.”</summary>
    AnswerThisInThread,

    /// <summary>About answering a message of somebody else: “Searching the documents … Only you will see the answer, because I am not in this conversation.”</summary>
    AnswerThisPrivately,

    /// <summary>About answering a message of somebody else: “I am busy just now and did not take this. Please try again in a minute.”</summary>
    AnswerThisBusy,

    /// <summary>About answering a message of somebody else: “This message is being answered already, or was: look into its thread.”</summary>
    AnswerThisAlready,

    /// <summary>Follows the name of the person who asked about a message of somebody else.</summary>
    AskedAboutThis,

    /// <summary>On a button: “Tell why”</summary>
    WhyNotHelpful,

    /// <summary>On the home of a person: not everything could be forgotten.</summary>
    HomeNotForgotten,

    /// <summary>The title of the dialog in which the documents are asked from the message box.</summary>
    AskTitle,

    /// <summary>The label of its question.</summary>
    AskLabel,

    /// <summary>Says under the question what is used.</summary>
    AskHint,

    /// <summary>The button that asks.</summary>
    AskSubmit,

    /// <summary>The answer is not there yet.</summary>
    AskWait,

    /// <summary>The button that fetches an answer that was not there yet.</summary>
    AskShow,

    /// <summary>Stands under an answer that a person put into a conversation.</summary>
    AskedWith,

    /// <summary>The answer needs more than the one card that can be put into a conversation.</summary>
    AskTooLong,

    /// <summary>The question is not known, any more or at all.</summary>
    AskLost,

    /// <summary>A question could not be taken.</summary>
    AskNotStored,

    /// <summary>Stands for a file whose name the platform does not say.</summary>
    FileWithoutName,

    /// <summary>A file has more bytes than are read; <c>{limit}</c> is how many may be.</summary>
    FileTooLarge,

    /// <summary>A file has more pages than are read; <c>{pages}</c> is how many may be.</summary>
    FileTooLong,

    /// <summary>The platform does not let the bot open a file.</summary>
    FileNotAllowed,

    /// <summary>A file is not there any more.</summary>
    FileGone,

    /// <summary>Something else came in place of a file.</summary>
    FileReplaced,

    /// <summary>A file could not be fetched now.</summary>
    FileUnreachable,

    /// <summary>The platform gives bots no files in this kind of conversation.</summary>
    FileWithheld,

    /// <summary>A file lies in another service.</summary>
    FileElsewhere,

    /// <summary>A file is of a kind that is not read.</summary>
    FileOfUnknownKind,

    /// <summary>A file is damaged or not what its name says.</summary>
    FileDamaged,

    /// <summary>A file is protected by a password.</summary>
    FileProtected,

    /// <summary>A file has no text.</summary>
    FileHasNoText,

    /// <summary>A file holds hidden text, or orders to an assistant.</summary>
    FileSuspicious,

    /// <summary>Reading a file took too long.</summary>
    FileTookTooLong,

    /// <summary>The program that reads such a file is not installed.</summary>
    FileReaderMissing,

    /// <summary>A file is an image.</summary>
    FileIsImage,

    /// <summary>A file is a recording.</summary>
    FileIsSound,

    /// <summary>A file is a video.</summary>
    FileIsVideo,

    /// <summary>Files are not read in this installation.</summary>
    FilesNotRead,

    /// <summary>A message has more files than are used; <c>{count}</c> is how many are.</summary>
    FilesTooMany,

    /// <summary>Asks what to look up in files that came without a question; <c>{names}</c> names them.</summary>
    AskAboutFiles,

    /// <summary>The files of the question say nothing about it, the documents do; <c>{names}</c> names the files.</summary>
    AnsweredFromDocuments,

    /// <summary>What was done before the answer, when the number of sources is not known.</summary>
    SearchedDocuments,

    /// <summary>What was done before the answer; <c>{count}</c> is how many sources were read.</summary>
    ReadSources,

    /// <summary>Stands above questions a person may choose.</summary>
    PromptsTitle,

    /// <summary>The offer to tell what is searched.</summary>
    PromptSources,

    /// <summary>The offer to tell how to ask.</summary>
    PromptHelp,

    /// <summary>The title of the form that asks what a person thinks of an answer.</summary>
    FeedbackTitle,

    /// <summary>Asks who found an answer helpful for more.</summary>
    FeedbackHelpful,

    /// <summary>There is no answer here that this person could rate.</summary>
    FeedbackElsewhere,
}
