using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Analysis;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using ChatOpsBot.RagCore.Knowledge.Lexical.Searching;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Lexical;

/// <summary>The word scores are BM25 as it is written down, whatever segments they come from; a search leaves nothing behind.</summary>
public sealed class RankingTests : IDisposable
{
    private static readonly string[] Words = ["leave", "days", "portugal", "lisbon", "hotel", "limit", "dinner", "badge", "vpn", "token", "the", "of", "ERR_4012", "carry", "over"];

    private readonly LexicalIndex _index = new();

    public void Dispose() => _index.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Word_scores_are_those_of_the_formula(int seed)
    {
        var random = new Random(seed);
        var documents = Enumerable.Range(0, 80).Select(number => Documents.Of(Sentence(random, 5 + random.Next(40)), $"{number:D2}.txt")).ToList();
        foreach (var batch in documents.Chunk(1 + random.Next(20)))
        {
            await _index.UpsertAsync(batch, CancellationToken.None);
        }

        var removed = documents.Where((_, number) => number % 7 == 0).ToList();
        await _index.RemoveAsync(TenantId.Default, [.. removed.Select(document => document.Id)], CancellationToken.None);
        var live = documents.Except(removed).ToDictionary(document => document.Id, TermsOf);

        foreach (var question in Enumerable.Range(0, 20).Select(_ => Sentence(random, 1 + random.Next(6))))
        {
            var expected = live.ToDictionary(pair => pair.Key, pair => Bm25Of(question, pair.Value, live.Values)).Where(pair => pair.Value > 0).ToDictionary();
            var actual = WordScores(question);
            Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
            Assert.All(actual, pair => Assert.Equal(expected[pair.Key], pair.Value, 1e-3));
        }
    }

    [Theory]
    [InlineData("anual leave", "annual leave of permanent staff")]
    [InlineData("porutgal", "portugal has thirteen holidays")]
    [InlineData("reimbursment", "reimbursement of travel")]
    public async Task A_mistyped_word_finds_what_was_meant(string question, string text)
    {
        await _index.UpsertAsync([Documents.Of(text, "right.txt"), Documents.Of("something else entirely", "other.txt")], CancellationToken.None);

        Assert.Equal("right.txt", (await _index.SearchAsync(question, Documents.Everyone, 5, CancellationToken.None))[0].Chunk.Document.Id);
    }

    [Fact]
    public async Task A_word_that_the_documents_know_is_never_corrected()
    {
        await _index.UpsertAsync([Documents.Of("the plane leaves", "plane.txt"), Documents.Of("the plan, the plan, the plan", "plan.txt")], CancellationToken.None);

        var passage = Assert.Single(await _index.SearchAsync("plane", Documents.Everyone, 5, CancellationToken.None), passage => passage.Score > 0);
        Assert.Equal("plane.txt", passage.Chunk.Document.Id);
    }

    [Fact]
    public async Task A_search_allocates_nothing_once_it_is_warm()
    {
        var random = new Random(5);
        await _index.UpsertAsync([.. Enumerable.Range(0, 300).Select(number => Documents.Of(Sentence(random, 60), $"{number:D3}.txt"))], CancellationToken.None);
        var snapshot = _index.SnapshotOf(TenantId.Default)!;
        for (var round = 0; round < 50; round++)
        {
            PassageSearch.Rank("how many days of leave in portugal", snapshot, Documents.Everyone, 10);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        PassageSearch.Rank("how many days of leave in portugal", snapshot, Documents.Everyone, 10);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static string Sentence(Random random, int words) => string.Join(' ', Enumerable.Range(0, words).Select(_ => Words[random.Next(Words.Length)]));

    private static double Bm25Of(string question, List<string> terms, Dictionary<string, List<string>>.ValueCollection all)
    {
        var asked = TermsOf(question).Where(term => !TextAnalyzer.IsStopWord(term)).ToList();
        asked = asked.Count > 0 ? asked : TermsOf(question);
        var average = all.Average(each => (double)each.Count);
        return asked.Sum(term =>
        {
            var frequency = terms.Count(each => each == term);
            var with = all.Count(each => each.Contains(term));
            var idf = Math.Log(1 + ((all.Count - with + 0.5) / (with + 0.5)));
            return frequency == 0 ? 0 : idf * frequency * 2.2 / (frequency + (1.2 * (0.25 + (0.75 * terms.Count / average))));
        });
    }

    /// <summary>Three times the title beside the text, as the weights of the fields say.</summary>
    private static List<string> TermsOf(Document document) => [.. TermsOf(document.Text), .. TermsOf(string.Join(' ', Enumerable.Repeat(document.Title, 3)))];

    private static List<string> TermsOf(string text) => [.. TextAnalyzer.Analyze(text).Select(token => token.Term)];

    private Dictionary<string, float> WordScores(string question)
    {
        var snapshot = _index.SnapshotOf(TenantId.Default)!;
        var scores = new Dictionary<string, float>(StringComparer.Ordinal);
        foreach (var candidate in PassageSearch.Rank(question, snapshot, Documents.Everyone, 200))
        {
            scores[snapshot.Segments[candidate.Segment].Segment.Materialize(candidate.Chunk).Document.Id] = candidate.Words;
        }

        return scores;
    }
}
