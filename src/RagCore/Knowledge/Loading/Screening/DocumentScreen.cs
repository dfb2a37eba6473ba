namespace ChatOpsBot.RagCore.Knowledge.Loading.Screening;

/// <summary>
/// Finds what makes a document unfit to be quoted or given to a model until somebody has looked at it: characters nobody sees, and text that
/// gives orders to an assistant instead of telling a person something (rule L-07). It is one wall of several: what a model makes of a
/// document is checked behind it all the same.
/// </summary>
internal static class DocumentScreen
{
    /// <summary>Returns what was found, in words for the owner and without text of the document; null when nothing was.</summary>
    public static string? FaultOf(string text)
        => HiddenCharacters.AreIn(text) ? "characters that nobody sees" : OrderPhrases.AreIn(text) ? "orders to an assistant" : null;
}
