using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Dense;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Dense;

/// <summary>What becomes of questions and documents when the model does not answer.</summary>
public sealed class EmbeddingOutageTests : IDisposable
{
    private readonly FixedTimeProvider _time = new();
    private readonly HybridFixture _fixture;

    public EmbeddingOutageTests() => _fixture = new HybridFixture(_time);

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(EmbeddingFault.Unreachable)]
    [InlineData(EmbeddingFault.OverBudget)]
    [InlineData(EmbeddingFault.Invalid)]
    public async Task A_question_is_answered_by_words_alone_and_the_outage_told_once(EmbeddingFault fault)
    {
        await AddSampleAsync();
        _fixture.Model.Before = (_, _, _) => throw new EmbeddingException(fault, "no");

        for (var number = 0; number < 10; number++)
        {
            await AssertWordsAloneAsync();
        }

        Assert.Equal(1, Count($"[5200] The embedding model does not answer ({fault})"));
        Assert.Equal(3, _fixture.Model.Questions);
    }

    [Fact]
    public async Task Whatever_the_model_throws_the_question_is_answered()
    {
        await AddSampleAsync();
        _fixture.Model.Before = (_, _, _) => throw new NotSupportedException("canary4711");

        await AssertWordsAloneAsync();

        Assert.DoesNotContain("canary4711", _fixture.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_hangs_holds_a_question_for_two_seconds_and_no_longer()
    {
        await AddSampleAsync();
        _fixture.Model.Before = (_, _, _) => Task.Delay(Timeout.Infinite, CancellationToken.None);
        var asking = _fixture.FindAsync("annual leave");

        _time.Advance(QuestionEmbedder.Limit - TimeSpan.FromMilliseconds(1));
        Assert.False(asking.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.NotEmpty(await asking.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(1, Count("[5200] The embedding model does not answer (TimedOut)"));
    }

    [Fact]
    public async Task When_the_outage_is_over_meaning_counts_again()
    {
        _fixture.Model.Vectors.Same("holiday", "leave");
        await AddSampleAsync();
        _fixture.Model.Before = (_, _, _) => throw new EmbeddingException(EmbeddingFault.Unreachable, "no");
        for (var number = 0; number < 5; number++)
        {
            Assert.Empty(await _fixture.FindAsync("holiday"));
        }

        _fixture.Model.Before = (_, _, _) => Task.CompletedTask;
        Assert.Empty(await _fixture.FindAsync("holiday"));
        _time.Advance(TimeSpan.FromSeconds(16));

        Assert.NotEmpty(await _fixture.FindAsync("holiday"));
        Assert.Equal(1, Count("[5201]"));
    }

    [Fact]
    public async Task A_person_who_gives_up_is_no_outage()
    {
        await AddSampleAsync();
        _fixture.Model.Before = (_, _, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
        using var cancel = new CancellationTokenSource();
        var asking = _fixture.Index.SearchAsync("leave", Documents.Everyone, 10, cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.Equal(0, Count("[5200]"));
    }

    [Fact]
    public async Task What_has_no_vector_yet_is_found_by_words_beside_what_has_one()
    {
        await AddSampleAsync();
        _fixture.Model.Before = (_, isQuestion, _) => isQuestion ? Task.CompletedTask : throw new EmbeddingException(EmbeddingFault.RateLimited, "no");

        await _fixture.Index.UpsertAsync([Documents.Of("Parental leave is long", "parental.txt")], CancellationToken.None);

        Assert.Contains(await _fixture.FindAsync("parental leave"), passage => passage.Chunk.Document.Id == "parental.txt");
        Assert.Equal(1, _fixture.Dense.WaitingCount);
    }

    [Fact]
    public async Task Documents_that_came_during_an_outage_get_their_vectors_after_it()
    {
        var isDown = true;
        _fixture.Model.Before = (_, _, _) => isDown ? throw new EmbeddingException(EmbeddingFault.Unreachable, "no") : Task.CompletedTask;
        await _fixture.Index.UpsertAsync([Documents.Of("Annual leave", "a.txt"), Documents.Of("Sick leave", "b.txt")], CancellationToken.None);
        await Eventually.HoldsAsync(() => Task.FromResult(_time.Timers > 0));
        isDown = false;

        await Eventually.HoldsAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(_fixture.Dense.WaitingCount == 0);
        });

        Assert.Equal(2, _fixture.Dense.CountOf(Documents.Everyone.Tenant));
    }

    [Fact]
    public async Task A_passage_the_model_refuses_keeps_no_other_from_its_vector()
    {
        _fixture.Model.Before = (texts, _, _) => texts.Any(text => text.Contains("poison", StringComparison.Ordinal))
            ? throw new EmbeddingException(EmbeddingFault.Refused, "no")
            : Task.CompletedTask;
        var documents = Enumerable.Range(0, 300).Select(number => Documents.Of(number == 137 ? "poison" : $"leave {number}", $"{number}.txt")).ToArray();

        await _fixture.AddAsync(documents);

        Assert.Equal(299, _fixture.Dense.CountOf(Documents.Everyone.Tenant));
        Assert.Contains(await _fixture.FindAsync("poison"), passage => passage.Chunk.Document.Id == "137.txt");
        Assert.Equal(1, Count("[5202]"));
    }

    [Fact]
    public async Task A_document_longer_than_a_slice_that_failed_in_its_middle_is_embedded_once()
    {
        var calls = 0;
        _fixture.Model.Before = (_, isQuestion, _) => !isQuestion && ++calls == 2 ? throw new EmbeddingException(EmbeddingFault.Unreachable, "no") : Task.CompletedTask;
        var text = string.Join("\n\n", Enumerable.Range(0, PassageEmbedder.SliceSize * 2).Select(number => $"{number} {string.Join(' ', Enumerable.Repeat("leave", 230))}"));
        await _fixture.Index.UpsertAsync([Documents.Of(text, "long.txt")], CancellationToken.None);

        await Eventually.HoldsAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(_fixture.Dense.WaitingCount == 0);
        });

        var chunks = EmbeddedText.Of(Documents.Of(text, "long.txt")).Count();
        Assert.True(chunks > PassageEmbedder.SliceSize);
        Assert.Equal(chunks, _fixture.Dense.CountOf(Documents.Everyone.Tenant));
    }

    private Task AddSampleAsync() => _fixture.AddAsync(Documents.Of("Annual leave is 27 days.", "leave.txt"), Documents.Of("Sick leave needs a note.", "sick.txt"));

    private async Task AssertWordsAloneAsync()
    {
        var worded = await _fixture.Lexical.SearchAsync("annual leave", Documents.Everyone, 10, CancellationToken.None);
        Assert.Equal(worded.Select(Describe), (await _fixture.FindAsync("annual leave")).Select(Describe));
    }

    private int Count(string line) => _fixture.Logs.Text.Split(line).Length - 1;

    private static string Describe(Passage passage) => $"{passage.Chunk.Document.Id} {passage.Score:R}";
}
