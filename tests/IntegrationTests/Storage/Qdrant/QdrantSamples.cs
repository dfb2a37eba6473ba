using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.IntegrationTests.Storage.Qdrant;

/// <summary>Documents for tests, and who may read them.</summary>
internal static class QdrantSamples
{
    public static AccessFilter Everyone { get; } = AccessFilter.For(TenantId.Default, [Principals.Everyone]);

    public static Document Of(string id, string text = "The printer.", params string[] readers) => new()
    {
        Tenant = TenantId.Default,
        Id = id,
        Source = "Handbook",
        Title = "Title",
        Text = text,
        Format = TextFormat.Plain,
        Version = "0",
        Readers = readers.Length == 0 ? [Principals.Everyone] : readers,
    };
}
