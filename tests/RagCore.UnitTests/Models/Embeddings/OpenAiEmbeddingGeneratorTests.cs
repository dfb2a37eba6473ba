using ChatOpsBot.RagCore.Knowledge.Dense;
using ChatOpsBot.RagCore.Models.Embeddings;
using ChatOpsBot.TestKit.Models;

namespace ChatOpsBot.RagCore.UnitTests.Models.Embeddings;

public sealed class OpenAiEmbeddingGeneratorTests : IAsyncLifetime
{
    private readonly EmbeddingHttp _http = new();
    private FakeEmbeddings _service = null!;

    public async Task InitializeAsync() => _service = await FakeEmbeddings.StartAsync();

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _service.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Texts_become_the_vectors_of_the_service_however_it_sends_them(bool asNumbers)
    {
        _service.SendsNumbers = asNumbers;
        using var generator = Create();

        var generated = await generator.GenerateAsync(["annual leave", "the VPN \ud83d\ude00"]);

        Assert.Equal(_service.Vectors.Of("annual leave", 64), generated[0].Vector.ToArray());
        Assert.Equal(_service.Vectors.Of("the VPN \ud83d\ude00", 64), generated[1].Vector.ToArray());
        Assert.Equal(6, generated.Usage!.TotalTokenCount);
    }

    [Fact]
    public async Task Vectors_in_another_order_are_put_right()
    {
        _service.Fail(EmbeddingServerFault.Of(EmbeddingServerFaultKind.OtherOrder));
        using var generator = Create();

        var generated = await generator.GenerateAsync(["one", "two", "three"]);

        Assert.Equal(_service.Vectors.Of("three", 64), generated[2].Vector.ToArray());
    }

    [Fact]
    public async Task A_model_that_takes_no_dimensions_is_not_sent_any()
    {
        using var generator = Create(model: FakeEmbeddings.FixedModel, dimensions: FakeEmbeddings.Dimensions);

        Assert.Equal(FakeEmbeddings.Dimensions, (await generator.GenerateAsync(["text"]))[0].Vector.Length);
    }

    [Theory]
    [InlineData(429, EmbeddingFault.RateLimited)]
    [InlineData(500, EmbeddingFault.ProviderFailed)]
    [InlineData(503, EmbeddingFault.ProviderFailed)]
    [InlineData(408, EmbeddingFault.ProviderFailed)]
    [InlineData(400, EmbeddingFault.Refused)]
    [InlineData(413, EmbeddingFault.Refused)]
    [InlineData(403, EmbeddingFault.Misconfigured)]
    [InlineData(404, EmbeddingFault.Misconfigured)]
    [InlineData(302, EmbeddingFault.Misconfigured)]
    public async Task A_status_is_a_fault_and_tells_nothing_of_the_texts_or_the_key(int status, EmbeddingFault expected)
    {
        _service.Fail(EmbeddingServerFault.Http(status));
        using var generator = Create();

        var fault = await Assert.ThrowsAsync<EmbeddingException>(() => generator.GenerateAsync(["canary4711"]));

        Assert.Equal(expected, fault.Fault);
        Assert.DoesNotContain("canary4711", fault.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(FakeEmbeddings.ApiKey, fault.ToString(), StringComparison.Ordinal);
        Assert.Single(_service.Calls);
    }

    [Theory]
    [InlineData(EmbeddingServerFaultKind.Garbage, EmbeddingFault.Invalid)]
    [InlineData(EmbeddingServerFaultKind.OtherJson, EmbeddingFault.Invalid)]
    [InlineData(EmbeddingServerFaultKind.Cut, EmbeddingFault.Unreachable)]
    public async Task An_answer_that_is_none_is_a_fault(EmbeddingServerFaultKind kind, EmbeddingFault expected)
    {
        _service.Fail(EmbeddingServerFault.Of(kind));
        using var generator = Create();

        Assert.Equal(expected, (await Assert.ThrowsAsync<EmbeddingException>(() => generator.GenerateAsync(["text"]))).Fault);
    }

    [Theory]
    [InlineData(EmbeddingServerFaultKind.WrongCount)]
    [InlineData(EmbeddingServerFaultKind.NoNumber)]
    [InlineData(EmbeddingServerFaultKind.Infinite)]
    [InlineData(EmbeddingServerFaultKind.Zeros)]
    [InlineData(EmbeddingServerFaultKind.WrongDimensions)]
    public async Task Wrong_vectors_of_the_service_are_stopped_by_the_check(EmbeddingServerFaultKind kind)
    {
        _service.Fail(EmbeddingServerFault.Of(kind));
        using var generator = new CheckedEmbeddings(Create(), 64);

        Assert.Equal(EmbeddingFault.Invalid, (await Assert.ThrowsAsync<EmbeddingException>(() => generator.GenerateAsync(["one", "two"]))).Fault);
    }

    [Fact]
    public async Task The_wait_the_service_asks_for_is_read()
    {
        _service.Fail(EmbeddingServerFault.RateLimited(7));
        using var generator = Create();

        var fault = await Assert.ThrowsAsync<EmbeddingException>(() => generator.GenerateAsync(["text"]));

        Assert.Equal(TimeSpan.FromSeconds(7), fault.RetryAfter);
    }

    [Fact]
    public async Task A_wrong_key_and_a_service_that_is_not_there_are_faults()
    {
        using var wrong = Create(key: "sk-wrong-key");
        using var nowhere = new OpenAiEmbeddingGenerator(Options(endpoint: new Uri("http://127.0.0.1:1/v1")), _http, TimeProvider.System);

        Assert.Equal(EmbeddingFault.Misconfigured, (await Assert.ThrowsAsync<EmbeddingException>(() => wrong.GenerateAsync(["text"]))).Fault);
        Assert.Equal(EmbeddingFault.Unreachable, (await Assert.ThrowsAsync<EmbeddingException>(() => nowhere.GenerateAsync(["text"]))).Fault);
    }

    [Fact]
    public async Task Cancelling_ends_a_call_that_hangs()
    {
        _service.Fail(EmbeddingServerFault.Of(EmbeddingServerFaultKind.Hang));
        using var generator = Create();
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => generator.GenerateAsync(["text"], cancellationToken: cancel.Token));
    }

    private OpenAiEmbeddingGenerator Create(string model = FakeEmbeddings.Model, int dimensions = 64, string key = FakeEmbeddings.ApiKey)
        => new(Options(model, dimensions, key), _http, TimeProvider.System);

    private EmbeddingOptions Options(string model = FakeEmbeddings.Model, int dimensions = 64, string key = FakeEmbeddings.ApiKey, Uri? endpoint = null) => new()
    {
        Provider = EmbeddingProvider.OpenAI,
        Model = model,
        Dimensions = dimensions,
        ApiKey = key,
        Endpoint = endpoint ?? _service.Endpoint,
    };
}
