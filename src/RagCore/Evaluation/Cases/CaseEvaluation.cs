using System.Globalization;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Memory;

namespace ChatOpsBot.RagCore.Evaluation.Cases;

/// <summary>Asks the reviewed cases of what the product answers with.</summary>
/// <param name="answerer">Answers from the documents that are indexed.</param>
/// <param name="time">The clock.</param>
public sealed class CaseEvaluation(IQuestionAnswerer answerer, TimeProvider time)
{
    private static readonly AccessFilter Access = AccessFilter.For(TenantId.Default, [Principals.Everyone]);

    /// <summary>Runs all cases, one after the other. <paramref name="progress"/> gets the share of cases asked so far.</summary>
    public async Task<CaseReport> RunAsync(CaseFile file, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var results = new List<CaseResult>(file.Cases.Count);
        foreach (var each in file.Cases)
        {
            results.Add(await RunAsync(each, cancellationToken));
            progress?.Report((double)results.Count / file.Cases.Count);
        }

        return CaseReport.Of(results, file.Thresholds);
    }

    private async Task<CaseResult> RunAsync(RegressionCase each, CancellationToken cancellationToken)
    {
        var thread = new List<Exchange>();
        foreach (var earlier in each.Thread)
        {
            var said = await AskAsync(earlier, thread, cancellationToken);
            thread.Add(new Exchange(thread.Count.ToString(CultureInfo.InvariantCulture), said.StandaloneQuestion, said.Reply, time.GetUtcNow()));
        }

        var started = time.GetTimestamp();
        var outcome = await AskAsync(each.Question, thread, cancellationToken);
        return new CaseResult
        {
            Id = each.Id,
            Refuses = each.Refuses,
            Reasons = [.. ReasonsAgainst(each, outcome.Reply)],
            IsByModel = outcome.Reply is AnswerReply { Mode: AnswerMode.Model },
            Versions = outcome.Versions,
            Milliseconds = time.GetElapsedTime(started).TotalMilliseconds,
            Cost = outcome.Charges.Sum(charge => charge.Cost),
        };
    }

    // Without a thread's key every case is answered by the heaviest version, not by one that its key happens to choose.
    private Task<QuestionOutcome> AskAsync(string question, IReadOnlyList<Exchange> thread, CancellationToken cancellationToken)
        => answerer.AnswerAsync(new Question(question, thread, Locale: null), Access, new Progress<TurnProgress>(), cancellationToken);

    private static IEnumerable<string> ReasonsAgainst(RegressionCase each, Reply reply)
    {
        if (reply is not AnswerReply answer)
        {
            return each.Refuses ? [] : ["no answer"];
        }

        var said = Plain(string.Join('\n', answer.Statements.Select(statement => statement.Text).Concat(answer.Citations.Select(citation => citation.Quote))));
        var cited = answer.Citations.Select(citation => citation.Document).ToHashSet(StringComparer.Ordinal);
        return (each.Refuses ? ["an answer where there is none"] : Enumerable.Empty<string>())
            .Concat(each.Contains.Where(text => !Holds(said, text)).Select(text => $"does not contain \"{text}\""))
            .Concat(each.Excludes.Where(text => Holds(said, text)).Select(text => $"contains \"{text}\""))
            .Concat(each.Cites.Where(document => !cited.Contains(document)).Select(document => $"does not cite {document}"));
    }

    private static bool Holds(string said, string text) => said.Contains(Plain(text), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
