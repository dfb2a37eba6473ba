namespace ChatOpsBot.RagCore.Answering.Generation;

/// <summary>Drafts an answer from passages. The draft may be wrong in every way; the citation verifier decides what is said.</summary>
internal interface IAnswerGenerator
{
    /// <summary>Drafts an answer to a question that stands alone.</summary>
    /// <param name="request">The question and its passages.</param>
    /// <param name="sink">Takes each statement as soon as it is whole, in the order of the draft.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>How the draft came about. Its statements went to the sink.</returns>
    /// <exception cref="ModelsUnavailableException">The draft needs a model and none can be asked, or none wrote what can be read. The sink took no statement.</exception>
    Task<AnswerDraft> GenerateAsync(GenerationRequest request, IDraftSink sink, CancellationToken cancellationToken);
}

/// <summary>Reads a draft while it is being written.</summary>
internal interface IDraftSink
{
    /// <summary>Takes the next statement; says whether it holds and so is part of the answer.</summary>
    bool Add(DraftStatement statement);

    /// <summary>Is told that the draft begins again from its start. What was taken before stays.</summary>
    void Restart();
}
