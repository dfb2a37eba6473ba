using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Answering.Citations;
using ChatOpsBot.RagCore.Answering.Generation;
using ChatOpsBot.RagCore.Answering.Reranking;
using ChatOpsBot.RagCore.Answering.Rewriting;
using ChatOpsBot.RagCore.Answering.Tools;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Usage.Calls;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Answering;

/// <summary>The steps of an answer, in order.</summary>
internal sealed class QuestionAnswerer(
    IQuestionRewriter rewriter,
    IKnowledgeIndex index,
    PassageReranking reranking,
    IAnswerGenerator generator,
    ReplyComposer composer,
    IAnswerThreshold thresholds,
    IOptions<AnsweringOptions> options,
    TimeProvider time,
    ToolBox? tools = null) : IQuestionAnswerer
{
    public async Task<QuestionOutcome> AnswerAsync(
        Question question, AccessFilter access, IProgress<TurnProgress> progress, CancellationToken cancellationToken)
    {
        var limits = options.Value;
        var timings = new StepTimings(time);
        var trail = new AnswerTrail(question.Account ?? new ModelAccount(access.Tenant, Channel: null, PersonId: string.Empty, TurnId: string.Empty), question.Spending, question.OnCharged);
        var words = Phrases.For(question.Locale);
        var (text, isCut) = QuestionText.Clean(question.Text, limits.MaxQuestionLength);
        var rewritten = await rewriter.RewriteAsync(new RewriteRequest(text, question.Thread, access.Tenant, question.ThreadKey, trail), cancellationToken);
        var (standalone, searched) = (rewritten.Text, await SearchedAsync(rewritten, access, cancellationToken));
        timings.Lap("rewrite");

        if (SmallTalk.Recognize(standalone))
        {
            return new QuestionOutcome(ReplyComposer.NothingAsked(words), standalone, Support: 0, timings.Laps) { Versions = trail.Versions, Charges = trail.Charges };
        }

        progress.Report(new TurnProgress("searching", Sources: null));
        var found = await VariantSearch.RunAsync(index, [searched, .. rewritten.Variants], access, reranking.SearchedFor(limits.PassageCount), cancellationToken);
        timings.Lap("retrieve");

        var passages = await reranking.KeepBestAsync(new RerankRequest(standalone, found, access.Tenant, question.ThreadKey, trail), limits.PassageCount, cancellationToken);
        if (reranking.IsOn)
        {
            timings.Lap("rerank");
        }

        progress.Report(new TurnProgress("reading", passages.Select(passage => passage.Chunk.Document.Id).Distinct(StringComparer.Ordinal).Count()));
        var assembly = new AnswerAssembly(passages);
        var draft = await generator.GenerateAsync(
            new GenerationRequest(searched, passages, access, question.Locale, question.ThreadKey, trail)
            {
                Tools = tools?.Open(access, question.Asker, assembly),
            },
            new LiveDraft(assembly, progress),
            cancellationToken);
        timings.Lap("generate");

        var threshold = thresholds.SupportFor(access.Tenant);
        var (verified, contradictions) = Contradicted(Verify(draft, assembly, threshold), assembly.Passages, words);
        timings.Lap("verify_citations");

        Reply reply = verified.Statements.Count == 0
            ? await composer.NoEvidenceAsync(standalone, access, words, cancellationToken)
            : await composer.AnswerAsync(draft, verified, threshold, [.. Remarks(question, draft, isCut, words), .. contradictions], access, words, cancellationToken);
        return new QuestionOutcome(reply, standalone, draft.Support, timings.Laps) { Versions = trail.Versions, Charges = trail.Charges };
    }

    private static VerifiedAnswer Verify(AnswerDraft draft, AnswerAssembly assembly, double threshold)
    {
        // A model that finds no answer says so itself; quoting needs to be told.
        var isSupported = draft.Mode is AnswerMode.Model || draft.Support >= threshold;
        foreach (var statement in isSupported ? draft.Statements : [])
        {
            assembly.Add(statement);
        }

        return assembly.Complete();
    }

    private static (VerifiedAnswer Verified, IReadOnlyList<string> Notes) Contradicted(VerifiedAnswer verified, IReadOnlyList<Passage> passages, Phrases words)
        => ContradictionFinder.Add(verified, ContradictionFinder.Find(verified, passages), words);

    private IEnumerable<string> Remarks(Question question, AnswerDraft draft, bool isCut, Phrases words)
    {
        if (isCut)
        {
            yield return words.Say(Phrase.QuestionCut, ("count", words.Number(options.Value.MaxQuestionLength)));
        }

        foreach (var remark in question.Remarks.Append(draft.Remark).OfType<string>())
        {
            yield return remark;
        }
    }

    // Memory outlives rights: a title that was cited then may not be searched with once its document may not be read any more (P4).
    private async Task<string> SearchedAsync(StandaloneQuestion question, AccessFilter access, CancellationToken cancellationToken)
        => question.Topic is { } topic && await index.FindAsync(topic.Document, access, cancellationToken) is null ? question.Text : question.Searched();
}
