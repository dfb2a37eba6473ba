using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.TestKit.Contracts;

namespace ChatOpsBot.Channels.UnitTests.Teams.Rendering;

/// <summary>Replies as they are shown in Teams, by the name of their golden file.</summary>
internal static class TeamsSamples
{
    public static TeamsCardContext Context { get; } = new("0123456789abcdefghijklmnop") { RefreshFor = ["29:1person"] };

    /// <summary>Gets a label.</summary>
    public static TeamsSensitivityLabel Confidential { get; } = new() { Name = "Confidential", Description = "For employees only. Do not pass it on." };

    private static readonly TeamsCardContext TextStyle = Context with { Style = TeamsAnswerStyle.Text };

    public static IReadOnlyDictionary<string, Func<JsonObject>> ByName { get; } = new Dictionary<string, Func<JsonObject>>(
        ReplySamples.ByName.Select(sample => Card(sample.Key, sample.Value, Context)), StringComparer.Ordinal)
    {
        ["placeholder"] = () => TeamsReplyRenderer.Placeholder(Context),
        ["answer_1_citation"] = () => Rendered(WithCitations(1), Context),
        ["answer_20_citations"] = () => Rendered(WithCitations(20), Context),
        ["answer_50_citations_part_1_of_2"] = () => Part(1, 2, WithCitations(50)),
        ["answer_50_citations_part_2_of_2"] = () => Part(2, 2, WithCitations(50)),
        ["answer_long_part_1_of_2"] = () => Part(1, 2, ReplySamples.OfLength(40, 600, citations: 3)),
        ["answer_long_part_2_of_2"] = () => Part(2, 2, ReplySamples.OfLength(40, 600, citations: 3)),
        ["answer_right_to_left"] = () => Rendered(RightToLeft, Context),
        ["answer_code"] = () => Rendered(Code, Context),
        ["answer_table"] = () => Rendered(Table, Context),
        ["answer_hostile"] = () => Rendered(ReplySamples.Saying(string.Join(" ", ReplySamples.Hostile)), Context),
        ["answer_voted_up"] = () => Rendered(ReplySamples.Answer, Context with { OwnVote = VoteValue.Up }, new VoteTally(3, 1)),
        ["answer_voted_down"] = () => Rendered(ReplySamples.Answer, Context with { OwnVote = VoteValue.Down, AsksWhy = true }, new VoteTally(2, 2)),
        ["answer_reasons_sent"] = () => Rendered(ReplySamples.Answer, Context with { OwnVote = VoteValue.Down, ThanksForReasons = true }, new VoteTally(2, 2)),
        ["answer_changed"] = () => TeamsReplyRenderer.Render(
            new OutboundReply(ReplySamples.Answer, default) { Offer = "offer0123456789abcdefghijkl", CanAskPerson = true }, Context)[0],
        ["hand_over"] = () => Rendered(HandOver, TextStyle),
        ["hand_over_resolved"] = () => TeamsReplyRenderer.Render(
            new OutboundReply(HandOver, default) { Resolved = new HandOverEnd("1", "Kim Lee", new(2026, 3, 2, 9, 30, 0, TimeSpan.Zero)) }, Context)[0],
        ["plain_hand_over"] = () => TeamsReplyRenderer.RenderPlain(new OutboundReply(HandOver, default), Context)[0],
        ["text_3_citations"] = () => Rendered(WithCitations(3), TextStyle),
        ["text_25_citations"] = () => Rendered(WithCitations(25), TextStyle),
        ["text_no_evidence"] = () => Rendered(ReplySamples.NoEvidence, TextStyle),
        ["text_labelled"] = () => Rendered(WithCitations(2), TextStyle with { Label = Confidential }),
        ["answer_labelled"] = () => Rendered(ReplySamples.Answer, Context with { Label = Confidential }),
        ["answer_for_several_readers"] = () => Rendered(ReplySamples.Answer, Context with { RefreshFor = ["29:1person", "29:2person"] }),
        ["progress_reading"] = () => TeamsReplyRenderer.Progress(new TurnProgress("reading", 3), Context)!,
        ["progress_writing"] = () => TeamsReplyRenderer.Progress(Written(2), Context with { Words = Phrases.For("de-DE") })!,
        ["text_placeholder"] = () => TeamsReplyRenderer.Placeholder(TextStyle),
        ["plain_answer"] = () => TeamsReplyRenderer.RenderPlain(new OutboundReply(ReplySamples.Superseded, default), Context)[0],
        ["plain_hostile"] = () => TeamsReplyRenderer.RenderPlain(new OutboundReply(ReplySamples.Saying(string.Join("\n", ReplySamples.Hostile)), default), Context)[0],
    };

