using ChatOpsBot.RagCore.Access.Secrets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what encrypts stored secrets.</summary>
public static class SecretsServiceCollectionExtensions
{
    /// <summary>Adds the <see cref="SecretBox"/>. It needs no key until something is encrypted.</summary>
    public static IServiceCollection AddSecretBox(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<EncryptionOptions>().BindConfiguration(EncryptionOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EncryptionOptions>, EncryptionOptionsValidation>());
        services.TryAddSingleton<SecretBox>();
        return services;
    }
}
