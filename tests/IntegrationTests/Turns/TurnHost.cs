using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Knowledge.Watching;
using ChatOpsBot.RagCore.Storage.Embedded;
using ChatOpsBot.RagCore.Turns;
using ChatOpsBot.TestKit.Channels;
using ChatOpsBot.TestKit.Faults;
using ChatOpsBot.TestKit.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOpsBot.IntegrationTests.Turns;

/// <summary>
/// The turn as the product composes it, on a disk that can lose power and a platform that outlives the process. A new host on the
/// same disk and platform is the next start of the process.
/// </summary>
internal sealed class TurnHost
{
    private readonly EmbeddedStore _store;
    private readonly TurnWorker _worker;

    private TurnHost(ServiceProvider services, EmbeddedStore store)
    {
        _store = store;
        Services = services;
        _worker = ActivatorUtilities.CreateInstance<TurnWorker>(services);
    }

    public ServiceProvider Services { get; }

    public IInbox Inbox => Services.GetRequiredService<IInbox>();

    public static TurnHost Start(
        PowerLossFileSystem disk, LedgerPlatform platform, CountingAnswerer answerer, CrashPoints? points = null, LedgerChannel? channel = null,
        IKnowledgeReadiness? documents = null, IInboundGate? gate = null, TimeSpan? drain = null,
        IReadOnlyDictionary<string, string>? settings = null)
    {
        points ??= new CrashPoints(0);
        var store = new EmbeddedStore(
            disk, new EmbeddedSettings(64 << 20, TimeSpan.FromDays(90), TimeSpan.FromHours(48), 10_000), TimeProvider.System, NullLogger<EmbeddedStore>.Instance);
        store.Open();
        var inbox = new EmbeddedInbox(store, TimeProvider.System, NullLogger<EmbeddedInbox>.Instance);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Inbox:Workers"] = "2",
            ["Inbox:MaxAttempts"] = "3",
            ["Inbox:RetryDelay"] = "00:00:00.001",
            ["Inbox:MaxRetryDelay"] = "00:00:00.005",
            ["Inbox:DrainTimeout"] = $"{drain ?? TimeSpan.FromSeconds(25)}",
        }).AddInMemoryCollection((settings ?? new Dictionary<string, string>()).Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
        var gates = new ServiceCollection();
        if (gate is not null)
        {
            gates.AddSingleton(gate);
        }

        var services = gates
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging()
            .AddMetrics()
            .AddSingleton(new RagCore.Knowledge.ContentRoot(TestKit.Files.RepositoryFiles.Root))
            .AddSingleton(store)
            .AddSingleton<IInbox>(new CrashingInbox(inbox, points))
            .AddSingleton<IQuestionAnswerer>(answerer)
            .AddSingleton<IReplyChannel>(channel ?? new LedgerChannel(platform, points))
            .AddSingleton(documents ?? ScriptedReadiness.Loaded)
            .AddRagCore(configuration)
            .BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        return new TurnHost(services, store);
    }

    public Task RunAsync() => _worker.StartAsync(CancellationToken.None);

    /// <summary>Asks the process to stop and waits for it.</summary>
    public async Task StopAsync()
    {
        await _worker.StopAsync(CancellationToken.None);
        await Services.DisposeAsync();
    }

    /// <summary>Lets go of the disk without ending anything, as a killed process does.</summary>
    public void Abandon() => _store.Dispose();
}

/// <summary>Answers from nothing and counts, so that a test can say how often the model would have been asked.</summary>
internal sealed class CountingAnswerer : IQuestionAnswerer
{
    private int _calls;

    public int Calls => _calls;

    /// <summary>Gets or sets what is thrown instead of an answer.</summary>
    public Func<Question, Exception?> Failure { get; set; } = _ => null;

    /// <summary>Gets or sets what is waited for before an answer.</summary>
    public Func<Question, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Gets or sets what models are paid.</summary>
    public Func<Question, IReadOnlyList<ModelCharge>> Charges { get; set; } = _ => [];

    public async Task<QuestionOutcome> AnswerAsync(
        Question question, AccessFilter access, IProgress<TurnProgress> progress, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        await Before(question).WaitAsync(cancellationToken);
        if (Failure(question) is { } failure)
        {
            throw failure;
        }

        return new QuestionOutcome(
            new AnswerReply([new AnswerStatement($"answer to {question.Text}", [])], [], AnswerMode.Extractive, Confidence.High, []),
            question.Text,
            Support: 1,
            new Dictionary<string, double>())
        {
            Charges = Charges(question),
        };
    }
}
