using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Dense;
using ChatOpsBot.RagCore.Models.Embeddings;
using ChatOpsBot.RagCore.UnitTests.Knowledge;
using ChatOpsBot.RagCore.UnitTests.Storage;
using ChatOpsBot.TestKit.Logging;
using ChatOpsBot.TestKit.Models;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.UnitTests.Models.Embeddings;

/// <summary>From a question to fused passages, as it is composed, over a service that goes wrong.</summary>
public sealed class WholeChainTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingLogs _logs = new();
    private readonly FixedTimeProvider _time = new();
    private FakeEmbeddings _service = null!;

    public async Task InitializeAsync()
    {
        _service = await FakeEmbeddings.StartAsync();
        _service.Vectors.Same("holiday", "leave");
    }

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Documents_are_embedded_once_also_over_a_restart()
    {
        await using (var first = Build())
        {
            await AddAsync(first, 300);
            Assert.NotEmpty(await FindAsync(first, "holiday"));
        }

        Assert.Equal(300, _service.Calls.Sum(call => call.Texts.Count) - 1);
        Assert.All(_service.Calls, call => Assert.InRange(call.Texts.Count, 1, 64));
        await using var second = Build();
        await AddAsync(second, 301);

        Assert.Equal(1, _service.Calls.Sum(call => call.Texts.Count) - 301);
        Assert.NotEmpty(await FindAsync(second, "holiday"));
    }

    [Fact]
    public async Task Another_model_asks_anew_and_never_reads_the_other_ones_vectors()
    {
        await using (var first = Build())
        {
            await AddAsync(first, 5);
        }

        await using var second = Build(("Model", FakeEmbeddings.FixedModel), ("Dimensions", "256"));
        await AddAsync(second, 5);

        Assert.Equal(10, _service.Calls.Sum(call => call.Texts.Count));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(_folder.Path, "data", "embeddings"), "*.vectors").Length);
    }

    [Fact]
    public async Task A_limit_on_calls_a_failed_service_and_wrong_answers_only_delay()
    {
        _service.Fail(
            EmbeddingServerFault.RateLimited(3),
            EmbeddingServerFault.Http(500),
            EmbeddingServerFault.Of(EmbeddingServerFaultKind.Garbage),
            EmbeddingServerFault.Of(EmbeddingServerFaultKind.WrongCount),
            EmbeddingServerFault.Of(EmbeddingServerFaultKind.NoNumber),
            EmbeddingServerFault.Of(EmbeddingServerFaultKind.WrongDimensions),
            EmbeddingServerFault.Of(EmbeddingServerFaultKind.Cut),
            EmbeddingServerFault.Http(401));
        await using var services = Build();

        await AddAsync(services, 3);

        Assert.NotEmpty(await FindAsync(services, "holiday"));
        Assert.Equal(3, services.GetRequiredService<DenseIndex>().CountOf(Documents.Everyone.Tenant));
    }

    [Theory]
    [InlineData(EmbeddingServerFaultKind.Status)]
    [InlineData(EmbeddingServerFaultKind.Garbage)]
    [InlineData(EmbeddingServerFaultKind.Hang)]
    [InlineData(EmbeddingServerFaultKind.Zeros)]
    [InlineData(EmbeddingServerFaultKind.Cut)]
    public async Task Words_answer_while_the_service_does_not_and_nothing_of_texts_or_key_is_logged(EmbeddingServerFaultKind kind)
    {
        await using var services = Build();
        await AddAsync(services, 3);
        _service.Outage = new EmbeddingServerFault(kind, kind == EmbeddingServerFaultKind.Status ? 500 : 200);

        var asking = FindAsync(services, "leave canary4711");
        while (!asking.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(1);
        }

        Assert.NotEmpty(await asking);
        Assert.Contains("[5200]", _logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("canary4711", _logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeEmbeddings.ApiKey, _logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_the_tokens_of_the_day_words_go_on()
    {
        await using var services = Build(("MaxTokensPerDay", "100"));
        await services.GetRequiredService<IKnowledgeIndex>().UpsertAsync(Sample(200), CancellationToken.None);
        await Eventually.HoldsAsync(() => Task.FromResult(_logs.Text.Contains("(OverBudget)", StringComparison.Ordinal)));

        Assert.NotEmpty(await FindAsync(services, "leave"));
        Assert.True(_service.Calls.Sum(call => call.Texts.Sum(WordVectors.CountTokens)) <= 100);
    }

    private static Document[] Sample(int count) => [.. Enumerable.Range(0, count).Select(number => Documents.Of($"Annual leave rule {number}", $"{number}.txt"))];

    private static Task<IReadOnlyList<Passage>> FindAsync(ServiceProvider services, string question)
        => services.GetRequiredService<IKnowledgeIndex>().SearchAsync(question, Documents.Everyone, 5, CancellationToken.None);

    private async Task AddAsync(ServiceProvider services, int count)
    {
        await services.GetRequiredService<IKnowledgeIndex>().UpsertAsync(Sample(count), CancellationToken.None);
        await Eventually.HoldsAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(services.GetRequiredService<DenseIndex>().WaitingCount == 0);
        });
    }

    private ServiceProvider Build(params (string Key, string Value)[] settings)
    {
        var values = new Dictionary<string, string?>
        {
            ["Models:Embedding:Provider"] = nameof(EmbeddingProvider.OpenAI),
            ["Models:Embedding:Endpoint"] = _service.Endpoint.ToString(),
            ["Models:Embedding:ApiKey"] = FakeEmbeddings.ApiKey,
            ["Models:Embedding:Model"] = FakeEmbeddings.Model,
            ["Models:Embedding:Dimensions"] = "128",
            ["Knowledge:Sources:0:Path"] = ".",
        };
        foreach (var (key, value) in settings)
        {
            values[$"Models:Embedding:{key}"] = value;
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<TimeProvider>(_time)
            .AddLogging(logging => logging.AddProvider(_logs).SetMinimumLevel(LogLevel.Trace))
            .AddMetrics()
            .AddSingleton(new ContentRoot(_folder.Path))
            .AddQuestionAnswering(configuration)
            .BuildServiceProvider();
    }
}
