using System.Security.Cryptography;
using System.Text;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Answering.Tools;

/// <summary>Makes a passage of what a tool found, so that it is quoted, verified and cited as any other.</summary>
internal static class ToolPassage
{
    private const int DigestLength = 16;

    public static Passage Of(string tool, ToolResult result, string text, TenantId tenant, DateOnly today)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..DigestLength];
        var document = new Document
        {
            Tenant = tenant,
            Id = $"tool:{tool}/{digest}",
            Source = tool,
            Title = result.Title,
            Text = text,
            Format = result.Format,
            Version = digest,

            // Never in an index: it is nobody's to find.
            Readers = [],
            Link = result.Link,
            Effective = today,
        };
        return new Passage(new Chunk(document, 0, [], 0, text.Length), 1);
    }
}
