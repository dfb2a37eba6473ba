namespace ChatOpsBot.RagCore.Diagnostics;

/// <summary>Event ids in ranges per folder. Never reused: a removed event leaves a gap.</summary>
public static class LogEvents
{
    // 1000 turns
    public const int TurnFailed = 1000;
    public const int TurnRetried = 1001;
    public const int TurnDead = 1002;
    public const int TurnEnded = 1004;
    public const int WorkerFault = 1005;
    public const int CardRefreshFailed = 1006;
    public const int DrainTimedOut = 1007;
    public const int TurnDeferred = 1008;

    // 2000 knowledge
    public const int DocumentSkipped = 2001;
    public const int SourceChanged = 2002;
    public const int SourceMissing = 2003;
    public const int WatcherFailed = 2004;
    public const int SnapshotRefused = 2005;
    public const int SnapshotFailed = 2006;
    public const int SnapshotOpened = 2007;
    public const int FilesRead = 2010;

    // 4000 inbox and storage
    public const int LogOpened = 4000;
    public const int TornTailCut = 4001;
    public const int SegmentDropped = 4002;
    public const int LogFailed = 4003;
    public const int DiskFull = 4004;
    public const int TornTailNotKept = 4005;
    public const int TurnUnreadable = 4006;
    public const int SegmentNotDropped = 4008;
    public const int DatabaseLost = 4020;
    public const int DatabaseBack = 4021;
    public const int StatementRefused = 4022;
    public const int StepFenced = 4023;
    public const int LeaseLost = 4024;
    public const int SchemaMigrated = 4025;
    public const int SchemaRefused = 4026;
    public const int SuperuserConnection = 4027;
    public const int OldTurnsRemoved = 4028;
    public const int StatementFailed = 4029;

    // 5000 Slack
    public const int SlackRateLimited = 5003;
    public const int SlackIdentityKnown = 5004;
    public const int SlackIdentityFailed = 5005;
    public const int SlackCallFailed = 5006;
    public const int SlackEventsRateLimited = 5007;
    public const int SlackReplyFellBack = 5008;

    // 5700 Slack's agent view
    public const int SlackMethodNotOffered = 5700;

    // 5300 Qdrant
    public const int QdrantLost = 5300;
    public const int QdrantFound = 5301;
    public const int QdrantAliasSwitched = 5302;
    public const int QdrantCollectionThere = 5303;
    public const int QdrantLeftoversRemoved = 5304;
    public const int QdrantLeftoversNotRead = 5305;
    public const int QdrantLeftAlone = 5306;
    public const int QdrantAnswersAgain = 5307;
    public const int QdrantVectorsWait = 5308;
    public const int QdrantVectorsWritten = 5309;
    public const int QdrantRetired = 5310;
    public const int QdrantNotTakenOver = 5311;

    // 5400 pages of the web
    public const int PageNotRead = 5400;
    public const int CrawlEnded = 5401;
    public const int CrawlFailed = 5402;
    public const int SourceFull = 5403;
    public const int FirstCrawlNotAwaited = 5404;

    // 5420 documents in a bucket
    public const int BucketLost = 5420;
    public const int BucketFound = 5421;
    public const int OriginalNotServed = 5422;
    public const int OriginalNotKept = 5423;

    // 5500 Teams
    public const int TeamsUnauthenticatedAllowed = 5500;
    public const int TeamsUnauthenticatedUsed = 5501;
    public const int TeamsKeysLoaded = 5502;
    public const int TeamsKeysFailed = 5503;
    public const int TeamsCallFailed = 5504;
    public const int TeamsRateLimited = 5505;
    public const int TeamsReplyFellBack = 5506;
    public const int TeamsConversationClosed = 5507;
    public const int TeamsTokenFailed = 5508;
    public const int TeamsRequestsRefused = 5509;
    public const int TeamsDoesNotStream = 5740;

    // 5750 Teams' conversations
    public const int TeamsReferenceNotKept = 5750;

    // 7000 web
    public const int WebKeyWithoutRights = 7001;
    public const int WebRequestFailed = 7002;

    // 4200 spool
    public const int SpoolOpened = 4200;
    public const int SpoolNotUsable = 4201;
    public const int SpooledGivenUp = 4202;
    public const int SpooledUnreadable = 4203;
    public const int SpoolMarkRefused = 4204;
    public const int SpooledRefused = 4205;
    public const int SpoolDrainBlocked = 4206;
    public const int SpoolDrainResumed = 4207;
    public const int DamagePassedOver = 4208;

    // 4100 Redis
    public const int RedisLost = 4100;
    public const int RedisFound = 4101;
    public const int RedisValueUnreadable = 4102;

    // 4300 overload and outages
    public const int BreakerOpened = 4300;
    public const int BreakerClosed = 4301;
    public const int BusyNoticeFailed = 4302;

    // 3500 usage and budgets
    public const int BudgetWarning = 3500;
    public const int BudgetExhausted = 3501;
    public const int UsageLedgerLost = 3502;
    public const int UsageLedgerFound = 3503;
    public const int QuotaNotChecked = 3504;

    // 5100 answering
    public const int SupportMeasured = 5100;
    public const int SupportNotMeasured = 5101;
    public const int NoModel = 5102;

    // 5150 prompts
    public const int PromptsChanged = 5150;
    public const int PromptsRefused = 5151;

    // 5130 rewriting and reranking
    public const int OptionalStepLost = 5130;
    public const int OptionalStepFound = 5131;

    // 5170 tools
    public const int ToolFailed = 5170;
    public const int SqlRoleRefused = 5171;
    public const int SqlConnectionReady = 5172;
    public const int SqlConnectionNotChecked = 5173;
    public const int ToolServerLost = 5174;
    public const int ToolServerFound = 5175;
    public const int ToolOfServerRefused = 5176;

    // 5200 embeddings
    public const int EmbeddingLost = 5200;
    public const int EmbeddingFound = 5201;
    public const int ChunkRefused = 5202;
    public const int VectorFileNotUsed = 5203;
    public const int VectorTailCut = 5204;
    public const int VectorFileFull = 5205;

    // 5600 models that write answers
    public const int ModelLost = 5600;
    public const int ModelFound = 5601;
    public const int NoModelAnswered = 5602;

    // 5710 Slack installations, tokens and Socket Mode
    public const int SlackInstalled = 5710;
    public const int SlackInstallRefused = 5711;
    public const int SlackUninstalled = 5712;
    public const int SlackTokenRefreshed = 5713;
    public const int SlackTokenNotRefreshed = 5714;
    public const int SlackTokenNotSaved = 5715;
    public const int SlackInstallationBroken = 5716;
    public const int SlackInstallationUnreadable = 5717;
    public const int SlackSocketOpened = 5718;
    public const int SlackSocketClosed = 5719;
    public const int SlackSocketFailed = 5720;
    public const int SlackSocketDisabled = 5721;
    public const int SlackEnvelopeNotStored = 5722;

    public const int AnswerWithdrawn = 5760;
    public const int CardNotChanged = 5761;
    public const int AnswerReported = 5762;
    public const int PlaceRemoved = 5763;

    // 5730 windows and homes in Slack
    public const int SlackErrandFailed = 5730;

    // 5780 files of questions
    public const int FileNotOpened = 5780;
    public const int SlackFileRefused = 5781;
    public const int TeamsFileRefused = 5782;
}
