using System.Net;
using System.Text;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Storage.S3;
using ChatOpsBot.TestKit.Faults;
using ChatOpsBot.TestKit.Servers;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.IntegrationTests.Storage.S3;

/// <summary>The bucket goes wrong in every way it can; what was read stays, and nobody reads what they may not.</summary>
[Collection(S3Collection.Name)]
public sealed class S3FaultTests(S3Fixture fixture) : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly S3Stage _stage = new(fixture.Server);

    [Fact]
    public async Task A_process_that_starts_while_the_bucket_is_down_has_what_the_last_one_read()
    {
        await using var proxy = TcpFaultProxy.Start(fixture.Server.Port);
        var before = _stage.Open(port: proxy.Port);
        await PutAsync(before, "a.md", "one", "hr");
        await before.RefreshAsync(None);
        await proxy.SetAsync(TcpFault.Refuse);

        var store = _stage.Open(port: proxy.Port);
        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.RefreshAsync(None));

        Assert.Equal(["hr a.md one"], Lines(store));
        Assert.Contains("Storage:S3:Endpoint", fault.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => PutAsync(store, "b.md", "two", "hr"));
    }

    [Fact]
    public async Task A_server_that_dies_and_comes_back_is_followed_again_and_both_are_said_once()
    {
        await using var server = await S3Server.StartNewAsync();
        using var stage = new S3Stage(server);
        var store = stage.Open();
        await store.RefreshAsync(None);
        using var heard = new SemaphoreSlim(0);
        using var watch = store.Watch(() => heard.Release());
        await server.CrashAsync();
        await Eventually.HoldsAsync(() => Task.FromResult(Count(stage, "[5420]") == 1));

        await server.StartAsync();
        await PutAsync(store, "a.md", "one", "hr");
        Assert.True(await heard.WaitAsync(TimeSpan.FromSeconds(60)));

        Assert.Equal(["hr a.md one"], Lines(store));
        Assert.Equal((1, 1), (Count(stage, "[5420]"), Count(stage, "[5421]")));
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_left_after_the_time_limit()
    {
        await using var proxy = TcpFaultProxy.Start(fixture.Server.Port);
        await proxy.SetAsync(TcpFault.HalfOpen);
        var store = _stage.Open(port: proxy.Port, configure: options => options.Timeout = TimeSpan.FromMilliseconds(300));

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.RefreshAsync(None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => PutAsync(store, "a.md", "one", "hr"));

        Assert.Contains("Storage:S3:Timeout", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_is_ended_from_outside_is_ended_and_not_a_fault_of_the_bucket()
    {
        await using var proxy = TcpFaultProxy.Start(fixture.Server.Port);
        await proxy.SetAsync(TcpFault.HalfOpen);
        var store = _stage.Open(port: proxy.Port);
        using var ending = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.RefreshAsync(ending.Token));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public async Task A_busy_service_is_asked_again_and_not_for_ever(int refusals, bool isTaken)
    {
        var left = refusals;
        using var network = new InterceptedNetwork { OnRequest = _ => Task.FromResult(left-- > 0 ? Refusal(HttpStatusCode.ServiceUnavailable, "SlowDown") : null) };
        var store = _stage.Open(network);

        var fault = await Record.ExceptionAsync(() => PutAsync(store, "a.md", "one", "hr"));

        Assert.Equal(isTaken, fault is null);
        Assert.Equal(3, network.All);
        if (!isTaken)
        {
            Assert.Contains("SlowDown", Assert.IsType<StoreUnavailableException>(fault).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "AccessDenied", "AccessKey")]
    [InlineData(HttpStatusCode.Forbidden, "RequestTimeTooSkewed", "clock")]
    [InlineData(HttpStatusCode.NotFound, "NoSuchBucket", "Bucket")]
    public async Task What_will_not_change_is_not_asked_again_and_says_how_to_mend_it(HttpStatusCode status, string code, string mend)
    {
        using var network = new InterceptedNetwork { OnRequest = _ => Task.FromResult<HttpResponseMessage?>(Refusal(status, code)) };

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => _stage.Open(network).RefreshAsync(None));

        Assert.Contains(mend, fault.Message, StringComparison.Ordinal);
        Assert.Equal(1, network.All);
    }

    [Fact]
    public async Task A_wrong_secret_is_refused_and_said_nowhere()
    {
        var store = _stage.Open(configure: options => options.SecretKey = "another-secret-entirely");

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.RefreshAsync(None));

        Assert.Contains("SignatureDoesNotMatch", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("another-secret", fault + _stage.Logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(S3Server.AccessKey, fault.Message + _stage.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_cut_in_the_middle_of_an_object_leaves_no_part_of_it()
    {
        await PutAsync(_stage.Open(), "a.md", new string('a', 200_000), "hr");
        await using var proxy = TcpFaultProxy.Start(fixture.Server.Port);
        var store = _stage.Open(port: proxy.Port);
        await proxy.SetAsync(TcpFault.CutAfter(100_000));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.RefreshAsync(None));
        Assert.Empty(Lines(store));
        Assert.Empty(Directory.EnumerateFiles(_stage.Folder, ".*", SearchOption.AllDirectories));

        await proxy.SetAsync(TcpFault.None);
        await store.RefreshAsync(None);
        Assert.Single(Lines(store));
    }

    [Fact]
    public async Task An_object_that_changes_between_the_list_and_its_fetch_is_served_as_it_is_then()
    {
        using var network = new InterceptedNetwork();
        var store = _stage.Open(network);
        var writer = _stage.Open();
        await PutAsync(writer, "a.md", "for everyone", "everyone");
        OnFirstFetch(network, () => PutAsync(writer, "a.md", "for the board", "board"));

        await store.RefreshAsync(None);
        Assert.Equal(["board a.md for the board"], Lines(store));

        await store.RefreshAsync(None);
        Assert.Equal(["board a.md for the board"], Lines(store));
    }

    [Fact]
    public async Task An_object_that_goes_between_the_list_and_its_fetch_is_not_there()
    {
        using var network = new InterceptedNetwork();
        var store = _stage.Open(network);
        await PutAsync(store, "a.md", "one", "hr");
        OnFirstFetch(network, () => _stage.Operator.DeleteObjectAsync(S3Server.Bucket, _stage.KeyOf("a.md")));

        await store.RefreshAsync(None);

        Assert.Empty(Lines(store));
    }

    [Fact]
    public async Task Fewer_readers_hold_at_once_although_the_new_text_cannot_be_fetched()
    {
        using var network = new InterceptedNetwork();
        var store = _stage.Open(network);
        await PutAsync(store, "a.md", "old", "everyone");
        await store.RefreshAsync(None);
        await PutAsync(store, "a.md", "new", "board");
        network.OnRequest = request => Task.FromResult(InterceptedNetwork.IsFetch(request) ? Refusal(HttpStatusCode.InternalServerError, "InternalError") : null);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.RefreshAsync(None));
        Assert.Empty(Lines(store));

        network.OnRequest = _ => Task.FromResult<HttpResponseMessage?>(null);
        await store.RefreshAsync(None);
        Assert.Equal(["board a.md new"], Lines(store));
    }

    public void Dispose() => _stage.Dispose();

    private static Task PutAsync(S3DocumentStore store, string path, string text, string readers) => S3MirrorTests.PutAsync(store, path, text, readers);

    private static IReadOnlyList<string> Lines(S3DocumentStore store) => S3MirrorTests.Lines(store);

    private static int Count(S3Stage stage, string mark) => stage.Logs.Text.Split('\n').Count(line => line.Contains(mark, StringComparison.Ordinal));

    private static void OnFirstFetch(InterceptedNetwork network, Func<Task> happens)
    {
        var isDone = 0;
        network.OnRequest = async request =>
        {
            if (InterceptedNetwork.IsFetch(request) && Interlocked.Exchange(ref isDone, 1) == 0)
            {
                await happens();
            }

            return null;
        };
    }

    private static HttpResponseMessage Refusal(HttpStatusCode status, string code) => new(status)
    {
        Content = new StringContent($"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{code}</Code><Message>No.</Message></Error>", Encoding.UTF8, "application/xml"),
    };
}
