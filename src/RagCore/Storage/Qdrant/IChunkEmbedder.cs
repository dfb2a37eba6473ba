using ChatOpsBot.RagCore.Knowledge.Dense;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>Turns texts into vectors for the collection's <c>dense</c> vector. Without one, search is by words alone.</summary>
internal interface IChunkEmbedder
{
    /// <summary>Gets how many numbers a vector has.</summary>
    int Dimensions { get; }

    /// <summary>Gets the name of the space of its vectors, in letters and digits: those of two spaces never stand in one collection.</summary>
    string Space { get; }

    /// <summary>Returns one vector for each passage, in order; null for one that will never have one.</summary>
    /// <exception cref="EmbeddingException">There are no vectors to be had now.</exception>
    Task<IReadOnlyList<ReadOnlyMemory<float>?>> EmbedPassagesAsync(ArraySegment<EmbeddedPassage> passages, CancellationToken cancellationToken);

    /// <summary>Returns the vector of a question; null when it cannot be had quickly, and the question is searched by words.</summary>
    Task<ReadOnlyMemory<float>?> EmbedQuestionAsync(string question, CancellationToken cancellationToken);
}
