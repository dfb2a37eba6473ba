namespace ChatOpsBot.RagCore.Knowledge.Watching;

/// <summary>For an index that is itself kept elsewhere.</summary>
internal sealed class NoSnapshots : IKnowledgeSnapshots
{
    public Task<IKeptKnowledge?> OpenAsync(CancellationToken cancellationToken) => Task.FromResult<IKeptKnowledge?>(null);

    public Task SaveAsync(ReadOnlyMemory<byte> catalog, CancellationToken cancellationToken) => Task.CompletedTask;
}
