using System.Text.Json;
using ChatOpsBot.RagCore.Answering.Caching;
using ChatOpsBot.RagCore.Storage.Serialization;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Storage.Redis;

/// <summary>Answers that all replicas use again. Without Redis each replica uses its own.</summary>
internal sealed class RedisAnswerCache(RedisGuard guard, InProcessAnswerCache alone, IOptions<AnswerCacheOptions> options) : IAnswerCache
{
    public async Task<CachedDraft?> FindAsync(string key, CancellationToken cancellationToken)
    {
        if (await alone.FindAsync(key, cancellationToken) is { } own)
        {
            return own;
        }

        var outcome = await guard.TryAsync("answer_find", database => database.StringGetAsync(RedisKeys.OfAnswer(key)), cancellationToken);
        return outcome is { IsDone: true, Value: { HasValue: true } json } ? Read(json!) : null;
    }

    public async Task PutAsync(string key, CachedDraft draft, CancellationToken cancellationToken)
    {
        await alone.PutAsync(key, draft, cancellationToken);
        var json = JsonSerializer.SerializeToUtf8Bytes(draft, StoredJson.Default.CachedDraft);
        await guard.TryAsync("answer_put", database => database.StringSetAsync(RedisKeys.OfAnswer(key), json, options.Value.TimeToLive), cancellationToken);
    }

    // Written by another release, or by somebody else: no answer is lost with it.
    private static CachedDraft? Read(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, StoredJson.Default.CachedDraft) is { Statements: { } statements } draft
                && statements.All(statement => statement is { Text: not null, Quotes: { } quotes } && quotes.All(quote => quote is { Document: not null, Version: not null, Text: not null }))
                    ? draft
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
