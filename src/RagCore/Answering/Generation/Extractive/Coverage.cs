namespace ChatOpsBot.RagCore.Answering.Generation.Extractive;

/// <summary>Where the telling words of a question stand, as shares of their weight; each word counts where it stands nearest.</summary>
/// <param name="Own">In the sentence itself.</param>
/// <param name="Before">In the sentence before it.</param>
/// <param name="Above">In the headings, or in the sentence that introduces the list or table.</param>
/// <param name="Title">In the title.</param>
/// <param name="Around">Anywhere else in the passage.</param>
internal readonly record struct Coverage(double Own, double Before, double Above, double Title, double Around)
{
    /// <summary>Gets the share of the question that the passage covers at all.</summary>
    public double Total => Own + Before + Above + Title + Around;
}
