namespace ChatOpsBot.TestKit.Faults.Replicas;

/// <summary>What is asked in the drills, and how its answer is told from an apology.</summary>
internal static class FaultQuestions
{
    public const string Text = "How many days of annual leave can I carry over?";

    private const string Apology = "I could not answer your question";

    public static ShownKind KindOf(string seen) => seen.Contains(Apology, StringComparison.Ordinal) ? ShownKind.Apology : ShownKind.Answer;
}
