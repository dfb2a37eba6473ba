using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Answering.Abstention;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Answering.Abstention;

public sealed class MeasuredThresholdTests : IDisposable
{
    private readonly LexicalIndex _index = new();
    private readonly FixedTimeProvider _time = new();
    private readonly CountingMeasure _measure = new();

    public void Dispose() => _index.Dispose();

    [Fact]
    public void What_is_configured_holds_and_nothing_is_measured()
    {
        using var threshold = Threshold(new AnsweringOptions { MinimumSupport = 0.3 });

        Assert.Equal(0.3, threshold.SupportFor(TenantId.Default));
        Assert.Equal(0, _measure.Asked);
    }

    [Fact]
    public async Task A_tenant_is_measured_beside_its_first_question_and_not_again_for_the_same_documents()
    {
        using var threshold = Threshold(new AnsweringOptions());

        Assert.Equal(SupportCalibrator.Least, threshold.SupportFor(TenantId.Default));
        await threshold.Measuring;
        Assert.Equal(SupportCalibrator.Most, threshold.SupportFor(TenantId.Default));
        _time.Advance(TimeSpan.FromHours(2));
        threshold.SupportFor(TenantId.Default);

        Assert.Equal(ForeignQuestions.All.Count, _measure.Asked);
    }

    [Fact]
    public async Task Changed_documents_are_measured_again_after_a_pause()
    {
        using var threshold = Threshold(new AnsweringOptions());
        await threshold.CalibrateAsync(TestDocuments.Everyone, default);
        await _index.UpsertAsync([TestDocuments.Plain("a", "A", "Something.")], default);

        threshold.SupportFor(TenantId.Default);
        Assert.Equal(ForeignQuestions.All.Count, _measure.Asked);

        _time.Advance(TimeSpan.FromMinutes(61));
        threshold.SupportFor(TenantId.Default);
        await threshold.Measuring;
        Assert.Equal(2 * ForeignQuestions.All.Count, _measure.Asked);
    }

    [Fact]
    public async Task An_index_that_cannot_be_asked_leaves_what_was_known_and_is_tried_again()
    {
        using var threshold = Threshold(new AnsweringOptions());
        _measure.Fault = new StoreUnavailableException("away");

        threshold.SupportFor(TenantId.Default);
        await threshold.Measuring;
        Assert.Equal(SupportCalibrator.Least, threshold.SupportFor(TenantId.Default));

        _measure.Fault = null;
        _time.Advance(TimeSpan.FromMinutes(61));
        threshold.SupportFor(TenantId.Default);
        await threshold.Measuring;
        Assert.Equal(SupportCalibrator.Most, threshold.SupportFor(TenantId.Default));
    }

    private MeasuredThreshold Threshold(AnsweringOptions options) => new(
        new SupportCalibrator(_index, _measure, Options.Create(options)), _index, Options.Create(options), _time, NullLogger<MeasuredThreshold>.Instance);

    private sealed class CountingMeasure : ISupportMeasure
    {
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        public Exception? Fault { get; set; }

        public double SupportOf(string question, IReadOnlyList<Passage> passages, AccessFilter access)
        {
            Interlocked.Increment(ref _asked);
            return Fault is null ? 0.9 : throw Fault;
        }
    }
}
