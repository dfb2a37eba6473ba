using ChatOpsBot.RagCore.Answering.Reranking;

namespace ChatOpsBot.RagCore.UnitTests.Answering.Reranking;

public sealed class RankingReplyTests
{
    [Theory]
    [InlineData("""{"ranking":[{"passage":3,"score":9},{"passage":1,"score":4}]}""", new[] { 2, 0 })]
    [InlineData("""{"ranking":[3,1,2]}""", new[] { 2, 0, 1 })]
    [InlineData("""{"id":"r1","ranking":[3,1,2]}""", new[] { 2, 0, 1 })]
    [InlineData("[3, 1]", new[] { 2, 0 })]
    [InlineData("3 > 1 > 2", new[] { 2, 0, 1 })]
    [InlineData("[3] > [1]", new[] { 2, 0 })]
    [InlineData("```json\n{\"ranking\":[{\"passage\":2,\"score\":1}]}\n```", new[] { 1 })]
    [InlineData("""{"ranking":[{"passage":3,"score":9},{"passage":1,"sco""", new[] { 2, 0 })]
    [InlineData("""[{"index":2},{"index":2},{"index":99},{"index":0},{"index":-1},{"index":1.5},{"index":1}]""", new[] { 1, 0 })]
    [InlineData("99999999999999999999 2", new[] { 1 })]
    public void The_order_is_read_however_it_is_written(string reply, int[] expected) => Assert.Equal(expected, RankingReply.Read(reply, 3));

    [Theory]
    [InlineData("")]
    [InlineData("I cannot judge this.")]
    [InlineData("""{"ranking":[]}""")]
    [InlineData("""{"ranking":[{"passage":7}]}""")]
    [InlineData("""{"ranking":[{"passage":"one"}]}""")]
    public void A_reply_that_names_no_passage_is_no_order(string reply) => Assert.Null(RankingReply.Read(reply, 3));

    [Fact]
    public void A_hostile_reply_is_bounded() => Assert.Null(RankingReply.Read(new string('[', 2_000_000), 3));
}
