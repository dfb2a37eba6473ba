using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge;

/// <summary>Documents for tests: everything that a test does not name has an ordinary value.</summary>
internal static class Documents
{
    public static AccessFilter Everyone { get; } = AccessFilter.For(TenantId.Default, [Principals.Everyone]);

    public static Document Markdown(string text, string id = "a.md", string title = "Title") => Of(text, id, title) with { Format = TextFormat.Markdown };

    public static Document Of(string text, string id = "a.txt", string title = "Title", string tenant = "default", params string[] readers) => new()
    {
        Tenant = new TenantId(tenant),
        Id = id,
        Source = "Handbook",
        Title = title,
        Text = text,
        Format = TextFormat.Plain,
        Version = "0",
        Readers = readers.Length == 0 ? [Principals.Everyone] : readers,
    };
}
