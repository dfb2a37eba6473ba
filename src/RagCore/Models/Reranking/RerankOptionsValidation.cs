using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Models.Reranking;

/// <summary>Checks what the annotations say.</summary>
internal sealed class RerankOptionsValidator() : AnnotatedOptionsValidator<RerankOptions>(RerankOptions.SectionName);

/// <summary>Checks the settings that depend on each other. Names the key and the mend, never the key of the service.</summary>
internal sealed class RerankOptionsConsistency : IValidateOptions<RerankOptions>
{
    private const int MinKeyLength = 4;
    private const int MaxTopN = 100;

    public ValidateOptionsResult Validate(string? name, RerankOptions options)
    {
        string?[] faults = options.Provider is RerankProvider.Cohere
            ? [ModelFault(options), EndpointFault(options), KeyFault(options), TopNFault(options)]
            : [NotNeeded(options)];
        var found = faults.OfType<string>().ToList();
        return found.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }

    private static string? NotNeeded(RerankOptions options)
    {
        var set = options switch
        {
            { Model: not null } => nameof(options.Model),
            { Endpoint: not null } => nameof(options.Endpoint),
            { ApiKey: not null } => nameof(options.ApiKey),
            { TopN: not null } => nameof(options.TopN),
            _ => null,
        };
        return set is null ? null : $"Models:Rerank:{set} is set although Models:Rerank:Provider is not Cohere: set the provider to Cohere, or remove the key.";
    }

    private static string? ModelFault(RerankOptions options)
        => string.IsNullOrWhiteSpace(options.Model)
            ? "Models:Rerank:Model is missing or empty: name the model, such as rerank-v3.5, or remove Models:Rerank:Provider to keep the search's order."
            : null;

    private static string? EndpointFault(RerankOptions options)
        => options.Endpoint is null || AddressRules.IsHttpsOrLocal(options.Endpoint)
            ? null
            : "Models:Rerank:Endpoint is not an https address without a user: correct it, or remove the key to use the provider's own; http is taken for loopback addresses only.";

    private static string? KeyFault(RerankOptions options)
        => options.ApiKey is null && options.Endpoint is not null
            ? null
            : SecretFaults.Find(
                "Models:Rerank:ApiKey", options.ApiKey, MinKeyLength, "give the service's key, or remove it and set Models:Rerank:Endpoint to a service that asks for none");

    private static string? TopNFault(RerankOptions options)
        => options.TopN is null or (>= 1 and <= MaxTopN)
            ? null
            : FormattableString.Invariant($"Models:Rerank:TopN ({options.TopN}) must be between 1 and {MaxTopN}: correct it, or remove the key to have all passages put in order.");
}

/// <summary>Refuses the order of a chat model where there is none.</summary>
internal sealed class RerankModelPresence(IServiceProviderIsService services) : IValidateOptions<RerankOptions>
{
    public ValidateOptionsResult Validate(string? name, RerankOptions options)
        => options.Provider is RerankProvider.ChatModel && !services.IsService(typeof(IChatClient))
            ? ValidateOptionsResult.Fail("Models:Rerank:Provider is ChatModel although Models:Chat names no model: name one there, or remove Models:Rerank:Provider to keep the search's order.")
            : ValidateOptionsResult.Success;
}
