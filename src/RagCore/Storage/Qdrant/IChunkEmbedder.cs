namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>Turns texts into vectors for the collection's <c>dense</c> vector. Without one, search is by words alone.</summary>
internal interface IChunkEmbedder
{
    /// <summary>Gets how many numbers a vector has.</summary>
    int Dimensions { get; }

    /// <summary>Returns one vector for each passage, in order.</summary>
    Task<IReadOnlyList<float[]>> EmbedPassagesAsync(IReadOnlyList<string> passages, CancellationToken cancellationToken);

    /// <summary>Returns the vector of a question.</summary>
    Task<float[]> EmbedQuestionAsync(string question, CancellationToken cancellationToken);
}
