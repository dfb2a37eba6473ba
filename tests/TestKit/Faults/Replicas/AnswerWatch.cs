namespace ChatOpsBot.TestKit.Faults.Replicas;

/// <summary>Notes when each final message was seen first.</summary>
public sealed class AnswerWatch : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly Func<IReadOnlyList<ShownMessage>> _shown;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly List<(string Place, DateTimeOffset At)> _seen = [];
    private readonly Task _looking;

    public AnswerWatch(Func<IReadOnlyList<ShownMessage>> shown)
    {
        _shown = shown;
        _looking = LookAsync();
    }

    /// <summary>Returns how long after a moment the next final message was seen; null when there was none.</summary>
    public TimeSpan? NextAfter(DateTimeOffset moment)
    {
        lock (_gate)
        {
            return _seen.Where(answer => answer.At > moment).Select(answer => (TimeSpan?)(answer.At - moment)).Min();
        }
    }

    /// <summary>Returns how long each answered question waited for its answer, shortest first.</summary>
    public IReadOnlyList<TimeSpan> Waits(IReadOnlyList<LedgerQuestion> questions)
    {
        lock (_gate)
        {
            var answers = _seen.ToLookup(answer => answer.Place, answer => answer.At);
            return [.. questions.GroupBy(question => question.Place)
                .SelectMany(place => place.Select(question => question.AskedAt).Order().Zip(answers[place.Key].Order(), (asked, answered) => answered - asked))
                .Order()];
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _seen.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _looking;
        _stopping.Dispose();
    }

    private async Task LookAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            Note(_shown(), DateTimeOffset.UtcNow);
            await Task.Delay(Look, _stopping.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }

    private void Note(IReadOnlyList<ShownMessage> shown, DateTimeOffset now)
    {
        lock (_gate)
        {
            var known = _seen.CountBy(answer => answer.Place).ToDictionary(StringComparer.Ordinal);
            foreach (var (place, finals) in shown.Where(message => message.Kind is not ShownKind.Placeholder).CountBy(message => message.Place))
            {
                _seen.AddRange(Enumerable.Repeat((place, now), Math.Max(0, finals - known.GetValueOrDefault(place))));
            }
        }
    }
}
