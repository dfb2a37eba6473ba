namespace ChatOpsBot.RagCore.Inbox;

/// <summary>What one call of a model used.</summary>
/// <param name="Model">The configured name of the model, as in <c>Models:Chat:N:Name</c>.</param>
/// <param name="Purpose">What it was called for.</param>
/// <param name="InputTokens">Tokens read.</param>
/// <param name="OutputTokens">Tokens written.</param>
/// <param name="Cost">The price in the currency of the price table, exact.</param>
/// <param name="IsEstimated">Whether the tokens were counted by us, because the provider did not say.</param>
public sealed record ModelCharge(string Model, ModelPurpose Purpose, long InputTokens, long OutputTokens, decimal Cost, bool IsEstimated);

/// <summary>What a model is called for.</summary>
public enum ModelPurpose
{
    /// <summary>To make a follow-up question stand alone.</summary>
    Rewrite,

    /// <summary>To order passages.</summary>
    Rerank,

    /// <summary>To draft an answer.</summary>
    Answer,

    /// <summary>To draft an answer again, because the first could not be read.</summary>
    Repair,
}
