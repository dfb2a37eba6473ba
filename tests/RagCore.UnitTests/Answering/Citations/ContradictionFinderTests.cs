using ChatOpsBot.RagCore.Answering.Citations;
using ChatOpsBot.RagCore.Answering.Generation;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.TestKit.Files;
using Xunit.Abstractions;
using YamlDotNet.Serialization;

namespace ChatOpsBot.RagCore.UnitTests.Answering.Citations;

public sealed class ContradictionFinderTests(ITestOutputHelper output)
{
    private const string Said = "Employees in Leeds get 27 days of annual leave a year.";
    private const string Other = "Employees in Leeds get 25 days of annual leave a year.";

    private static readonly Dictionary<string, List<List<string>>> Pairs = new DeserializerBuilder().Build().Deserialize<Dictionary<string, List<List<string>>>>(
        File.ReadAllText(RepositoryFiles.PathOf("tests", "RagCore.UnitTests", "Answering", "Citations", "Contradictions", "pairs.yaml")));

    [Fact]
    public void What_only_looks_like_a_contradiction_is_none_and_most_contradictions_are_found()
    {
        var missed = Pairs["contradicting"].Where(pair => Find(pair).Count == 0).ToList();
        var wrong = Pairs["lookalike"].Where(pair => Find(pair).Count > 0).ToList();

        output.WriteLine($"{Pairs["contradicting"].Count} contradicting, {missed.Count} missed; {Pairs["lookalike"].Count} only looking so, {wrong.Count} taken for one");
        Assert.InRange(Pairs.Sum(pairs => pairs.Value.Count), 40, int.MaxValue);
        Assert.Empty(wrong);
        Assert.InRange(missed.Count, 0, Pairs["contradicting"].Count / 10);
    }

    [Fact]
    public void Both_sources_are_named_with_their_dates_and_the_other_one_is_numbered_behind()
    {
        var passages = Passages(("Annual Leave", Said, new DateOnly(2026, 3, 1)), ("Leave FAQ", Other, null));
        var verified = Verify(passages, Said);

        var (added, notes) = ContradictionFinder.Add(verified, ContradictionFinder.Find(verified, passages), Phrases.English);

        Assert.Equal([1, 2], added.Citations.Select(citation => citation.Number));
        Assert.Equal(Other, added.Citations[1].Quote);
        Assert.Equal(
            "The sources disagree: \"Annual Leave\" [1] (in force since 1 March 2026) and \"Leave FAQ\" [2] (without a date) say different things: 27 days, 25 days.",
            Assert.Single(notes));
    }

    [Fact]
    public void What_is_superseded_contradicts_nothing()
    {
        var passages = Passages(("Annual Leave", Said, null), ("Leave FAQ", Other, null));
        Passage[] superseded = [passages[0], passages[1] with { Chunk = passages[1].Chunk with { Document = passages[1].Chunk.Document with { IsSuperseded = true } } }];

        Assert.Empty(ContradictionFinder.Find(Verify(superseded, Said), superseded));
    }

    [Fact]
    public void A_source_that_is_cited_already_keeps_its_number()
    {
        var passages = Passages(("Annual Leave", Said, null), ("Leave FAQ", Other, null));
        var verified = CitationVerifier.Verify(
            new AnswerDraft([new DraftStatement(Said, [new DraftQuote(1, Said)]), new DraftStatement(Other, [new DraftQuote(2, Other)])], 1, AnswerMode.Model), passages);

        var contradiction = Assert.Single(ContradictionFinder.Find(verified, passages));

        Assert.Equal((1, 2), (contradiction.Said.Number, contradiction.Other.Number));
    }

    [Fact]
    public void Sources_that_are_added_are_numbered_without_a_gap()
    {
        const string Third = "Employees in Leeds get 24 days of annual leave a year.";
        var passages = Passages(("Kestrel", Said, null), ("Kestrel Plover", Said, null), ("Kestrel Plover", Other, null), ("Plover", Third, null));
        var verified = CitationVerifier.Verify(new AnswerDraft([new DraftStatement(Said, [new DraftQuote(1, Said), new DraftQuote(2, Said)])], 1, AnswerMode.Model), passages);

        var (added, notes) = ContradictionFinder.Add(verified, ContradictionFinder.Find(verified, passages), Phrases.English);

        Assert.Equal(3, notes.Count);
        Assert.Equal([1, 2, 3, 4], added.Citations.Select(citation => citation.Number));
    }

    private static IReadOnlyList<Contradiction> Find(List<string> pair)
    {
        var passages = Passages((pair[0], pair[1], null), (pair[2], pair[3], null));
        return ContradictionFinder.Find(Verify(passages, pair[1]), passages);
    }

    private static VerifiedAnswer Verify(Passage[] passages, string text)
        => CitationVerifier.Verify(new AnswerDraft([new DraftStatement(text, [new DraftQuote(1, text)])], 1, AnswerMode.Model), passages);

    private static Passage[] Passages(params (string Title, string Text, DateOnly? Effective)[] documents)
        => [.. documents.Select((document, index) => TestDocuments.Whole(TestDocuments.Markdown($"{index}.md", document.Title, document.Text) with { Effective = document.Effective }))];
}
