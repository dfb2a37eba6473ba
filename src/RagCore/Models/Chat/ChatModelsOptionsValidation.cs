using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Models.Chat;

/// <summary>Checks what the annotations say.</summary>
internal sealed class ChatModelsOptionsValidator() : AnnotatedOptionsValidator<ChatModelsOptions>(ChatModelsOptions.SectionName);

/// <summary>Checks what the annotations say.</summary>
internal sealed class HedgingOptionsValidator() : AnnotatedOptionsValidator<HedgingOptions>(HedgingOptions.SectionName);

/// <summary>Checks the settings that depend on each other. Names the key and the mend, never the key of the service.</summary>
internal sealed class ChatModelsOptionsConsistency : IValidateOptions<ChatModelsOptions>
{
    // Keys of local servers may be short; those of public ones are not.
    private const int MinKeyLength = 4;
    private const decimal MaxPrice = 1_000_000;

    public ValidateOptionsResult Validate(string? name, ChatModelsOptions options)
    {
        var ofModels = options.Chat.SelectMany((model, number) => FaultsOf(model, FormattableString.Invariant($"Models:Chat:{number}")));
        List<string> found = [.. ofModels, .. NameFaults(options), .. AllowFaults(options)];
        return found.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }

    private static IEnumerable<string> FaultsOf(ChatModelOptions model, string key)
    {
        string?[] faults =
        [
            EndpointFault(model, key),
            KeyFault(model, key),
            PriceFault(model.InputPrice, $"{key}:{nameof(model.InputPrice)}"),
            PriceFault(model.OutputPrice, $"{key}:{nameof(model.OutputPrice)}"),
            TimeoutFault(model, key),
        ];
        return faults.OfType<string>();
    }

    private static string? EndpointFault(ChatModelOptions model, string key)
        => model.Endpoint is null || AddressRules.IsHttpsOrLocal(model.Endpoint)
            ? null
            : $"{key}:Endpoint is not an https address without a user: correct it, or remove the key to use the provider's own; http is taken for loopback addresses only.";

    private static string? KeyFault(ChatModelOptions model, string key)
        => model.ApiKey is null && model.Endpoint is not null
            ? null
            : SecretFaults.Find(
                $"{key}:ApiKey", model.ApiKey, MinKeyLength, $"give the service's key, or remove it and set {key}:Endpoint to a service that asks for none");

    private static string? PriceFault(decimal price, string key)
        => price is < 0 or > MaxPrice
            ? FormattableString.Invariant($"{key} ({price}) must be between 0 and {MaxPrice}: give the price of a million tokens, or remove the key where nothing is paid.")
            : null;

    private static string? TimeoutFault(ChatModelOptions model, string key)
        => model.FirstTokenTimeout > model.TotalTimeout
            ? $"{key}:FirstTokenTimeout ({model.FirstTokenTimeout:c}) is more than {key}:TotalTimeout ({model.TotalTimeout:c}): a call must have time for its first token."
            : null;

    private static IEnumerable<string> NameFaults(ChatModelsOptions options) =>
        from model in options.Chat
        where model.KnownAs.Length > 0
        group model by model.KnownAs into same
        where same.Count() > 1
        select $"Models:Chat has {same.Count()} models named '{same.Key}': give each a Models:Chat:N:Name of its own.";

    private static IEnumerable<string> AllowFaults(ChatModelsOptions options) =>
        from tenant in options.AllowedByTenant
        from allowed in tenant.Value.Select((name, number) => (Name: name, Number: number))
        where !options.Chat.Any(model => string.Equals(model.KnownAs, allowed.Name, StringComparison.Ordinal))
        select $"Models:AllowedByTenant:{tenant.Key}:{allowed.Number} ({allowed.Name}) names no model: use a Models:Chat:N:Name.";
}
