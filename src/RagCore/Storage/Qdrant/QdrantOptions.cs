using System.ComponentModel.DataAnnotations;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>How Qdrant is used in server mode.</summary>
public sealed class QdrantOptions
{
    public const string SectionName = "Storage:Qdrant";

    /// <summary>Gets or sets the address of its HTTP interface. Without one, every replica keeps the index in its own memory.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Gets or sets the key that may read and write the collection. Sent over https, or http on this machine, only.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Gets or sets the alias that searches use; the collections behind it have its name with a version. <c>chatopsbot</c> by default.</summary>
    [Required]
    public string Collection { get; set; } = "chatopsbot";

    /// <summary>Gets or sets how long one use may take, with all its tries. 5 seconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>Checks what the annotations say.</summary>
internal sealed class QdrantOptionsValidator() : AnnotatedOptionsValidator<QdrantOptions>(QdrantOptions.SectionName);

/// <summary>Checks the address, the key and the name. Says nothing of the key's value.</summary>
internal sealed class QdrantAddressValidator : IValidateOptions<QdrantOptions>
{
    private const int MaxNameLength = 100;

    public ValidateOptionsResult Validate(string? name, QdrantOptions options)
        => Faults(options).ToArray() is { Length: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;

    private static IEnumerable<string> Faults(QdrantOptions options)
    {
        if (options.Endpoint is { } endpoint && !IsAddress(endpoint))
        {
            yield return $"{Key(nameof(options.Endpoint))} cannot be used: write it as http://host:6333, without user, query and fragment; a key goes into {Key(nameof(options.ApiKey))}.";
        }

        if (!string.IsNullOrEmpty(options.ApiKey))
        {
            if (options.Endpoint is { IsAbsoluteUri: true } target && !AddressRules.IsHttpsOrLocal(target))
            {
                yield return $"{Key(nameof(options.Endpoint))} is http, which would send {Key(nameof(options.ApiKey))} in the clear: use https.";
            }

            if (options.ApiKey.Any(character => character is <= ' ' or > '~'))
            {
                yield return $"{Key(nameof(options.ApiKey))} has characters that no header takes: copy it again, without blanks and line ends.";
            }
        }

        if (options.Collection is { } collection && !IsName(collection))
        {
            yield return $"{Key(nameof(options.Collection))} is '{collection}': use up to {MaxNameLength} letters, digits, '-' and '_'.";
        }
    }

    private static bool IsAddress(Uri endpoint) => endpoint is { IsAbsoluteUri: true, UserInfo.Length: 0, Query.Length: 0, Fragment.Length: 0 }
        && (endpoint.Scheme == Uri.UriSchemeHttp || endpoint.Scheme == Uri.UriSchemeHttps);

    private static bool IsName(string name)
        => name.Length is > 0 and <= MaxNameLength && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');

    private static string Key(string setting) => $"{QdrantOptions.SectionName}:{setting}";
}
