namespace ChatOpsBot.RagCore.Knowledge.Lexical;

/// <summary>The constants of BM25 over weighted fields and its two formulas.</summary>
internal static class Bm25
{
    public const float K1 = 1.2f;
    public const float B = 0.75f;

    public const int TitleWeight = 3;
    public const int HeadingWeight = 2;

    public static float Idf(int documents, int withTerm) => MathF.Log(1 + ((documents - withTerm + 0.5f) / (withTerm + 0.5f)));

    public static float Norm(int length, float averageLength) => K1 * (1 - B + (B * length / averageLength));

    public static float Saturate(float frequency, float norm) => frequency * (K1 + 1) / (frequency + norm);
}
