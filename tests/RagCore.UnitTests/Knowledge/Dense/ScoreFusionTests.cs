using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Dense;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Dense;

public sealed class ScoreFusionTests
{
    [Fact]
    public void Each_list_is_brought_to_one_range_and_added_by_weight()
    {
        var fused = ScoreFusion.Fuse([Found("a", 12), Found("b", 7), Found("c", 2)], [Found("c", 0.9), Found("d", 0.8), Found("b", 0.7)], 10);

        // a: .7 · 1; b: .7 · .5 + .3 · 0; c: .7 · 0 + .3 · 1; d: .3 · .5. The best has the words' best score.
        Assert.Equal(["a", "b", "c", "d"], fused.Select(passage => passage.Chunk.Document.Id));
        double[] expected = [12, 2 + (10 * 0.35 / 0.7), 2 + (10 * 0.3 / 0.7), 2 + (10 * 0.15 / 0.7)];
        Assert.Equal(expected, fused.Select(passage => passage.Score), (left, right) => Math.Abs(left - right) < 1e-9);
    }

    [Fact]
    public void Meaning_decides_between_what_words_hold_equal()
        => Assert.Equal(["b", "a"], ScoreFusion.Fuse([Found("a", 5), Found("b", 5)], [Found("b", 0.9), Found("a", 0.1)], 10).Select(passage => passage.Chunk.Document.Id));

    [Fact]
    public void One_list_alone_keeps_its_order_and_no_list_gives_nothing()
    {
        Assert.Equal(["a", "b"], ScoreFusion.Fuse([Found("a", 5), Found("b", 4)], [], 10).Select(passage => passage.Chunk.Document.Id));
        Assert.Equal(["a", "b"], ScoreFusion.Fuse([], [Found("a", 0.5), Found("b", 0.4)], 10).Select(passage => passage.Chunk.Document.Id));
        Assert.Empty(ScoreFusion.Fuse([], [], 10));
    }

    [Fact]
    public void No_more_come_back_than_asked_for()
        => Assert.Equal(["a"], ScoreFusion.Fuse([Found("a", 5), Found("b", 4)], [Found("a", 0.5), Found("c", 0.4)], 1).Select(passage => passage.Chunk.Document.Id));

    private static Passage Found(string id, double score) => new(new Chunk(Documents.Of(id, id), 0, [], 0, 1), score);
}
