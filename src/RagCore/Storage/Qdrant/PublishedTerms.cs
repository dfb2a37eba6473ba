using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using ChatOpsBot.RagCore.Storage.Serialization;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>
/// What this process has published: in how many chunks of a tenant each term stands, and a digest of all of it. Every replica reads the same folders, so
/// all come to the same numbers without asking the server, which counts over all tenants together.
/// </summary>
internal sealed class PublishedTerms : ITermStatistics
{
    private readonly ConcurrentDictionary<TenantId, TenantTerms> _tenants = new();
    private readonly Lock _gate = new();
    private ulong _digest;

    /// <summary>Gets a text that is the same where the same documents were published, and only there.</summary>
    public string Version
    {
        get
        {
            lock (_gate)
            {
                return _digest.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
            }
        }
    }

    /// <inheritdoc/>
    public double RarityOf(string term, AccessFilter access) => _tenants.TryGetValue(access.Tenant, out var terms) ? terms.RarityOf(TermVectors.IndexOf(term)) : 0;

    public void Published(IEnumerable<CutDocument> documents)
    {
        foreach (var cut in documents)
        {
            var replaced = _tenants.GetOrAdd(cut.Document.Tenant, _ => new TenantTerms()).Replace(cut.Document.Id, PublishedDocument.Of(cut));
            Turn(DigestOf(cut.Document.Tenant, cut.Document.Id, cut.Revision) ^ DigestOf(cut.Document.Tenant, cut.Document.Id, replaced));
        }
    }

    public void Removed(TenantId tenant, IEnumerable<string> documentIds)
    {
        foreach (var id in documentIds)
        {
            if (_tenants.TryGetValue(tenant, out var terms) && terms.Replace(id, null) is { } revision)
            {
                Turn(DigestOf(tenant, id, revision));
            }
        }
    }

    /// <summary>Says whether this process has published a document and not removed it.</summary>
    public bool Has(TenantId tenant, string documentId) => _tenants.TryGetValue(tenant, out var terms) && terms.Has(documentId);

    private static ulong DigestOf(TenantId tenant, string id, string? revision) => revision is null ? 0 : KeyHash.Of(tenant.Value, id, revision).Low;

    private void Turn(ulong change)
    {
        lock (_gate)
        {
            _digest ^= change;
        }
    }

    /// <summary>The terms of a document with the number of its chunks that hold each.</summary>
    private sealed record PublishedDocument(string Revision, int Chunks, KeyValuePair<uint, int>[] Terms)
    {
        public static PublishedDocument Of(CutDocument cut) => new(cut.Revision, cut.Terms.Count, [.. cut.Terms.SelectMany(vector => vector.Indices).CountBy(index => index)]);
    }

    private sealed class TenantTerms
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<string, PublishedDocument> _documents = new(StringComparer.Ordinal);
        private readonly Dictionary<uint, int> _chunksWith = [];
        private int _chunks;

        public double RarityOf(uint index)
        {
            lock (_gate)
            {
                return _chunks == 0 ? 0 : Bm25.Idf(_chunks, _chunksWith.GetValueOrDefault(index));
            }
        }

        public bool Has(string id)
        {
            lock (_gate)
            {
                return _documents.ContainsKey(id);
            }
        }

        /// <summary>Returns the revision that stood there.</summary>
        public string? Replace(string id, PublishedDocument? document)
        {
            lock (_gate)
            {
                if (_documents.Remove(id, out var old))
                {
                    Count(old, -1);
                }

                if (document is not null)
                {
                    _documents[id] = document;
                    Count(document, 1);
                }

                return old?.Revision;
            }
        }

        private void Count(PublishedDocument document, int sign)
        {
            _chunks += sign * document.Chunks;
            foreach (var (index, chunks) in document.Terms)
            {
                ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_chunksWith, index, out _);
                count += sign * chunks;
                if (count == 0)
                {
                    _chunksWith.Remove(index);
                }
            }
        }
    }
}
