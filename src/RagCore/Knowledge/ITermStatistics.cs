using ChatOpsBot.RagCore.Access;

namespace ChatOpsBot.RagCore.Knowledge;

/// <summary>How telling words are in the documents of one tenant. Decides how much of a question an answer covers.</summary>
public interface ITermStatistics
{
    /// <summary>
    /// Returns the inverse document frequency, ln(1 + (N − n + ½) / (n + ½)), of a term as the analyzer gives it, over chunks of the
    /// filter's tenant. A word that stands nowhere gets the highest value; an index without documents gives 0.
    /// </summary>
    double RarityOf(string term, AccessFilter access);
}
