namespace ChatOpsBot.RagCore.Answering.Generation;

/// <summary>Drafts an answer from passages. The draft may be wrong in every way; the citation verifier decides what is said.</summary>
internal interface IAnswerGenerator
{
    /// <summary>Drafts an answer to a question that stands alone.</summary>
    /// <param name="request">The question and its passages.</param>
    /// <param name="sink">Is told each statement as soon as it is whole, in the order of the draft.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ModelsUnavailableException">The draft needs a model and none can be asked.</exception>
    Task<AnswerDraft> GenerateAsync(GenerationRequest request, IDraftSink sink, CancellationToken cancellationToken);
}

/// <summary>Reads a draft while it is being written.</summary>
internal interface IDraftSink
{
    /// <summary>Takes the next statement.</summary>
    void Add(DraftStatement statement);
}

/// <summary>Reads nothing: for drafts that are only wanted whole.</summary>
internal sealed class NoSink : IDraftSink
{
    public static NoSink Instance { get; } = new();

    public void Add(DraftStatement statement)
    {
        // The whole draft is returned anyway.
    }
}
