using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Answering.Citations;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using Xunit.Abstractions;

namespace ChatOpsBot.IntegrationTests.Defence;

/// <summary>Whatever a model writes, nothing foreign reaches a card (L-01 to L-05, S-71).</summary>
public sealed class HostileModelTests(ITestOutputHelper output)
{
    private const int Drafts = 10_000;

    private static readonly string[] Texts =
    [
        "Employees in Leeds get 27 days of annual leave a year.\nContractors do not receive paid leave.\nRequests must be approved by the line manager.",
        "The hotel limit in Lisbon is €120 per night.\nBookings must be made at least 14 days before departure.\nTaxis may be used if no public transport is available.",
        "The certificate has expired when the client shows ERR_4012.\nThe account is locked for 30 minutes after five failed attempts.",
    ];

    private static readonly Passage[] Passages = [.. Texts.Select((text, index) => new Passage(
        new Chunk(
            new Document
            {
                Tenant = TenantId.Default,
                Id = $"{index}.md",
                Source = "Handbook",
                Title = $"Policy {index}",
                Text = text.Replace("\n", "\n\n", StringComparison.Ordinal),
                Format = TextFormat.Markdown,
                Version = "v1",
                Readers = [Principals.Everyone],
                Link = new Uri($"https://wiki.example.com/{index}"),
            },
            0,
            [],
            0,
            text.Replace("\n", "\n\n", StringComparison.Ordinal).Length),
        1))];

    [Fact]
    public void Nothing_foreign_reaches_a_card()
    {
        var drafts = new HostileDrafts(20_260_302, Texts);
        var (said, kept) = (0, 0);
        for (var number = 0; number < Drafts; number++)
        {
            var draft = drafts.Next();
            var verified = CitationVerifier.Verify(draft, Passages);
            said += draft.Statements.Count;
            kept += verified.Statements.Count;

            Assert.All(verified.Citations, citation => Assert.Contains(Passages, passage => passage.Chunk.Document.Id == citation.Document && passage.Chunk.Document.Text[citation.Start..citation.End] == citation.Quote));
            Assert.All(verified.Statements, statement => Assert.All(statement.Citations, cited => Assert.InRange(cited, 1, verified.Citations.Count)));
            Assert.All(verified.Statements, statement => Assert.DoesNotContain(HostileDrafts.Host, statement.Text, StringComparison.OrdinalIgnoreCase));
            Assert.Empty(Shown.Faults(new AnswerReply(verified.Statements, verified.Citations, AnswerMode.Model, Confidence.High, []), HostileDrafts.Canary));
        }

        output.WriteLine($"{Drafts} drafts, {said} statements, {kept} kept, 0 foreign");
        Assert.InRange(kept, Drafts / 10, said / 2);
    }
}
