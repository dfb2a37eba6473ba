using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.UnitTests.Answering;

/// <summary>Documents and passages of one tenant that everyone may read.</summary>
internal static class TestDocuments
{
    public static readonly AccessFilter Everyone = AccessFilter.For(TenantId.Default, [Principals.Everyone]);

    public static Document Markdown(string id, string title, string text) => new()
    {
        Tenant = TenantId.Default,
        Id = id,
        Source = "Handbook",
        Title = title,
        Text = text,
        Format = TextFormat.Markdown,
        Version = "v1",
        Readers = [Principals.Everyone],
    };

    public static Document Plain(string id, string title, string text) => Markdown(id, title, text) with { Format = TextFormat.Plain };

    public static Passage Whole(Document document, params string[] headings)
        => new(new Chunk(document, 0, headings, 0, document.Text.Length), 1);
}
