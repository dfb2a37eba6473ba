using System.Diagnostics;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.TestKit.Qdrant;
using ChatOpsBot.TestKit.Servers;
using static ChatOpsBot.IntegrationTests.Storage.Qdrant.QdrantSamples;

namespace ChatOpsBot.IntegrationTests.Storage.Qdrant;

/// <summary>A server that is down, slow, busy or not Qdrant: said within the limit, tried again where that helps, and nothing secret in the message.</summary>
public sealed class QdrantFaultTests : IAsyncLifetime
{
    private const string Key = "key-0123456789";
    private const string Text = "The printer is on floor seven.";

    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    // What must end does so in a few seconds; a machine that stands still for a while is no fault.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);

    private FakeQdrant _fake = null!;
    private QdrantReplica _replica = null!;

    public async Task InitializeAsync()
    {
        _fake = await FakeQdrant.StartAsync();
        _fake.ApiKey = Key;
        _replica = new QdrantReplica(_fake.Endpoint, "faults", timeout: Limit, apiKey: Key);
        await _replica.Index.UpsertAsync([Printer], None);
    }

    public async Task DisposeAsync()
    {
        await _replica.DisposeAsync();
        await _fake.DisposeAsync();
        _fake.AssertValid();
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_busy_server_is_asked_again(int status)
    {
        _fake.Fail(new QdrantFault(QdrantFaultKind.Status, "/query", status), new QdrantFault(QdrantFaultKind.Status, "/query", status));

        Assert.Single(await SearchAsync());
        Assert.Equal(3, Asked("/query"));
    }

    [Fact]
    public async Task A_server_that_stays_busy_is_given_up_after_three_tries()
    {
        _fake.Fail([.. Enumerable.Repeat(new QdrantFault(QdrantFaultKind.Status, "/query", 503, Body: Text), 3)]);

        Assert.Contains("503", (await FaultAsync(SearchAsync)).Message, StringComparison.Ordinal);
        Assert.Equal(3, Asked("/query"));
        Assert.Single(await SearchAsync());
    }

    [Fact]
    public async Task A_pause_that_the_server_asks_for_is_kept()
    {
        _fake.Fail(new QdrantFault(QdrantFaultKind.Status, "/query", 429, RetryAfter: 1));
        var watch = Stopwatch.StartNew();

        Assert.Single(await SearchAsync());

        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.95), Slack);
    }

    [Fact]
    public async Task A_pause_beyond_the_limit_is_not_begun()
    {
        _fake.Fail(new QdrantFault(QdrantFaultKind.Status, "/query", 429, RetryAfter: 60));

        await FaultAsync(SearchAsync);

        Assert.Equal(1, Asked("/query"));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    public async Task What_is_refused_is_not_sent_again(int status)
    {
        _fake.Fail(new QdrantFault(QdrantFaultKind.Status, "/query", status, Body: Text));

        await FaultAsync(SearchAsync);

        Assert.Equal(1, Asked("/query"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>The printer is on floor seven.</html>")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"result":null,"status":"ok"}""")]
    [InlineData("""{"result":{"points":"The printer is on floor seven."}}""")]
    [InlineData("""{"result":{"points":[{"id":7,"payload":{"tenant":"The printer is on floor seven."}}]}}""")]
    public async Task An_answer_that_is_none_is_an_outage(string body)
    {
        _fake.Fail(new QdrantFault(QdrantFaultKind.Status, "/query", 200, Body: body));

        await FaultAsync(SearchAsync);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_left_at_the_limit()
    {
        _fake.Fail(new QdrantFault(QdrantFaultKind.Hang, "/query"));
        var watch = Stopwatch.StartNew();

        await FaultAsync(SearchAsync);

        Assert.InRange(watch.Elapsed, Limit * 0.9, Slack);
    }

    [Fact]
    public async Task A_person_who_leaves_is_no_outage()
    {
        _fake.Fail(new QdrantFault(QdrantFaultKind.Hang, "/query"));
        using var leaving = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _replica.Index.SearchAsync("printer", Everyone, 5, leaving.Token));
    }

    [Fact]
    public async Task A_server_that_is_down_is_said_to_be_within_the_limit()
    {
        await using var lonely = new QdrantReplica(new Uri($"http://127.0.0.1:{LoopbackPort.Free()}"), "faults", timeout: Limit, apiKey: Key);
        var watch = Stopwatch.StartNew();

        await FaultAsync(() => lonely.Index.SearchAsync("printer", Everyone, 5, None));
        await FaultAsync(() => lonely.Index.FindAsync("a.txt", Everyone, None));
        await FaultAsync(() => lonely.Index.ListSourcesAsync(Everyone, None));
        await FaultAsync(() => lonely.Index.UpsertAsync([Printer], None));
        await FaultAsync(() => lonely.Index.RemoveAsync(TenantId.Default, ["a.txt"], None));

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Slack);
        Assert.Empty(await lonely.Index.SearchAsync("printer", AccessFilter.Nothing(TenantId.Default), 5, None));
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_made_once()
    {
        _fake.Fail(new QdrantFault(QdrantFaultKind.CutAfter, "/points"), new QdrantFault(QdrantFaultKind.CutAfter, "/delete"));

        await _replica.Index.UpsertAsync([Printer with { Text = "The toner is empty.", Version = "1" }], None);

        Assert.Equal(["1", "1"], _fake.Payloads("faults").Select(payload => payload["version"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_write_that_ended_half_way_is_made_whole_by_the_next()
    {
        var changed = Printer with { Text = "The toner is empty.", Version = "1" };
        _fake.Fail([.. Enumerable.Repeat(new QdrantFault(QdrantFaultKind.Status, "/delete", 500), 3)]);
        await FaultAsync(() => _replica.Index.UpsertAsync([changed], None));
        Assert.Equal(4, _fake.Payloads("faults").Count);
        Assert.Equal("1", (await _replica.Index.FindAsync("a.txt", Everyone, None))?.Version);

        await _replica.Index.UpsertAsync([changed], None);

        Assert.Equal(2, _fake.Payloads("faults").Count);
    }

    [Fact]
    public async Task A_collection_that_somebody_deleted_is_there_again_at_the_next_use()
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("api-key", Key);
        await client.DeleteAsync(new Uri(_fake.Endpoint, $"collections/{_fake.Collections[0]}"));

        Assert.Contains("gone", (await FaultAsync(SearchAsync)).Message, StringComparison.Ordinal);

        Assert.Empty(await SearchAsync());
        await _replica.Index.UpsertAsync([Printer], None);
        Assert.Single(await SearchAsync());
    }

    [Fact]
    public async Task A_wrong_key_is_an_outage_that_names_the_setting()
    {
        await using var stranger = new QdrantReplica(_fake.Endpoint, "faults", timeout: Limit, apiKey: "wrong-key");

        var fault = await FaultAsync(() => stranger.Index.SearchAsync("printer", Everyone, 5, None));

        Assert.Contains("Storage:Qdrant:ApiKey", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-key", fault.ToString(), StringComparison.Ordinal);
    }

    private static Document Printer { get; } = Of("a.txt", Text);

    private Task<IReadOnlyList<Passage>> SearchAsync() => _replica.Index.SearchAsync("printer", Everyone, 5, None);

    private int Asked(string path) => _fake.Requests.Count(request => request.Path.EndsWith(path, StringComparison.Ordinal));

    private static async Task<StoreUnavailableException> FaultAsync(Func<Task> use)
    {
        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(use);
        Assert.DoesNotContain("floor seven", fault.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, fault.ToString(), StringComparison.Ordinal);
        return fault;
    }
}
