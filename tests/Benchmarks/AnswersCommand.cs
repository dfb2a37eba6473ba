using System.CommandLine;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ChatOpsBot.Benchmarks.Retrieval;
using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Models.Chat;
using ChatOpsBot.TestKit.Files;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace ChatOpsBot.Benchmarks;

/// <summary><c>answers</c>: what an answer costs besides the model: search, prompt, stream, verification. The model takes no time and quotes its first passages.</summary>
internal static class AnswersCommand
{
    public static Command Create()
    {
        var passages = new Option<int>("--passages") { Description = "How many passages are searched.", DefaultValueFactory = _ => 100_000 };
        var questions = new Option<int>("--questions") { Description = "How many different questions are asked.", DefaultValueFactory = _ => 500 };
        var seed = new Option<int>("--seed") { Description = "Makes the text.", DefaultValueFactory = _ => 1 };
        var command = new Command("answers", "Prints time and memory of whole answers, step by step, with a model that takes no time and without one.") { passages, questions, seed };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(passages), parsed.GetValue(questions), parsed.GetValue(seed), cancellation));
        return command;
    }

    private static async Task RunAsync(int passages, int questions, int seed, CancellationToken cancellationToken)
    {
        var world = new ScaleWorld(passages, questions, seed);
        var table = new Table().Border(TableBorder.Ascii).AddColumns("answers", "step", "p50 ms", "p99 ms", "bytes an answer");
        foreach (var (what, model) in new (string, ReadingModel?)[] { ("with a model", new ReadingModel()), ("quoted", null) })
        {
            await using var services = Build(model);
            await services.GetRequiredService<IKnowledgeIndex>().UpsertAsync(world.Documents, cancellationToken);
            await AddAsync(table, what, services.GetRequiredService<IQuestionAnswerer>(), world, cancellationToken);
        }

        AnsiConsole.Write(table);
    }

    private static async Task AddAsync(Table table, string what, IQuestionAnswerer answerer, ScaleWorld world, CancellationToken cancellationToken)
    {
        var steps = new Dictionary<string, List<double>>(StringComparer.Ordinal) { ["whole"] = [] };
        var (answered, bytes) = (0, 0L);
        for (var round = 0; round < 2; round++)
        {
            steps.Values.ToList().ForEach(list => list.Clear());
            (answered, bytes) = (0, GC.GetTotalAllocatedBytes(precise: true));
            foreach (var question in world.Questions)
            {
                var started = Stopwatch.GetTimestamp();
                var outcome = await answerer.AnswerAsync(new Question(question, [], null), ScaleWorld.Filters[0].Filter, new Unheard(), cancellationToken);
                steps["whole"].Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                answered += outcome.Reply is AnswerReply ? 1 : 0;
                foreach (var (step, milliseconds) in outcome.Timings)
                {
                    steps.TryAdd(step, []);
                    steps[step].Add(milliseconds);
                }
            }

            bytes = (GC.GetTotalAllocatedBytes(precise: true) - bytes) / world.Questions.Length;
        }

        foreach (var (step, times) in steps)
        {
            times.Sort();
            var memory = step == "whole" ? string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} ({answered} of {world.Questions.Length} answered)") : string.Empty;
            table.AddRow(what, step, Shown(times[times.Count / 2]), Shown(times[times.Count * 99 / 100]), memory);
        }
    }

    private static string Shown(double milliseconds) => milliseconds.ToString("F2", CultureInfo.InvariantCulture);

    private static ServiceProvider Build(ReadingModel? model)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Answering:MinimumSupport"] = "0.5",
            ["Answering:Cache:Enabled"] = "false",
            ["Knowledge:Sources:0:Path"] = RepositoryFiles.PathOf("samples", "handbook"),
            ["Prompts:Path"] = RepositoryFiles.PathOf("prompts"),
        }).Build();
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging()
            .AddMetrics()
            .AddSingleton(new ContentRoot(RepositoryFiles.Root));
        if (model is not null)
        {
            services.AddSingleton<IChatClient>(provider => Chain(model, provider.GetRequiredService<IMeterFactory>()));
        }

        return services.AddQuestionAnswering(configuration).BuildServiceProvider();
    }

    private static FailoverChatClient Chain(ReadingModel model, IMeterFactory meters)
    {
        var options = new ChatModelsOptions { Chat = { new ChatModelOptions { Name = "model", Model = "model", Provider = ChatProvider.OpenAI, InputPrice = 3, OutputPrice = 15 } } };
        var telemetry = new ChatTelemetry(meters);
        var chain = new ChatChain(telemetry, TimeProvider.System, new Random(1), NullLogger<GuardedChatClient>.Instance);
        return new FailoverChatClient(
            [chain.Around(model, options.Chat[0])],
            new ModelPolicy(Options.Create(options)),
            new Hedging(Delay: null, new HedgeBudget(0.1)),
            telemetry,
            TimeProvider.System,
            NullLogger<FailoverChatClient>.Instance);
    }

    /// <summary>Reads its prompt and says the first sentences of the first passages, four characters at a time.</summary>
    private sealed class ReadingModel : IChatClient
    {
        private const int Statements = 4;
        private const int Token = 4;

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
            => GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.CompletedTask;
            var text = Answer(messages.Last().Text);
            for (var at = 0; at < text.Length; at += Token)
            {
                yield return new ChatResponseUpdate(ChatRole.Assistant, text[at..Math.Min(text.Length, at + Token)]);
            }

            yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(new UsageDetails { InputTokenCount = 1_500, OutputTokenCount = text.Length / Token })])
            {
                FinishReason = ChatFinishReason.Stop,
            };
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }

        private static string Answer(string prompt)
        {
            var lines = prompt.Split('\n');
            var sentences = lines.Index()
                .Where(line => line.Item.StartsWith("passage ", StringComparison.Ordinal) && line.Index + 1 < lines.Length)
                .Take(Statements)
                .Select(line => lines[line.Index + 1])
                .Select(line => line.IndexOf(". ", StringComparison.Ordinal) is var end and >= 0 ? line[..(end + 1)] : line)
                .Select((sentence, index) => new { text = sentence, quotes = new[] { new { passage = index + 1, quote = sentence } } });
            return JsonSerializer.Serialize(new { statements = sentences });
        }
    }

    private sealed class Unheard : IProgress<TurnProgress>
    {
        public void Report(TurnProgress value)
        {
            // Nobody waits here.
        }
    }
}
