using System.CommandLine;
using System.Diagnostics.Metrics;
using System.Globalization;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Models.Chat;
using ChatOpsBot.RagCore.Usage.Calls;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace ChatOpsBot.Benchmarks;

/// <summary><c>models</c>: what the chain in front of a model costs, with a model that takes no time.</summary>
internal static class ModelChainCommand
{
    private const int WarmUps = 2_000;

    private static readonly ChatMessage[] Question = [new(ChatRole.User, "How many days of leave are there?")];

    public static Command Create()
    {
        var calls = new Option<int>("--calls") { Description = "How many calls are measured.", DefaultValueFactory = _ => 5_000 };
        var tokens = new Option<int>("--tokens") { Description = "How many tokens the longer answers have.", DefaultValueFactory = _ => 400 };
        var command = new Command("models", "Prints time and memory of the chain, for each call and for each token.") { calls, tokens };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(calls), parsed.GetValue(tokens), cancellation));
        return command;
    }

    private static async Task RunAsync(int calls, int tokens, CancellationToken cancellationToken)
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var telemetry = new ChatTelemetry(services.GetRequiredService<IMeterFactory>());
        var table = new Table().Border(TableBorder.Ascii).AddColumns("what", "CPU ns a call", "bytes a call", "CPU ns a token", "bytes a token");
        AddRow(table, "the model alone", await MeasureAsync(count => new ReadyModel(count), calls, tokens, cancellationToken), tokens);
        AddRow(table, "with the chain", await MeasureAsync(count => Chain(new ReadyModel(count), telemetry, hedges: false), calls, tokens, cancellationToken), tokens);
        AddRow(table, "with the chain, hedging", await MeasureAsync(count => Chain(new ReadyModel(count), telemetry, hedges: true), calls, tokens, cancellationToken), tokens);
        AnsiConsole.Write(table);
    }

    private static void AddRow(Table table, string what, (Cost One, Cost Many) cost, int tokens)
    {
        var (time, bytes) = ((cost.Many.Nanoseconds - cost.One.Nanoseconds) / (tokens - 1), (cost.Many.Bytes - cost.One.Bytes) / (tokens - 1));
        table.AddRow([what, .. new[] { cost.One.Nanoseconds, cost.One.Bytes, time, bytes }.Select(value => value.ToString("F0", CultureInfo.InvariantCulture))]);
    }

    private static async Task<(Cost One, Cost Many)> MeasureAsync(Func<int, IChatClient> client, int calls, int tokens, CancellationToken cancellationToken)
        => (await MeasureAsync(client(1), calls, cancellationToken), await MeasureAsync(client(tokens), calls, cancellationToken));

    private static async Task<Cost> MeasureAsync(IChatClient client, int calls, CancellationToken cancellationToken)
    {
        var options = new ModelCall(new ModelAccount(TenantId.Default, null, string.Empty, string.Empty), ModelPurpose.Answer, SpendingLevel.Normal, _ => { })
            .Attach(new ChatOptions());
        await ReadAsync(client, options, WarmUps, cancellationToken);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        // Of the processor, so that what else the machine does is not counted.
        var started = Environment.CpuUsage.TotalTime;
        await ReadAsync(client, options, calls, cancellationToken);
        return new Cost((Environment.CpuUsage.TotalTime - started).TotalNanoseconds / calls, (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)calls);
    }

    private static async Task ReadAsync(IChatClient client, ChatOptions options, int calls, CancellationToken cancellationToken)
    {
        for (var call = 0; call < calls; call++)
        {
            await foreach (var update in client.GetStreamingResponseAsync(Question, options, cancellationToken))
            {
                GC.KeepAlive(update);
            }
        }
    }

    private static FailoverChatClient Chain(ReadyModel model, ChatTelemetry telemetry, bool hedges)
    {
        var options = new ChatModelsOptions { Chat = { new ChatModelOptions { Name = "model", Model = "model", Provider = ChatProvider.OpenAI, InputPrice = 3, OutputPrice = 15 } } };
        var chain = new ChatChain(telemetry, TimeProvider.System, new Random(1), NullLogger<GuardedChatClient>.Instance);
        return new FailoverChatClient(
            [chain.Around(model, options.Chat[0])],
            new ModelPolicy(Options.Create(options)),
            new Hedging(hedges ? TimeSpan.FromSeconds(2) : null, new HedgeBudget(0.1)),
            telemetry,
            TimeProvider.System,
            NullLogger<FailoverChatClient>.Instance);
    }

    private readonly record struct Cost(double Nanoseconds, double Bytes);

    /// <summary>Says the same token again and again, at once.</summary>
    private sealed class ReadyModel(int tokens) : IChatClient
    {
        private static readonly ChatResponseUpdate Token = new(ChatRole.Assistant, "token ");
        private static readonly ChatResponseUpdate Used = new(ChatRole.Assistant, [new UsageContent(new UsageDetails { InputTokenCount = 10, OutputTokenCount = 10 })]);

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
            => GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.CompletedTask;
            for (var number = 0; number < tokens; number++)
            {
                yield return Token;
            }

            yield return Used;
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
