using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Models.Embeddings;

/// <summary>Checks what the annotations say.</summary>
internal sealed class EmbeddingOptionsValidator() : AnnotatedOptionsValidator<EmbeddingOptions>(EmbeddingOptions.SectionName);

/// <summary>Checks the settings that depend on each other. Names the key and the mend, never the key of the service.</summary>
internal sealed class EmbeddingOptionsConsistency : IValidateOptions<EmbeddingOptions>
{
    private const int MaxDimensions = 16_384;

    // Keys of local servers may be short; those of public ones are not.
    private const int MinKeyLength = 4;

    public ValidateOptionsResult Validate(string? name, EmbeddingOptions options)
    {
        string?[] faults = options.Provider is null
            ? [ProviderFault(options)]
            : [ModelFault(options), DimensionsFault(options), EndpointFault(options), KeyFault(options)];
        var found = faults.OfType<string>().ToList();
        return found.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }

    private static string? ProviderFault(EmbeddingOptions options)
    {
        var set = options switch
        {
            { Model: not null } => nameof(options.Model),
            { Endpoint: not null } => nameof(options.Endpoint),
            { ApiKey: not null } => nameof(options.ApiKey),
            { Dimensions: not null } => nameof(options.Dimensions),
            _ => null,
        };
        return set is null
            ? null
            : $"Models:Embedding:Provider is missing although Models:Embedding:{set} is set: set it to OpenAI, or remove the other keys of Models:Embedding to search by words alone.";
    }

    private static string? ModelFault(EmbeddingOptions options)
        => string.IsNullOrWhiteSpace(options.Model)
            ? "Models:Embedding:Model is missing or empty: name the model, such as text-embedding-3-small, or remove Models:Embedding:Provider to search by words alone."
            : null;

    private static string? DimensionsFault(EmbeddingOptions options) => options.Dimensions switch
    {
        null => "Models:Embedding:Dimensions is missing: give the number of dimensions of the model's vectors, such as 1536 for text-embedding-3-small.",
        < 1 or > MaxDimensions => FormattableString.Invariant($"Models:Embedding:Dimensions ({options.Dimensions}) must be between 1 and {MaxDimensions}: give what the model's description says."),
        _ => null,
    };

    private static string? EndpointFault(EmbeddingOptions options)
        => options.Endpoint is null || AddressRules.IsHttpsOrLocal(options.Endpoint)
            ? null
            : $"Models:Embedding:Endpoint ({WithoutUser(options.Endpoint)}) is not an https address without a user: correct it, or remove the key to use the provider's own; http is taken for loopback addresses only.";

    private static string? KeyFault(EmbeddingOptions options)
        => options.ApiKey is null && options.Endpoint is not null
            ? null
            : SecretFaults.Find(
                "Models:Embedding:ApiKey", options.ApiKey, MinKeyLength,
                "give the service's key, or remove it and set Models:Embedding:Endpoint to a service that asks for none");

    private static string WithoutUser(Uri url)
        => url.IsAbsoluteUri && url.UserInfo.Length > 0 ? new UriBuilder(url) { UserName = string.Empty, Password = string.Empty }.Uri.ToString() : url.ToString();
}
