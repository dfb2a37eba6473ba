namespace ChatOpsBot.TestKit.Faults.Replicas;

/// <summary>Notes when anything of the bot was seen first in each place, a placeholder included.</summary>
public sealed class ReactionWatch : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    private readonly SignsAfter _signs;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<string, DateTimeOffset> _seen = new(StringComparer.Ordinal);
    private readonly Task _looking;

    public ReactionWatch(SignsAfter signs)
    {
        _signs = signs;
        _looking = LookAsync();
    }

    /// <summary>Stops looking and returns how long each question waited for its first sign, shortest first. Questions that share a place are left out.</summary>
    public async Task<IReadOnlyList<TimeSpan>> EndAsync(IReadOnlyList<LedgerQuestion> questions)
    {
        await _stopping.CancelAsync();
        await _looking;
        return [.. questions.GroupBy(question => question.Place).Where(place => place.Count() == 1).SelectMany(place => place)
            .Where(question => _seen.ContainsKey(question.Place))
            .Select(question => _seen[question.Place] - question.AskedAt)
            .Order()];
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _looking;
        _stopping.Dispose();
    }

    private async Task LookAsync()
    {
        var read = 0;
        while (!_stopping.IsCancellationRequested)
        {
            var now = DateTimeOffset.UtcNow;
            foreach (var place in _signs(ref read))
            {
                _seen.TryAdd(place, now);
            }

            await Task.Delay(Look, _stopping.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }
}

/// <summary>Returns the places in which the bot gave a sign since the last look: looking at everything again would take the machine from those who are watched.</summary>
/// <param name="read">How much of what the platform keeps was looked at; moved on.</param>
public delegate IReadOnlyList<string> SignsAfter(ref int read);
