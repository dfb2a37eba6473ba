using ChatOpsBot.RagCore.Answering.Reranking;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Models.Reranking;
using ChatOpsBot.RagCore.UnitTests.Answering;
using ChatOpsBot.TestKit.Models;

namespace ChatOpsBot.RagCore.UnitTests.Models.Reranking;

public sealed class ServiceRerankerTests : IAsyncLifetime
{
    private static readonly Passage[] Found =
    [
        TestDocuments.Whole(TestDocuments.Markdown("a", "Leave", "Employees get 27 days.")),
        TestDocuments.Whole(TestDocuments.Markdown("b", "Parking", "A secret passage about spaces."), "Prices"),
        TestDocuments.Whole(TestDocuments.Markdown("c", "Hotels", "The hotel limit in London is £185.")),
    ];

    private readonly RerankHttp _http = new();
    private FakeRerank _service = null!;

    public async Task InitializeAsync() => _service = await FakeRerank.StartAsync();

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task The_services_order_is_returned_and_the_passages_go_out_with_their_headings()
    {
        var request = Request();

        Assert.Equal(2, (await Reranker().RankAsync(request, default))![0]);

        var call = Assert.Single(_service.Calls);
        Assert.Equal("What is the hotel limit in London?", (string?)call["query"]);
        Assert.Equal("Parking › Prices\nA secret passage about spaces.", (string?)call["documents"]![1]);
        Assert.False(call.ContainsKey("top_n"));
        Assert.Equal(FakeRerank.Model, request.Trail.Versions["model.rerank"]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(50, 3)]
    public async Task No_more_than_asked_for_come_back(int topN, int expected)
    {
        Assert.Equal(expected, (await Reranker(options => options.TopN = topN).RankAsync(Request(), default))!.Count);
        Assert.Equal(expected, (int?)Assert.Single(_service.Calls)["top_n"]);
    }

    [Fact]
    public async Task A_long_passage_is_bounded()
    {
        var request = Request() with { Passages = [.. Found, TestDocuments.Whole(TestDocuments.Markdown("d", "Long", new string('x', 50_000)))] };

        await Reranker().RankAsync(request, default);

        Assert.Equal(4_000, ((string)_service.Calls[0]["documents"]![3]!).Length);
    }

    [Theory]
    [InlineData(429, "0")]
    [InlineData(500, null)]
    [InlineData(503, null)]
    public async Task What_may_go_better_is_tried_once_more(int status, string? retryAfter)
    {
        _service.Fail(new RerankFault(status, RetryAfter: retryAfter));

        Assert.Equal(2, (await Reranker().RankAsync(Request(), default))![0]);
        Assert.Equal(2, _service.Calls.Count);
    }

    [Theory]
    [InlineData(429, "30", 1)]
    [InlineData(500, null, 2)]
    [InlineData(400, null, 1)]
    [InlineData(422, null, 1)]
    [InlineData(302, null, 1)]
    public async Task What_does_not_is_given_up(int status, string? retryAfter, int calls)
    {
        _service.Fail(Enumerable.Repeat(new RerankFault(status, RetryAfter: retryAfter), 3).ToArray());

        var fault = await Assert.ThrowsAsync<RerankException>(() => Reranker().RankAsync(Request(), default));

        Assert.Contains($"({status})", fault.Message, StringComparison.Ordinal);
        Assert.Equal(calls, _service.Calls.Count);
    }

    [Theory]
    [InlineData("[{\"index\":3,\"relevance_score\":0.9}]")]
    [InlineData("[{\"index\":-1,\"relevance_score\":0.9}]")]
    [InlineData("[{\"index\":1,\"relevance_score\":0.9},{\"index\":1,\"relevance_score\":0.8}]")]
    [InlineData("[{\"index\":1}]")]
    [InlineData("[{\"index\":\"one\",\"relevance_score\":0.9}]")]
    [InlineData("[{\"index\":1,\"relevance_score\":1e999}]")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    public async Task An_order_that_is_none_is_refused(string results)
    {
        _service.Fail(RerankFault.Results(results));

        await Assert.ThrowsAsync<RerankException>(() => Reranker().RankAsync(Request(), default));
        Assert.Single(_service.Calls);
    }

    [Theory]
    [InlineData("<html>busy</html>")]
    [InlineData("")]
    [InlineData("[1,2,3]")]
    public async Task Garbage_is_refused(string body)
    {
        _service.Fail(new RerankFault(200, body));

        await Assert.ThrowsAsync<RerankException>(() => Reranker().RankAsync(Request(), default));
    }

    [Fact]
    public async Task Scores_decide_where_the_list_is_not_in_order()
    {
        _service.Fail(RerankFault.Results("""[{"index":0,"relevance_score":0.1},{"index":1,"relevance_score":0.9}]"""));

        Assert.Equal([1, 0], await Reranker().RankAsync(Request(), default));
    }

    [Fact]
    public async Task A_service_that_does_not_answer_is_not_waited_for()
    {
        _service.Fail(RerankFault.Hang);

        var fault = await Assert.ThrowsAsync<RerankException>(() => Reranker(options => options.Timeout = TimeSpan.FromMilliseconds(200)).RankAsync(Request(), default));

        Assert.Equal("The reranking service did not answer within 0.2 seconds.", fault.Message);
    }

    [Fact]
    public async Task An_answer_of_any_size_is_not_read()
    {
        _service.Fail(Enumerable.Repeat(new RerankFault(200, new string(' ', 3 << 20)), 2).ToArray());

        await Assert.ThrowsAsync<RerankException>(() => Reranker().RankAsync(Request(), default));
    }

    [Fact]
    public async Task A_fault_says_neither_the_key_nor_the_passages()
    {
        var fault = await Assert.ThrowsAsync<RerankException>(() => Reranker(options => options.ApiKey = "co-wrong-key-0123").RankAsync(Request(), default));

        Assert.Contains("(401)", fault.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("co-wrong-key-0123", fault.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret passage", fault.ToString(), StringComparison.Ordinal);
    }

    private static RerankRequest Request() => new("What is the hotel limit in London?", Found, TenantId.Default, "thread", ScriptedChat.Trail());

    private ServiceReranker Reranker(Action<RerankOptions>? change = null)
    {
        var options = new RerankOptions { Provider = RerankProvider.Cohere, Endpoint = _service.Endpoint, ApiKey = FakeRerank.ApiKey, Model = FakeRerank.Model };
        change?.Invoke(options);
        return new ServiceReranker(options, _http, TimeProvider.System, new Random(1));
    }
}
