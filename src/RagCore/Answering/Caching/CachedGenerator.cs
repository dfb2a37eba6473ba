using ChatOpsBot.RagCore.Answering.Abstention;
using ChatOpsBot.RagCore.Answering.Generation;
using ChatOpsBot.RagCore.Answering.Prompts;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Answering.Caching;

/// <summary>Uses what a model wrote before for the same question over the same passages, or for one that is alike. Every statement is verified again.</summary>
internal sealed class CachedGenerator(
    IAnswerGenerator inner,
    IAnswerCache cache,
    AlikeQuestions alike,
    IEmbeddingGenerator<string, Embedding<float>>? embeddings,
    IPromptLibrary prompts,
    ISupportMeasure support,
    CacheMetrics metrics,
    string models,
    IOptions<AnswerCacheOptions> options) : IAnswerGenerator
{
    public async Task<AnswerDraft> GenerateAsync(GenerationRequest request, IDraftSink sink, CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled)
        {
            return await inner.GenerateAsync(request, sink, cancellationToken);
        }

        var prompt = prompts.Select(PromptNames.Answer, request.Access.Tenant, request.Thread);
        var partition = AnswerKey.PartitionOf(request, prompt.Version, models);
        var key = AnswerKey.Of(partition, request);
        if (await TryUseAsync([key], "hit", request, sink, cancellationToken))
        {
            return Used(request, prompt);
        }

        var vector = await VectorOfAsync(request.Question, cancellationToken);
        if (vector is { } known
            && await TryUseAsync(alike.Find(partition, request.Question, known, options.Value.MinimumSimilarity), "alike", request, sink, cancellationToken))
        {
            return Used(request, prompt);
        }

        metrics.Missed();
        var paidBefore = request.Trail.Charges.Count;
        var recorder = new KeptStatements(sink, request.Passages);
        var draft = await inner.GenerateAsync(request, recorder, cancellationToken);

        // What was looked up is true of one person and one moment.
        if (draft is { Mode: AnswerMode.Model, Remark: null } && recorder.Statements.Count > 0 && request.Tools is not { WasUsed: true })
        {
            var cost = request.Trail.Charges.Skip(paidBefore).Sum(charge => charge.Cost);
            await cache.PutAsync(key, new CachedDraft(recorder.Statements, cost), cancellationToken);
            if (vector is { } meaning)
            {
                alike.Add(partition, request.Question, meaning, key);
            }
        }

        return draft;
    }

    private AnswerDraft Used(GenerationRequest request, Prompt prompt)
    {
        request.Trail.Used("prompt.answer", prompt.Version);
        request.Trail.Used("cache", "answer");
        return new AnswerDraft([], support.SupportOf(request.Question, request.Passages, request.Access), AnswerMode.Model);
    }

    private async Task<bool> TryUseAsync(
        IReadOnlyList<string> keys, string result, GenerationRequest request, IDraftSink sink, CancellationToken cancellationToken)
    {
        foreach (var key in keys)
        {
            if (await cache.FindAsync(key, cancellationToken) is { } kept
                && Replay.Of(kept, request.Passages) is { } statements
                && statements.Select(sink.Add).ToList().Contains(true))
            {
                metrics.Hit(result, kept.Cost);
                return true;
            }
        }

        return false;
    }

    // An embedding service that is down costs a chance to save, no answer.
    private async Task<ReadOnlyMemory<float>?> VectorOfAsync(string question, CancellationToken cancellationToken)
    {
        if (embeddings is null || options.Value.MinimumSimilarity >= 1)
        {
            return null;
        }

        try
        {
            return (await embeddings.GenerateAsync([question], options: null, cancellationToken))[0].Vector;
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }

    /// <summary>Notes which statements held.</summary>
    private sealed class KeptStatements(IDraftSink sink, IReadOnlyList<Passage> passages) : IDraftSink
    {
        public List<CachedStatement> Statements { get; } = [];

        public bool Add(DraftStatement statement)
        {
            if (!sink.Add(statement))
            {
                return false;
            }

            Statements.Add(new CachedStatement(statement.Text, [.. statement.Quotes.Where(quote => quote.Passage >= 1 && quote.Passage <= passages.Count).Select(Kept)]));
            return true;
        }

        public void Restart() => sink.Restart();

        private CachedQuote Kept(DraftQuote quote)
        {
            var chunk = passages[quote.Passage - 1].Chunk;
            return new CachedQuote(chunk.Document.Id, chunk.Document.Version, chunk.Start, chunk.End, quote.Text);
        }
    }
}
