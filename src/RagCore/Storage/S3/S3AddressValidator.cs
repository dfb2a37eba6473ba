using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Storage.Embedded;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Storage.S3;

/// <summary>Checks names, address and keys together. Says nothing of the secret's value.</summary>
internal sealed class S3AddressValidator : IValidateOptions<S3Options>
{
    private const int MinBucketLength = 3;
    private const int MaxBucketLength = 63;
    private const int MaxPrefixLength = 100;
    private const int MaxRegionLength = 40;
    private const int MinSecretLength = 8;

    public ValidateOptionsResult Validate(string? name, S3Options options)
        => Faults(options).ToArray() is { Length: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;

    private static IEnumerable<string> Faults(S3Options options)
    {
        if (options.Bucket is null)
        {
            return options is { Endpoint: null, Region: null, Prefix: null, AccessKey: null, SecretKey: null }
                ? []
                : [$"{Key(nameof(options.Bucket))} is missing: name the bucket, or remove the other keys of {S3Options.SectionName} to keep documents in a folder."];
        }

        return PlaceFaults(options).Concat(KeyFaults(options));
    }

    private static IEnumerable<string> PlaceFaults(S3Options options)
    {
        if (!IsBucket(options.Bucket!))
        {
            yield return $"{Key(nameof(options.Bucket))} is '{options.Bucket}': use {MinBucketLength} to {MaxBucketLength} small letters, digits, '-' and '.', with a letter or digit at both ends.";
        }

        if (options.Endpoint is { } endpoint && !IsAddress(endpoint))
        {
            yield return $"{Key(nameof(options.Endpoint))} cannot be used: write it as https://host:9000, without user, path, query and fragment; keys go into {Key(nameof(options.AccessKey))} and {Key(nameof(options.SecretKey))}.";
        }

        if (options.Endpoint is null && options.Region is null)
        {
            yield return $"{Key(nameof(options.Region))} is missing: name the region of the bucket, such as eu-central-1, or set {Key(nameof(options.Endpoint))}.";
        }

        if (options.Region is { } region && !(region.Length is > 0 and <= MaxRegionLength && region.All(character => char.IsAsciiLetterOrDigit(character) || character == '-')))
        {
            yield return $"{Key(nameof(options.Region))} is '{region}': use letters, digits and '-', such as eu-central-1.";
        }

        if (options.Prefix is { } prefix && !IsPrefix(prefix))
        {
            yield return $"{Key(nameof(options.Prefix))} is '{prefix}': use up to {MaxPrefixLength} letters, digits, '-', '_', '.' and '/', with no slash at the start and no part empty or made of dots.";
        }
    }

    private static IEnumerable<string> KeyFaults(S3Options options)
    {
        if (options is { AccessKey: null, SecretKey: null })
        {
            yield break;
        }

        if (string.IsNullOrWhiteSpace(options.AccessKey) || options.AccessKey.Any(character => character is <= ' ' or > '~'))
        {
            yield return $"{Key(nameof(options.AccessKey))} is missing or broken: give the id that belongs to {Key(nameof(options.SecretKey))}, or remove both to use the credentials of the machine.";
        }

        if (SecretFaults.Find(Key(nameof(options.SecretKey)), options.SecretKey, MinSecretLength, $"give the secret that belongs to {Key(nameof(options.AccessKey))}, or remove both to use the credentials of the machine") is { } fault)
        {
            yield return fault;
        }
    }

    private static bool IsBucket(string name)
        => name.Length is >= MinBucketLength and <= MaxBucketLength
            && name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-' or '.')
            && char.IsAsciiLetterOrDigit(name[0])
            && char.IsAsciiLetterOrDigit(name[^1])
            && !name.Contains("..", StringComparison.Ordinal);

    private static bool IsAddress(Uri endpoint)
        => endpoint is { IsAbsoluteUri: true, UserInfo.Length: 0, Query.Length: 0, Fragment.Length: 0, AbsolutePath: "/" }
            && (endpoint.Scheme == Uri.UriSchemeHttp || endpoint.Scheme == Uri.UriSchemeHttps);

    private static bool IsPrefix(string prefix)
        => prefix.Length is > 0 and <= MaxPrefixLength
            && prefix.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or '/')
            && OriginalsLayout.IsPath(prefix.EndsWith('/') ? prefix[..^1] : prefix);

    private static string Key(string setting) => $"{S3Options.SectionName}:{setting}";
}
