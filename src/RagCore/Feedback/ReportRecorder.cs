using System.Diagnostics.Metrics;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Inbox;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Feedback;

/// <summary>
/// Takes reports of answers that are harmful or out of place (T-38). They are kept where votes are, beside the person's vote and counted in no
/// tally, so that who reads votes finds them; a metric and a log event tell the operators at once.
/// </summary>
public sealed partial class ReportRecorder
{
    private const string VoterPrefix = "report:";

    private readonly ITurnJournal _journal;
    private readonly IVoteStore _votes;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Counter<long> _reports;

    public ReportRecorder(ITurnJournal journal, IVoteStore votes, IMeterFactory meters, TimeProvider time, ILogger<ReportRecorder> logger)
    {
        (_journal, _votes, _time, _logger) = (journal, votes, time, logger);
        _reports = meters.Create(Meters.Core).CreateCounter<long>("chatopsbot.feedback.reports", "{report}", "Answers that a person reported.");
    }

    /// <summary>Stores a report, once per person and answer. Says whether there is such an answer.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot take the report now.</exception>
    public async Task<bool> RecordAsync(TenantId tenant, string turnId, string personId, CancellationToken cancellationToken)
    {
        if (await _journal.FindAsync(tenant, turnId, cancellationToken) is not { Answer: { } answer } turn)
        {
            return false;
        }

        var reporter = VoterPrefix + personId;
        if (await _votes.FindAsync(tenant, turnId, reporter, cancellationToken) is null)
        {
            var channel = turn.Message.Conversation.Channel;
            var report = new InboundVote(tenant, channel, turnId, reporter, VoteValue.Reported, [VoteReasons.Report], Comment: null, _time.GetUtcNow());
            await _votes.PutAsync(new StoredVote(report, answer.Question, answer.Reply, answer.Versions, answer.AnsweredAt - turn.Message.ReceivedAt), cancellationToken);
            _reports.Add(1, new KeyValuePair<string, object?>("channel", channel.ToString().ToLowerInvariant()));
            AnswerReported(turnId);
        }

        return true;
    }

    [LoggerMessage(LogEvents.AnswerReported, LogLevel.Warning, "The answer of turn {TurnId} was reported by a person")]
    private partial void AnswerReported(string turnId);
}
