using ChatOpsBot.RagCore.Conversations;
using Xunit;

namespace ChatOpsBot.TestKit.Contracts;

/// <summary>What every channel's renderer keeps: everything is said, within the platform's limits, and nothing that text from documents says comes to life.</summary>
public abstract class ReplyRendererContract
{
    /// <summary>Renders a reply to the messages a person would get.</summary>
    protected abstract IReadOnlyList<RenderedMessage> Render(OutboundReply reply);

    public static TheoryData<string> Kinds => [.. ReplySamples.ByName.Keys];

    public static TheoryData<int> HostileTexts => [.. Enumerable.Range(0, ReplySamples.Hostile.Count)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_reply_is_one_message_the_platform_takes(string kind)
    {
        var message = Assert.Single(Render(Outbound(ReplySamples.ByName[kind])));

        Assert.Null(message.Problem);
        Assert.NotEmpty(message.Fallback);
    }

    [Fact]
    public void An_answer_shows_its_statements_numbers_sources_and_quotes()
    {
        var seen = Seen(ReplySamples.Answer);

        Assert.All(ReplySamples.Answer.Statements, statement => Assert.Contains(statement.Text, seen, StringComparison.Ordinal));
        Assert.All(ReplySamples.Answer.Citations, citation => Assert.Contains(citation.Title, seen, StringComparison.Ordinal));
        Assert.Contains("[1]", seen, StringComparison.Ordinal);
        Assert.Contains("[2]", seen, StringComparison.Ordinal);
        Assert.Contains("Quoted from the sources", seen, StringComparison.Ordinal);
    }

    [Fact]
    public void A_superseded_source_is_told_with_the_date()
    {
        var seen = Seen(ReplySamples.Superseded);

        Assert.Contains(ReplySamples.Superseded.Notes[0], seen, StringComparison.Ordinal);
        Assert.Contains("1 January 2026", seen, StringComparison.Ordinal);
    }

    [Fact]
    public void Finding_nothing_says_what_was_searched_and_what_to_do_next()
    {
        var seen = Seen(ReplySamples.NoEvidence);

        Assert.Contains("44 documents in Handbook", seen, StringComparison.Ordinal);
        Assert.Contains("Ask the facilities team", seen, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_links_of_the_index_are_links()
    {
        var links = Render(Outbound(ReplySamples.Answer)).SelectMany(message => message.Links);

        Assert.Equal(["https://wiki.example.com/handbook/people/leave.md"], links);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("slack://open")]
    [InlineData("mailto:a@b.example")]
    [InlineData("https://user:secret@wiki.example.com/")]
    public void An_address_that_is_no_web_page_is_no_link(string link)
    {
        var reply = ReplySamples.Answer with { Citations = [.. ReplySamples.Answer.Citations.Select(citation => citation with { Link = new Uri(link) })] };

        Assert.Empty(Render(Outbound(reply)).SelectMany(message => message.Links));
    }

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void Text_from_documents_stays_text(int index)
    {
        var text = ReplySamples.Hostile[index];
        Reply[] replies =
        [
            ReplySamples.Saying(text),
            new NoEvidenceReply(text, text, text),
            new ClarificationReply(text, [text, text]),
            new NoticeReply(text, NoticeKind.Refusal),
        ];

        Assert.All(replies, reply => Assert.All(Render(Outbound(reply)), message =>
        {
            Assert.Null(message.Problem);
            Assert.Empty(message.Links);
            Assert.Empty(message.Mentions);
        }));
    }

    [Theory]
    [InlineData(1, 3_999)]
    [InlineData(1, 4_001)]
    [InlineData(1, 12_001)]
    [InlineData(1, 40_001)]
    [InlineData(60, 200)]
    [InlineData(300, 130)]
    public void A_long_answer_is_divided_and_loses_no_word(int statements, int characters)
    {
        var reply = ReplySamples.OfLength(statements, characters, citations: 3);

        var messages = Render(Outbound(reply));

        Assert.All(messages, message => Assert.Null(message.Problem));
        var words = messages.SelectMany(message => message.Seen.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(reply.Statements.SelectMany(statement => statement.Text.Split(' ')).ToHashSet(StringComparer.Ordinal), words);
    }

    [Fact]
    public void Votes_are_shown_once_there_are_any()
    {
        var without = string.Concat(Render(Outbound(ReplySamples.Answer)).Select(message => message.Seen));
        var with = string.Concat(Render(new OutboundReply(ReplySamples.Answer, new VoteTally(3, 1))).Select(message => message.Seen));

        Assert.DoesNotContain("👍 3", without, StringComparison.Ordinal);
        Assert.Contains("👍 3", with, StringComparison.Ordinal);
        Assert.Contains("👎 1", with, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_texts_break_nothing()
    {
        Reply[] replies =
        [
            new AnswerReply([], [], AnswerMode.Model, Confidence.Low, []),
            ReplySamples.Saying(string.Empty),
            new NoEvidenceReply(string.Empty, string.Empty, string.Empty),
            new ClarificationReply(string.Empty, []),
            new NoticeReply(string.Empty, NoticeKind.Command),
        ];

        Assert.All(replies, reply => Assert.All(Render(Outbound(reply)), message => Assert.Null(message.Problem)));
    }

    protected static OutboundReply Outbound(Reply reply) => new(reply, default);

    private string Seen(Reply reply) => string.Join('\n', Render(Outbound(reply)).Select(message => message.Seen));
}

/// <summary>One message as a platform would get it.</summary>
/// <param name="Seen">What a person reads.</param>
/// <param name="Fallback">What a notification or screen reader says.</param>
/// <param name="Links">Every address that can be followed.</param>
/// <param name="Mentions">Everybody who would be notified.</param>
/// <param name="Problem">Why the platform would refuse it; null when it would not.</param>
public sealed record RenderedMessage(string Seen, string Fallback, IReadOnlyList<string> Links, IReadOnlyList<string> Mentions, string? Problem);
