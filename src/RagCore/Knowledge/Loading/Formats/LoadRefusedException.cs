namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats;

/// <summary>Ends the reading of one file, from however deep inside it.</summary>
/// <param name="outcome">Why the file is skipped.</param>
/// <param name="detail">The format or program the outcome is about; never text of the file.</param>
internal sealed class LoadRefusedException(LoadOutcome outcome, string? detail = null) : Exception(outcome.ToString())
{
    public LoadOutcome Outcome { get; } = outcome;

    public string? Detail { get; } = detail;
}
