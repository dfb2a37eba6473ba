namespace ChatOpsBot.RagCore.Answering.Generation.Extractive;

/// <summary>A sentence with its marks.</summary>
/// <param name="Passage">Where it stands.</param>
/// <param name="Index">Which of the passage's sentences it is.</param>
/// <param name="Score">How well it answers; what the choice is made on.</param>
/// <param name="Coverage">Where the question's telling words stand.</param>
internal sealed record ScoredSentence(ReadPassage Passage, int Index, double Score, Coverage Coverage)
{
    public Sentences.Sentence Sentence => Passage.Sentences[Index];

    public TermBag Terms => Passage.Terms[Index];
}
