namespace ChatOpsBot.RagCore.Knowledge.Lexical;

/// <summary>The constants of the ranking and its two formulas.</summary>
internal static class Bm25
{
    public const float K1 = 1.2f;
    public const float B = 0.75f;

    public const int TitleWeight = 3;
    public const int HeadingWeight = 2;

    /// <summary>What an ordered pair of question words side by side counts beside single words.</summary>
    public const float PairWeight = 0.5f;

    /// <summary>What is left of the score of a superseded document.</summary>
    public const float SupersededWeight = 0.8f;

    public static float Idf(int documents, int withTerm) => MathF.Log(1 + ((documents - withTerm + 0.5f) / (withTerm + 0.5f)));

    public static float Saturate(float frequency, float norm) => frequency * (K1 + 1) / (frequency + norm);
}