    /// <summary>Returns the report of a turn that has written so much.</summary>
    public static TurnProgress Written(int statements)
    {
        var answer = WithCitations(statements);
        return new TurnProgress("writing", null) { Partial = new PartialAnswer(answer.Statements, answer.Citations) };
    }

    /// <summary>Returns an answer of a model that stands on so many sources.</summary>
    public static AnswerReply WithCitations(int count) => new(
        [.. Enumerable.Range(1, count).Select(n => new AnswerStatement($"Office {n} opens at {7 + (n % 3)}:30 and closes when the last person leaves.", [n]))],
        [.. Enumerable.Range(1, count).Select(n => new Citation(
            n, $"offices/{n}.md", "v1", $"Office guide {n}", ["Opening hours", $"Site {n}"], new Uri($"https://wiki.example.com/offices/{n}.md"),
            $"Doors of office {n} are opened at {7 + (n % 3)}:30 by reception. Who leaves last locks the doors, sets the alarm and tells the guard, who walks through the building at nine in the evening.",
            10, 90, null))],
        AnswerMode.Model,
        Confidence.High,
        []);

    private static HandOverReply HandOver => ReplySamples.HandOver with { People = [new("8f5b2f1e-0d0b-4d7c-9a55-0c0f6d1c0001", "Kim Lee")] };

    private static AnswerReply RightToLeft => new(
        [new("يحصل الموظفون بدوام كامل على 28 يومًا من الإجازة المدفوعة في السنة.", [1]), new("يمكن ترحيل خمسة أيام حتى 31 مارس.", [1])],
        [new(1, "ar/leave.md", "v1", "الإجازات", ["الإجازة السنوية"], new Uri("https://wiki.example.com/ar/leave.md"), "يحصل الموظفون بدوام كامل على 28 يومًا من الإجازة المدفوعة في السنة.", 0, 68, null)],
        AnswerMode.Extractive,
        Confidence.High,
        []);

    private static AnswerReply Code => new(
        [
            new("Restart the service and look at its log:\n```\nsystemctl restart chatops\nif ! systemctl is-active chatops; then\n    journalctl -u chatops --since \"5 min ago\"\nfi\n```\nThen check these:\n- The health page says \"ready\", which can take up to a minute after a start because the index is read first\n- The log has no errors[0]", [1]),
        ],
        [new(1, "ops/restart.md", "v1", "Restarting", ["Linux"], null, "systemctl restart chatops", 0, 25, null)],
        AnswerMode.Model,
        Confidence.Medium,
        []);

    private static AnswerReply Table => new(
        [new("Days of leave by country:\n| Country     | Days |\n|-------------|------|\n| Portugal    | 22   |\n| Netherlands | 28   |\nAsk your manager if yours is missing.", [1])],
        [new(1, "people/leave.md", "v1", "Leave", ["By country"], null, "| Portugal | 22 |", 0, 16, null)],
        AnswerMode.Extractive,
        Confidence.Medium,
        []);

    private static KeyValuePair<string, Func<JsonObject>> Card(string name, Reply reply, TeamsCardContext context) => new(name, () => Rendered(reply, context));

    private static JsonObject Part(int number, int count, Reply reply)
    {
        var parts = TeamsReplyRenderer.Render(new OutboundReply(reply, default), Context);
        Assert.Equal(count, parts.Count);
        return parts[number - 1];
    }

    private static JsonObject Rendered(Reply reply, TeamsCardContext context, VoteTally votes = default)
        => Assert.Single(TeamsReplyRenderer.Render(new OutboundReply(reply, votes), context));
}
