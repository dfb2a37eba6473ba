namespace ChatOpsBot.TestKit.Faults;

/// <summary>
/// Ends a process in a test: at the n-th point that is passed, everything that passes a point stands still for ever, as the threads
/// of a killed process do. What was done before stays done; nothing is cleaned up.
/// </summary>
/// <param name="crashAt">The number of the point, from 1; 0 never crashes and only counts.</param>
public sealed class CrashPoints(int crashAt)
{
    private readonly TaskCompletionSource _crashed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _resumed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly List<string> _passed = [];

    /// <summary>Gets a task that completes when the process has "ended".</summary>
    public Task Crashed => _crashed.Task;

    /// <summary>Gets the names of the points that were passed, in order.</summary>
    public IReadOnlyList<string> Passed
    {
        get
        {
            lock (_gate)
            {
                return [.. _passed];
            }
        }
    }

    /// <summary>Lets everything go on that stands still: the process was not killed, it only slept.</summary>
    public void Resume() => _resumed.SetResult();

    /// <summary>Passes a point, or stands still there.</summary>
    public Task PassAsync(string name)
    {
        lock (_gate)
        {
            _passed.Add(name);
            if (_passed.Count == crashAt)
            {
                _crashed.SetResult();
            }

            return _crashed.Task.IsCompleted ? _resumed.Task : Task.CompletedTask;
        }
    }

    /// <summary>Surrounds an effect with a point before and one after it.</summary>
    public async Task<T> AroundAsync<T>(string name, Func<Task<T>> effect)
    {
        await PassAsync($"before {name}");
        var result = await effect();
        await PassAsync($"after {name}");
        return result;
    }

    /// <summary>Surrounds an effect with a point before and one after it.</summary>
    public async Task AroundAsync(string name, Func<Task> effect)
    {
        await PassAsync($"before {name}");
        await effect();
        await PassAsync($"after {name}");
    }
}
