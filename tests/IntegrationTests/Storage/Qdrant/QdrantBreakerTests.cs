using System.Diagnostics.Metrics;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.TestKit.Logging;
using ChatOpsBot.TestKit.Qdrant;
using ChatOpsBot.TestKit.Time;
using static ChatOpsBot.IntegrationTests.Storage.Qdrant.QdrantSamples;

namespace ChatOpsBot.IntegrationTests.Storage.Qdrant;

/// <summary>A Qdrant that fails again and again is left alone, probed, and all of it is counted.</summary>
public sealed class QdrantBreakerTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly QdrantFault Unreadable = new(QdrantFaultKind.Status, "/query", Body: "{}");

    private readonly FixedTimeProvider _time = new();
    private readonly RecordingLogs _logs = new();
    private readonly MeterListener _listener = new();
    private readonly List<string> _calls = [];
    private FakeQdrant _fake = null!;
    private QdrantReplica _replica = null!;

    public async Task InitializeAsync()
    {
        _fake = await FakeQdrant.StartAsync();
        _replica = new QdrantReplica(_fake.Endpoint, "breaker", time: _time, logs: _logs);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name.StartsWith("chatopsbot.qdrant.", StringComparison.Ordinal) && instrument.Meter.Scope == _replica.Get<IMeterFactory>())
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, _, tags, _) => _calls.Add(string.Join(' ', tags.ToArray().Select(tag => tag.Value))));
        _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => _calls.Add($"{instrument.Name} {value}"));
        _listener.Start();
        await _replica.Index.UpsertAsync([Of("a.txt")], None);
        _calls.Clear();
    }

    public async Task DisposeAsync()
    {
        _listener.Dispose();
        await _replica.DisposeAsync();
        await _fake.DisposeAsync();
        _fake.AssertValid();
    }

    [Fact]
    public async Task After_three_failures_in_a_row_nothing_is_sent_until_a_probe_goes_well()
    {
        _fake.Fail(Unreadable, Unreadable, Unreadable);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(SearchAsync);
        }

        var sent = _fake.Requests.Count;
        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(SearchAsync);
        Assert.Contains("left alone", fault.Message, StringComparison.Ordinal);
        Assert.Equal(sent, _fake.Requests.Count);
        _listener.RecordObservableInstruments();
        Assert.Equal(["search unreadable", "search unreadable", "search unreadable", "search skipped", "chatopsbot.qdrant.open 1"], _calls);
        Assert.Contains("[5306]", _logs.Text, StringComparison.Ordinal);

        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Single(await SearchAsync());
        Assert.Contains("[5307]", _logs.Text, StringComparison.Ordinal);
        _calls.Clear();
        _listener.RecordObservableInstruments();
        Assert.Equal(["chatopsbot.qdrant.open 0"], _calls);
    }

    [Fact]
    public async Task A_probe_that_fails_leaves_it_alone_again()
    {
        _fake.Fail(Unreadable, Unreadable, Unreadable, Unreadable);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(SearchAsync);
        }

        _time.Advance(TimeSpan.FromSeconds(3));
        await Assert.ThrowsAsync<StoreUnavailableException>(SearchAsync);
        var sent = _fake.Requests.Count;
        await Assert.ThrowsAsync<StoreUnavailableException>(SearchAsync);

        Assert.Equal(sent, _fake.Requests.Count);
    }

    [Fact]
    public async Task What_is_refused_was_answered()
    {
        var refused = new QdrantFault(QdrantFaultKind.Status, "/query", 400);
        _fake.Fail(refused, refused, refused, refused);
        foreach (var _ in Enumerable.Range(0, 4))
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(SearchAsync);
        }

        Assert.Single(await SearchAsync());
        Assert.Equal(["search refused", "search refused", "search refused", "search refused", "search done"], _calls.Where(call => call.StartsWith("search", StringComparison.Ordinal)));
    }

    private Task<IReadOnlyList<RagCore.Knowledge.Passage>> SearchAsync() => _replica.Index.SearchAsync("printer", Everyone, 5, None);
}
