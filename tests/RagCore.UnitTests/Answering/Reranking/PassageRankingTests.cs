using ChatOpsBot.RagCore.Answering.Reranking;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.UnitTests.Answering.Reranking;

public sealed class PassageRankingTests
{
    [Fact]
    public void The_best_come_first_and_the_rest_keeps_its_order_and_the_scores_their_sequence()
    {
        var ranked = PassageRanking.Apply(Passages(4), [2, 0]);

        Assert.Equal(["d2", "d0", "d1", "d3"], ranked.Select(passage => passage.Chunk.Document.Id));
        Assert.Equal([4, 3, 2, 1], ranked.Select(passage => passage.Score));
    }

    [Fact]
    public void Whatever_the_order_says_what_comes_out_is_what_went_in()
    {
        var random = new Random(1);
        for (var run = 0; run < 5_000; run++)
        {
            var passages = Passages(random.Next(0, 30));
            int[] order = [.. Enumerable.Range(0, random.Next(0, 60)).Select(_ => random.Next(4) == 0 ? random.Next(int.MinValue, int.MaxValue) : random.Next(-3, 33))];

            var ranked = PassageRanking.Apply(passages, order);

            Assert.Equal(passages.Select(passage => passage.Chunk).ToHashSet(), ranked.Select(passage => passage.Chunk).ToHashSet());
            Assert.Equal(passages.Count, ranked.Count);
            Assert.Equal(passages.Select(passage => passage.Score), ranked.Select(passage => passage.Score));
        }
    }

    [Fact]
    public void A_replaced_document_stays_behind_the_one_that_replaced_it()
    {
        var passages = Passages(3, replaced: "d0", by: "d2");

        Assert.Equal(["d2", "d0"], PassageRanking.Apply(passages, [0, 2, 1]).Select(passage => passage.Chunk.Document.Id).Where(id => id != "d1"));
    }

    private static List<Passage> Passages(int count, string? replaced = null, string? by = null) =>
    [
        .. Enumerable.Range(0, count).Select(number => TestDocuments.Markdown($"d{number}", $"Title {number}", $"Text {number}."))
            .Select(document => document.Id == replaced ? document with { SupersededBy = by } : document)
            .Select((document, number) => new Passage(new Chunk(document, 0, [], 0, document.Text.Length), count - number)),
    ];
}
