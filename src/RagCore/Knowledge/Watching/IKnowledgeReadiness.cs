namespace ChatOpsBot.RagCore.Knowledge.Watching;

/// <summary>Says whether the documents have been read once, so that a process is not called ready before it can answer.</summary>
public interface IKnowledgeReadiness
{
    /// <summary>Gets a value indicating whether every source was read at least once.</summary>
    bool IsLoaded { get; }

    /// <summary>Gets how far the reading is that goes on now.</summary>
    ReadingProgress Progress { get; }

    /// <summary>Completes when every source was read at least once.</summary>
    Task WaitUntilLoadedAsync(CancellationToken cancellationToken);
}
