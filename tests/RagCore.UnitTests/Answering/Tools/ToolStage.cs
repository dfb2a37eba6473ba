using System.Diagnostics.Metrics;
using System.Text.Json;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Answering.Caching;
using ChatOpsBot.RagCore.Answering.Generation;
using ChatOpsBot.RagCore.Answering.Generation.Extractive;
using ChatOpsBot.RagCore.Answering.Generation.Model;
using ChatOpsBot.RagCore.Answering.Rewriting;
using ChatOpsBot.RagCore.Answering.Tools;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using ChatOpsBot.TestKit.Logging;
using ChatOpsBot.TestKit.Models;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Answering.Tools;

/// <summary>One document, tools and a scripted model, from the question to the reply.</summary>
internal sealed class ToolStage : IDisposable
{
    public const string Question = "How many days of annual leave do employees get, and how many bolts are there?";

    private readonly LexicalIndex _index = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly LoggerFactory _loggers;

    public ToolStage() => _loggers = new LoggerFactory([Logs]);

    public RecordingLogs Logs { get; } = new();

    public FixedTimeProvider Time { get; } = new();

    public ToolOptions Limits { get; } = new();

    public static ChatStep Call(string id, string tool, params (string Name, object? Value)[] arguments)
        => new ChatStep.Content(new FunctionCallContent(id, tool, arguments.ToDictionary(each => each.Name, each => each.Value)));

    /// <summary>Says statements that are quotes of passages.</summary>
    public static ChatStep Say(params (int Passage, string Text)[] statements) => new ChatStep.Delta(JsonSerializer.Serialize(new
    {
        statements = statements.Select(each => new { text = each.Text, quotes = new[] { new { passage = each.Passage, quote = each.Text } } }),
    }));

    public ScriptedChatClient Model(params IReadOnlyList<ChatStep>[] scripts) => new(Time, scripts);

    public async Task<QuestionOutcome> AskAsync(ScriptedChatClient model, IReadOnlyList<IToolSource> tools, AccessFilter? access = null, string? asker = null, string question = Question, IAnswerCache? cache = null)
    {
        await _index.UpsertAsync([TestDocuments.Markdown("people/leave.md", "Annual Leave", "# Annual Leave\n\nEmployees get 27 days of annual leave.\n")], default);
        var options = Options.Create(new AnsweringOptions());
        var extractive = new ExtractiveGenerator(_index, ScoringWeights.Default);
        IAnswerGenerator written = new ModelGenerator(model, new PlainPrompts(), extractive, new Random(1));
        if (cache is not null)
        {
            var settings = Options.Create(new AnswerCacheOptions());
            written = new CachedGenerator(
                written, cache, new AlikeQuestions(), embeddings: null, new PlainPrompts(), extractive, new CacheMetrics(_services.GetRequiredService<IMeterFactory>()), "m", settings);
        }

        var box = new ToolBox(
            tools, Options.Create(Limits), new ToolMetrics(_services.GetRequiredService<IMeterFactory>()), Time, new Random(2), _loggers.CreateLogger<ToolSession>());
        var answerer = new QuestionAnswerer(
            new HeuristicRewriter(),
            _index,
            NoReranking.Create(),
            new ModelFirstGenerator(written, extractive, NullLogger<ModelFirstGenerator>.Instance),
            new ReplyComposer(_index, options),
            new FixedThreshold(),
            options,
            Time,
            box);
        return await answerer.AnswerAsync(new Question(question, [], null) { Asker = asker }, access ?? TestDocuments.Everyone, new Progress<TurnProgress>(), default);
    }

    public void Dispose()
    {
        _index.Dispose();
        _loggers.Dispose();
        _services.Dispose();
        Logs.Dispose();
    }
}
