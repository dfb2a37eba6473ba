using System.Text;
using ChatOpsBot.Channels.Slack.Inbound;
using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.TestKit.Slack;
using FsCheck;
using FsCheck.Fluent;

namespace ChatOpsBot.Channels.UnitTests.Slack.Rendering;

public sealed class SlackTextPropertyTests
{
    private static readonly Arbitrary<string> Texts = Gen.Elements(
            "<", ">", "&", "&amp;", "&lt;", "<!channel>", "<@U1>", "*b*", "`", "```", "\n", "\n\n", " ", ". ", "word", "ä", "👨‍👩‍👧", "e\u0301", "\u202E", "\0", "\uD800")
        .ListOf()
        .Select(parts => string.Concat(parts))
        .ToArbitrary();

    [Fact]
    public void Escaping_is_undone_by_slack_and_leaves_no_bracket()
        => Prop.ForAll(Texts, text => SlackSight.Unescaped(SlackEscape.Mrkdwn(text)) == text && !SlackEscape.Mrkdwn(text).Contains('<') && !SlackEscape.Mrkdwn(text).Contains('>'))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Escaping_changes_three_characters_only()
        => Prop.ForAll(Texts, text => text.IndexOfAny(['<', '>', '&']) >= 0 || SlackEscape.Mrkdwn(text) == text).QuickCheckThrowOnFailure();

    [Fact]
    public void Text_a_person_typed_comes_back_as_typed()
        => Prop.ForAll(Texts, text => SlackText.ToPlain(SlackEscape.Mrkdwn(text), "U0BOT") == text.Trim()).QuickCheckThrowOnFailure();

    [Fact]
    public void Literal_text_holds_no_token_of_slack()
        => Prop.ForAll(Texts, text => !SlackEscape.Literal(text).Contains("<!", StringComparison.Ordinal) && !SlackEscape.Literal(text).Contains("<@", StringComparison.Ordinal))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Pieces_are_short_enough_and_lose_nothing_but_the_space_they_were_cut_at()
        => Prop.ForAll(Texts, Gen.Choose(30, 60).ToArbitrary(), (text, length) =>
        {
            var pieces = TextSplitter.Split(text, length);
            return pieces.All(piece => piece.Length <= length) && Bare(string.Concat(pieces)) == Bare(text);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_piece_ends_inside_a_surrogate_pair()
        => Prop.ForAll(Texts, text => text.Contains('\uD800') || TextSplitter.Split(text, 30).All(IsWhole)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_line_is_cut_between_characters()
        => Prop.ForAll(Texts, Gen.Choose(1, 40).ToArbitrary(), (text, length) =>
        {
            var line = DisplayText.OneLine(text, length);
            return line.Length <= length + 1 && !line.Contains('\n') && IsWhole(line);
        }).QuickCheckThrowOnFailure();

    private static bool IsWhole(string text) => Encoding.Unicode.GetString(Encoding.Unicode.GetBytes(text)) == text;

    private static string Bare(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character) && character != '`'));
}
