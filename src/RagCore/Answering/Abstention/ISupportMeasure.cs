using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Answering.Abstention;

/// <summary>Measures how well passages support an answer, whoever writes it.</summary>
internal interface ISupportMeasure
{
    /// <summary>Returns the support of the best passage, from 0 to 1.</summary>
    double SupportOf(string question, IReadOnlyList<Passage> passages, AccessFilter access);
}
