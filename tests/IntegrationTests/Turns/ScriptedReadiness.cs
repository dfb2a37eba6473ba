using ChatOpsBot.RagCore.Knowledge.Watching;

namespace ChatOpsBot.IntegrationTests.Turns;

/// <summary>Documents that are read when the test says so.</summary>
internal sealed class ScriptedReadiness : IKnowledgeReadiness
{
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static ScriptedReadiness Loaded
    {
        get
        {
            var readiness = new ScriptedReadiness();
            readiness.Load();
            return readiness;
        }
    }

    public bool IsLoaded => _loaded.Task.IsCompleted;

    public ReadingProgress Progress => default;

    /// <summary>Gets a task that ends when somebody waits for the documents.</summary>
    public Task Asked => _asked.Task;

    public void Load() => _loaded.SetResult();

    public Task WaitUntilLoadedAsync(CancellationToken cancellationToken)
    {
        _asked.TrySetResult();
        return _loaded.Task.WaitAsync(cancellationToken);
    }
}
