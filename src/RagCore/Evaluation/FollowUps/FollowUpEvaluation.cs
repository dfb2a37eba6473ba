using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Answering.Rewriting;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Memory;
using ChatOpsBot.RagCore.Usage.Calls;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOpsBot.RagCore.Evaluation.FollowUps;

/// <summary>
/// Searches with follow-up questions as they were typed, as the rules rewrite them, as a recorded model does, and as a person wrote them by hand, who
/// shows what can be reached.
/// </summary>
internal sealed class FollowUpEvaluation(IKnowledgeIndex index, IQuestionAnswerer answerer, OptionalStepMetrics metrics, TimeProvider time)
{
    private const int Depth = 10;

    // The script replies at once; nothing may be late.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly AccessFilter _access = AccessFilter.For(TenantId.Default, [Principals.Everyone]);

    /// <summary>Asks every turn in every way.</summary>
    /// <param name="turns">The turns.</param>
    /// <param name="rewrites">What the recorded model replies, by turn.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<FollowUpReport> RunAsync(
        IReadOnlyList<FollowUpTurn> turns, IReadOnlyDictionary<string, IReadOnlyList<string>> rewrites, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var recorded = new RecordedModel(rewrites);
        var model = new ModelRewriter(recorded, recorded, new OptionalStep("rewrite", Patience, metrics, time, NullLogger<OptionalStep>.Instance));
        var results = new List<FollowUpResult>();
        foreach (var turn in turns)
        {
            if (!rewrites.ContainsKey(turn.Id))
            {
                throw new DataSetException($"The script holds no reply for the turn {turn.Id}: add one.");
            }

            recorded.Turn = turn.Id;
            var request = new RewriteRequest(QuestionText.Clean(turn.Text, FollowUpRewriter.LongestCarried).Text, await ThreadAsync(turn, cancellationToken), TenantId.Default, turn.Id, Trail());
            results.Add(await SearchAsync(turn, "raw", [request.Text], cancellationToken));
            results.Add(await SearchAsync(turn, "heuristic", Wordings(await new HeuristicRewriter().RewriteAsync(request, cancellationToken)), cancellationToken));
            results.Add(await SearchAsync(turn, "model", Wordings(await model.RewriteAsync(request, cancellationToken)), cancellationToken));
            results.Add(await SearchAsync(turn, "hand", [turn.Standalone], cancellationToken));
            progress?.Report((double)results.Count / (4 * turns.Count));
        }

        return FollowUpReport.Of(results);
    }

    private static AnswerTrail Trail() => new(new ModelAccount(TenantId.Default, Channel: null, PersonId: string.Empty, TurnId: string.Empty), SpendingLevel.Normal);

    private static IReadOnlyList<string> Wordings(StandaloneQuestion question) => [question.Searched(), .. question.Variants];

    private async Task<IReadOnlyList<Exchange>> ThreadAsync(FollowUpTurn turn, CancellationToken cancellationToken)
    {
        var thread = new List<Exchange>();
        foreach (var question in turn.Earlier)
        {
            var outcome = await answerer.AnswerAsync(new Question(question, [.. thread], Locale: null), _access, new Progress<TurnProgress>(), cancellationToken);
            thread.Add(new Exchange($"{turn.Id}/{thread.Count}", outcome.StandaloneQuestion, outcome.Reply, time.GetUtcNow()));
        }

        return thread;
    }

    private async Task<FollowUpResult> SearchAsync(FollowUpTurn turn, string way, IReadOnlyList<string> wordings, CancellationToken cancellationToken)
    {
        var passages = await VariantSearch.RunAsync(index, wordings, _access, Depth, cancellationToken);
        return new FollowUpResult(
            turn.Id, turn.Kind, way, wordings, RankOf(passages, passage => IsOf(turn, passage)), RankOf(passages, passage => IsOf(turn, passage) && Holds(turn, passage)));
    }

    private static int RankOf(IReadOnlyList<Passage> passages, Func<Passage, bool> isExpected)
        => passages.Select((passage, at) => (passage, Rank: at + 1)).FirstOrDefault(entry => isExpected(entry.passage)).Rank;

    private static bool IsOf(FollowUpTurn turn, Passage passage) => passage.Chunk.Document.Id == turn.Document;

    private static bool Holds(FollowUpTurn turn, Passage passage)
        => passage.Chunk.HeadingPath.Contains(turn.Section, StringComparer.OrdinalIgnoreCase) || passage.Chunk.Text.Contains(turn.Section, StringComparison.OrdinalIgnoreCase);
}
