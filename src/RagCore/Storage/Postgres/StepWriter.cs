using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Inbox;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NpgsqlTypes;

namespace ChatOpsBot.RagCore.Storage.Postgres;

/// <summary>What a worker says about its turn. Numbers stand in the migrations.</summary>
internal enum StepKind : short
{
    Receipt = 0,
    Answer = 1,
    Delivered = 2,
    Retry = 3,
    Release = 4,
    Dead = 5,
    Renew = 6,
}

/// <summary>Writes the steps of turns, many with one statement, each only for who holds the lease.</summary>
internal sealed partial class StepWriter
{
    private const string Write = "select write_steps($1, $2, $3, $4, $5, $6, $7)";

    private readonly PostgresDatabase _database;
    private readonly TimeSpan _duration;
    private readonly ILogger _logger;
    private readonly GroupCommit<Step, string, StepOutcome> _commits;

    public StepWriter(PostgresDatabase database, IOptions<InboxOptions> options, ILogger<StepWriter> logger)
    {
        _database = database;
        _duration = options.Value.LeaseDuration;
        _logger = logger;
        _commits = new GroupCommit<Step, string, StepOutcome>(WriteAsync, step => [step.Lease.TurnId]);
    }

    /// <summary>Writes a step; it is durable when the task completes.</summary>
    /// <exception cref="LeaseLostException">Another worker holds the turn, or it has ended.</exception>
    /// <exception cref="InvalidOperationException">The turn has an answer already.</exception>
    public async Task WriteAsync(Step step)
    {
        switch (await _commits.AddAsync(step))
        {
            case StepOutcome.Lost:
                StepFenced(step.Lease.TurnId, step.Kind, step.Lease.FencingToken);
                throw new LeaseLostException(step.Lease.TurnId);
            case StepOutcome.AnsweredBefore:
                throw new InvalidOperationException($"Turn {step.Lease.TurnId} has an answer already.");
            default:
                return;
        }
    }

    private async Task<IReadOnlyList<StepOutcome>> WriteAsync(IReadOnlyList<Step> steps)
    {
        var outcomes = await _database.AcrossTenantsAsync(
            Write,
            [
                Db.Array([.. steps.Select(step => step.Lease.TurnId)], NpgsqlDbType.Text),
                Db.Array([.. steps.Select(step => step.Lease.FencingToken)], NpgsqlDbType.Bigint),
                Db.Array([.. steps.Select(step => (short)step.Kind)], NpgsqlDbType.Smallint),
                Db.Array([.. steps.Select(step => step.Text)], NpgsqlDbType.Text),
                Db.Array([.. steps.Select(step => step.Delay)], NpgsqlDbType.Interval),
                Db.Interval(_duration),
                Db.Array([.. steps.Select(step => step.Usage)], NpgsqlDbType.Json),
            ],
            async reader =>
            {
                await reader.ReadAsync(CancellationToken.None);
                return reader.GetFieldValue<short[]>(0);
            },
            CancellationToken.None);
        return [.. outcomes.Select(outcome => (StepOutcome)outcome)];
    }

    [LoggerMessage(LogEvents.StepFenced, LogLevel.Warning, "Turn {TurnId}: {Kind} of a worker that lost its lease was refused (fencing token {FencingToken})")]
    private partial void StepFenced(string turnId, StepKind kind, long fencingToken);

    private enum StepOutcome : short
    {
        Done = 0,
        Lost = 1,
        AnsweredBefore = 2,
    }
}

/// <summary>One word of a worker.</summary>
/// <param name="Lease">By which right.</param>
/// <param name="Kind">What is said.</param>
/// <param name="Text">The receipt, the answer or the cause.</param>
/// <param name="Delay">When the turn is due again.</param>
/// <param name="Usage">What an answer used, as the migration of usage reads it.</param>
internal sealed record Step(TurnLease Lease, StepKind Kind, string? Text = null, TimeSpan Delay = default, string? Usage = null);
