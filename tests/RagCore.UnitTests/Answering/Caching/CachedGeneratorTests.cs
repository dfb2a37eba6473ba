using System.Diagnostics.Metrics;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Answering.Caching;
using ChatOpsBot.RagCore.Answering.Generation.Extractive;
using ChatOpsBot.RagCore.Answering.Generation.Model;
using ChatOpsBot.RagCore.Answering.Rewriting;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using ChatOpsBot.TestKit.Models;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Answering.Caching;

public sealed class CachedGeneratorTests : IDisposable
{
    private const string Question = "How many days of leave do staff get?";

    private readonly LexicalIndex _index = new();
    private readonly FixedTimeProvider _time = new();
    private readonly AnswerCacheOptions _options = new() { TimeToLive = TimeSpan.FromMinutes(10) };
    private readonly AlikeQuestions _alike = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly List<string> _lookups = [];
    private readonly MeterListener _listener = new();
    private readonly InProcessAnswerCache _cache;
    private readonly ScriptedChatClient _model = new(
        """{"statements":[{"text":"Staff get 27 days of leave.","quotes":[{"passage":1,"quote":"Staff get 27 days of leave."}]}]}""");

    public CachedGeneratorTests()
    {
        _cache = new InProcessAnswerCache(_time, Options.Create(_options));
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "chatopsbot.cache.lookups" && instrument.Meter.Scope == _services.GetRequiredService<IMeterFactory>())
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => _lookups.Add((string)tags[0].Value!));
        _listener.Start();
        _index.UpsertAsync([Leave("v1", Principals.Everyone), Manager()], default).GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _index.Dispose();
        _listener.Dispose();
        _services.Dispose();
        _model.Dispose();
    }

    [Fact]
    public async Task The_same_question_is_paid_for_once()
    {
        var first = await AskAsync();
        var second = await AskAsync("how many days of leave do staff  get");

        Assert.Single(_model.Calls);
        Assert.Equal(Text(first), Text(second));
        Assert.Equal("answer", second.Versions["cache"]);
        Assert.Equal(["miss", "hit"], _lookups);
    }

    [Fact]
    public async Task After_its_time_or_when_it_is_turned_off_it_is_asked_again()
    {
        await AskAsync();
        _time.Advance(TimeSpan.FromMinutes(11));
        await AskAsync();
        _options.Enabled = false;
        await AskAsync();

        Assert.Equal(3, _model.Calls.Count);
    }

    [Fact]
    public async Task What_one_may_read_more_is_not_answered_to_who_may_not()
    {
        await _index.UpsertAsync([Leave("v1", "group:hr")], default);

        var hr = await AskAsync(access: AccessFilter.For(TenantId.Default, [Principals.Everyone, "group:hr"]));
        var other = await AskAsync();

        Assert.IsType<AnswerReply>(hr.Reply);
        Assert.DoesNotContain("27", Text(other), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_taken_away_or_changed_is_a_miss()
    {
        await AskAsync();
        await _index.UpsertAsync([Leave("v2", Principals.Everyone)], default);
        await AskAsync();
        Assert.Equal(2, _model.Calls.Count);

        await _index.RemoveAsync(TenantId.Default, ["people/leave.md"], default);
        Assert.DoesNotContain("27", Text(await AskAsync()), StringComparison.Ordinal);
        Assert.DoesNotContain("hit", _lookups);
    }

    [Fact]
    public async Task Another_organisation_with_the_same_document_is_a_miss()
    {
        var tenant = new TenantId("other");
        await _index.UpsertAsync([Leave("v1", Principals.Everyone) with { Tenant = tenant }, Manager() with { Tenant = tenant }], default);

        await AskAsync();
        await AskAsync(access: AccessFilter.For(tenant, [Principals.Everyone]));

        Assert.Equal(2, _model.Calls.Count);
    }

    [Fact]
    public async Task What_was_tampered_with_is_verified_again()
    {
        await AskAsync();
        var poisoned = new PoisonedCache();

        var answer = await AskAsync(cache: poisoned);

        Assert.Equal(2, _model.Calls.Count);
        Assert.DoesNotContain("99", Text(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_that_means_the_same_is_answered_alike()
    {
        using var embeddings = new OneVector();

        await AskAsync(embeddings: embeddings);
        var alike = await AskAsync("How much leave do the employees get?", embeddings: embeddings);

        Assert.Single(_model.Calls);
        Assert.Equal("answer", alike.Versions["cache"]);
        Assert.Equal(["miss", "alike"], _lookups);
    }

    [Theory]
    [InlineData("What is the salary of Ann?", "What is the salary of Anna?", false)]
    [InlineData("what is the salary of ann", "what is the salary of anna", false)]
    [InlineData("What is the limit for 2025?", "What is the limit for 2026?", false)]
    [InlineData("May staff carry leave over?", "May staff not carry leave over?", false)]
    [InlineData("What is the hotel limit in Lisbon?", "What is the hotel limit in Leeds?", false)]
    [InlineData("what is the salary of peter", "what is the salary of paula", false)]
    [InlineData("Peter earns what?", "Paula earns what?", false)]
    [InlineData("wie hoch ist das limit in berlin", "wie hoch ist das limit in hamburg", false)]
    [InlineData("does ann report to bob", "does bob report to ann", false)]
    [InlineData("can managers see my leave", "can contractors see my leave", false)]
    [InlineData("when is the bonus paid", "why is the bonus paid", false)]
    [InlineData("what is the limit per day", "what is the limit per week", false)]
    [InlineData("how is c# used", "how is c++ used", false)]
    [InlineData("How many days of leave do staff get?", "How much leave do staff get?", true)]
    [InlineData("What is the hotel limit in Leeds?", "hotel limits in Leeds please", true)]
    public void Near_in_meaning_is_not_enough(string left, string right, bool areTold) => Assert.Equal(areTold, AlikeQuestions.AreTold(left, right));

    [Fact]
    public void A_story_is_alike_to_no_other()
    {
        var story = string.Join(' ', Enumerable.Repeat("and then", 100));
        _alike.Add("p", story, new float[] { 1 }, "key");

        Assert.Empty(_alike.Find("p", story, new float[] { 1 }, 0.95));
    }

    [Theory]
    [InlineData("Title")]
    [InlineData("Effective")]
    [InlineData("IsSuperseded")]
    public async Task What_a_model_is_told_beside_the_text_is_part_of_the_key(string what)
    {
        await AskAsync();
        var leave = Leave("v1", Principals.Everyone);
        await _index.UpsertAsync([what switch { "Title" => leave with { Title = "Old Leave" }, "Effective" => leave with { Effective = new DateOnly(2026, 1, 1) }, _ => leave with { IsSuperseded = true } }], default);
        await AskAsync();

        Assert.Equal(2, _model.Calls.Count);
    }

    [Fact]
    public async Task It_is_bounded()
    {
        _options.MaxAnswers = 3;
        for (var i = 0; i < 10; i++)
        {
            await _cache.PutAsync($"{i}", new CachedDraft([], i), default);
        }

        Assert.Null(await _cache.FindAsync("6", default));
        Assert.Equal(7, (await _cache.FindAsync("7", default))!.Cost);
    }

    private static Document Leave(string version, string reader) => TestDocuments.Markdown("people/leave.md", "Leave", "# Leave\n\nStaff get 27 days of leave.\n") with
    {
        Version = version,
        Readers = [reader],
    };

    private static Document Manager() => TestDocuments.Markdown("people/manager.md", "Managers", "# Managers\n\nManagers approve the leave of their staff within days.\n");

    private static string Text(QuestionOutcome outcome)
        => outcome.Reply is AnswerReply answer ? string.Join(' ', answer.Statements.Select(statement => statement.Text)) : string.Empty;

    private async Task<QuestionOutcome> AskAsync(
        string question = Question, AccessFilter? access = null, IAnswerCache? cache = null, IEmbeddingGenerator<string, Embedding<float>>? embeddings = null)
    {
        var extractive = new ExtractiveGenerator(_index, ScoringWeights.Default);
        var prompts = new PlainPrompts();
        var generator = new CachedGenerator(
            new ModelGenerator(_model, prompts, extractive, new Random(1)), cache ?? _cache, _alike, embeddings, prompts, extractive,
            new CacheMetrics(_services.GetRequiredService<IMeterFactory>()), "model-1", Options.Create(_options));
        var options = Options.Create(new AnsweringOptions());
        var answerer = new QuestionAnswerer(new HeuristicRewriter(), _index, NoReranking.Create(), generator, new ReplyComposer(_index, options), new FixedThreshold(), options, _time);
        return await answerer.AnswerAsync(new Question(question, [], null), access ?? TestDocuments.Everyone, new Progress<TurnProgress>(), default);
    }

    /// <summary>Says of every question that it was answered with what no document says.</summary>
    private sealed class PoisonedCache : IAnswerCache
    {
        public Task<CachedDraft?> FindAsync(string key, CancellationToken cancellationToken) => Task.FromResult<CachedDraft?>(new CachedDraft(
            [new CachedStatement("Staff get 99 days of leave.", [new CachedQuote("people/leave.md", "v1", 0, 1, "Staff get 27 days of leave.")])], 1));

        public Task PutAsync(string key, CachedDraft draft, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>Finds every text alike.</summary>
    private sealed class OneVector : IEmbeddingGenerator<string, Embedding<float>>
    {
        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
            => Task.FromResult(new GeneratedEmbeddings<Embedding<float>>([.. values.Select(_ => new Embedding<float>(new float[] { 1, 0 }))]));

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
