using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Loading;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Answering.Attachments;

/// <summary>Makes documents of a file's bytes, with less room and time than the knowledge folders have: somebody waits.</summary>
/// <param name="time">The clock.</param>
/// <param name="options">The limits.</param>
/// <param name="load">Stands in for the loaders in tests.</param>
internal sealed class FileTextReader(
    TimeProvider time, IOptions<AttachmentOptions> options, Func<KnowledgeSource, string, ReadOnlyMemory<byte>, LoadResult>? load = null) : IDisposable
{
    /// <summary>Who may read such documents: a search over them names it, and no other search does.</summary>
    public const string Reader = "thread";

    private const int PageLength = 5_000;

    private readonly Func<KnowledgeSource, string, ReadOnlyMemory<byte>, LoadResult> _load = load ?? DocumentLoader.Load;

    // A reader cannot be called off, only be left to its own limits: its place is free again when it has really ended.
    private readonly SemaphoreSlim _places = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>Reads one file. Whatever is wrong with it is what a person is told.</summary>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="id">The platform's id of it.</param>
    /// <param name="name">Its name as a person is shown it.</param>
    /// <param name="path">A name by which a loader reads it.</param>
    /// <param name="bytes">Its content.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<ReadFile> ReadAsync(TenantId tenant, string id, string name, string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Value.ReadTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var result = await LoadAsync(SourceOf(tenant, id), path, bytes, either.Token);
            return Judge(result, name);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ReadFile.NotRead(name, Phrase.FileTookTooLong);
        }
    }

    public void Dispose() => _places.Dispose();

    private static KnowledgeSource SourceOf(TenantId tenant, string id)
        => new(Folder: string.Empty, "files of this thread", tenant, [Reader], BaseUrl: null, $"thread/{id}/");

    private async Task<LoadResult> LoadAsync(KnowledgeSource source, string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        var loading = Task.Run(
            () =>
            {
                try
                {
                    return _load(source, path, bytes);
                }
                finally
                {
                    _places.Release();
                }
            },
            CancellationToken.None);
        return await loading.WaitAsync(cancellationToken);
    }

    private ReadFile Judge(LoadResult result, string name)
    {
        var parts = result.Flatten();
        Document[] read = [.. parts.Select(part => part.Document).OfType<Document>().Select(document => Shown(document, name))];
        if (read.Length == 0)
        {
            return ReadFile.NotRead(name, FaultOf(parts.Count == 0 ? result.Outcome : parts[0].Outcome));
        }

        return read.Sum(PagesOf) > options.Value.MaxPages ? ReadFile.NotRead(name, Phrase.FileTooLong) : new ReadFile(name, read, Fault: null);
    }

    // The file has no address of ours: who may see it sees it in the thread.
    private static Document Shown(Document document, string name) => document with { Title = name, Link = null, HasLineAnchors = false };

    private static int PagesOf(Document document) => Math.Max(document.Places.Count, (document.Text.Length + PageLength - 1) / PageLength);

    private static Phrase FaultOf(LoadOutcome outcome) => outcome switch
    {
        LoadOutcome.Empty or LoadOutcome.NoText => Phrase.FileHasNoText,
        LoadOutcome.UnknownFormat or LoadOutcome.Binary or LoadOutcome.Undecodable or LoadOutcome.Private => Phrase.FileOfUnknownKind,
        LoadOutcome.Encrypted => Phrase.FileProtected,
        LoadOutcome.Quarantined => Phrase.FileSuspicious,
        LoadOutcome.TooLarge or LoadOutcome.TooLong or LoadOutcome.Expanded => Phrase.FileTooLong,
        LoadOutcome.Timeout => Phrase.FileTookTooLong,
        LoadOutcome.ToolMissing => Phrase.FileReaderMissing,
        _ => Phrase.FileDamaged,
    };
}
