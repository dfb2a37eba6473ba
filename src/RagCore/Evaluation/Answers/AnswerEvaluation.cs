using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Evaluation.Answers;

/// <summary>Indexes every paragraph of a file as a document of its own and asks every question of the whole corpus.</summary>
/// <param name="index">An empty index, the one the answerer searches.</param>
/// <param name="answerer">What the product answers with.</param>
/// <param name="threshold">What the answerer abstains by; measured on the file.</param>
/// <param name="time">The clock.</param>
public sealed class AnswerEvaluation(IKnowledgeIndex index, IQuestionAnswerer answerer, IAnswerThreshold threshold, TimeProvider time)
{
    private static readonly string[] EveryoneReads = [Principals.Everyone];
    private static readonly AccessFilter Access = AccessFilter.For(TenantId.Default, EveryoneReads);

    /// <summary>Runs the evaluation. <paramref name="progress"/> gets the share of questions asked so far.</summary>
    public async Task<AnswerReport> RunAsync(SquadFile file, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        await index.UpsertAsync([.. file.Paragraphs.Select(ToDocument)], cancellationToken);
        await threshold.CalibrateAsync(Access, cancellationToken);
        var results = new List<AnswerResult>(file.Questions.Count);
        foreach (var question in file.Questions)
        {
            results.Add(await AskAsync(question, cancellationToken));
            progress?.Report((double)results.Count / file.Questions.Count);
        }

        return Summarize(results) with { Dev = SummarizeHalf(results, QuestionPart.Dev), Test = SummarizeHalf(results, QuestionPart.Test) };
    }

    private async Task<AnswerResult> AskAsync(SquadQuestion question, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var outcome = await answerer.AnswerAsync(new Question(question.Text, [], Locale: null), Access, SilentProgress.Instance, cancellationToken);
        var elapsed = time.GetElapsedTime(started).TotalMilliseconds;
        var citations = (outcome.Reply as AnswerReply)?.Citations ?? [];
        var valid = 0;
        foreach (var citation in citations)
        {
            valid += await IsValidAsync(citation, cancellationToken) ? 1 : 0;
        }

        return new AnswerResult(question.Id, question.IsAnswerable, outcome.Reply is not AnswerReply, IsHit(question, citations), outcome.Support, citations.Count, valid, elapsed);
    }

    private static bool IsHit(SquadQuestion question, IReadOnlyList<Citation> citations)
    {
        var quotes = citations.Select(citation => SquadNormalization.Normalize(citation.Quote)).ToList();
        return question.Answers.Any(answer => quotes.Exists(quote => SquadNormalization.Holds(quote, SquadNormalization.Normalize(answer))));
    }

    private async Task<bool> IsValidAsync(Citation citation, CancellationToken cancellationToken)
    {
        var document = await index.FindAsync(citation.Document, Access, cancellationToken);
        return document is not null
            && citation.Start >= 0
            && citation.Start < citation.End
            && citation.End <= document.Text.Length
            && string.Equals(document.Text[citation.Start..citation.End], citation.Quote, StringComparison.Ordinal);
    }

    private static AnswerReport? SummarizeHalf(List<AnswerResult> results, QuestionPart part)
        => results.FindAll(result => part.Holds(result.Id)) is { Count: > 0 } half ? Summarize(half) : null;

    private static AnswerReport Summarize(List<AnswerResult> results)
    {
        var abstained = results.Where(result => result.Abstained).ToList();
        var unanswerable = results.Where(result => !result.IsAnswerable).ToList();
        return new AnswerReport
        {
            Questions = results.Count,
            Answerable = results.Count - unanswerable.Count,
            HitRate = Share(results.Count(result => result.IsHit), results.Count - unanswerable.Count),
            AbstainPrecision = Share(abstained.Count(result => !result.IsAnswerable), abstained.Count),
            AbstainRecall = Share(unanswerable.Count(result => result.Abstained), unanswerable.Count),
            Auroc = Math.Round(RocCurve.Area([.. results.Select(result => (-result.Support, !result.IsAnswerable))]), 4),
            CitationValid = Share(results.Sum(result => result.ValidCitations), results.Sum(result => result.Citations)),
            LatencyMs = LatencySummary.Of(results.Select(result => Math.Round(result.Milliseconds, 3))),
        };
    }

    private static double Share(int count, int total) => total == 0 ? 0 : Math.Round((double)count / total, 4);

    private static Document ToDocument(SquadParagraph paragraph) => new()
    {
        Tenant = TenantId.Default,
        Id = paragraph.Id,
        Source = "squad",
        Title = paragraph.Title,
        Text = paragraph.Text,
        Format = TextFormat.Plain,
        Version = "0",
        Readers = EveryoneReads,
    };

    private sealed record AnswerResult(string Id, bool IsAnswerable, bool Abstained, bool IsHit, double Support, int Citations, int ValidCitations, double Milliseconds);

    private sealed class SilentProgress : IProgress<TurnProgress>
    {
        public static readonly SilentProgress Instance = new();

        public void Report(TurnProgress value)
        {
        }
    }
}
