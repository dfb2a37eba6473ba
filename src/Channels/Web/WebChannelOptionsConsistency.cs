using ChatOpsBot.Channels.Web.Inbound;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Web;

/// <summary>Checks what annotations cannot say. Never repeats a hash: somebody may have put the key itself there.</summary>
internal sealed class WebChannelOptionsConsistency : IValidateOptions<WebChannelOptions>
{
    private const string Section = WebChannelOptions.SectionName;
    private const string KeyCommand = "Run `dotnet run --project src/BotHost -- key new` and put the printed hash there.";

    public ValidateOptionsResult Validate(string? name, WebChannelOptions options)
    {
        if (!options.Enabled)
        {
            return ValidateOptionsResult.Success;
        }

        string[] failures = [.. options.ApiKeys.SelectMany(KeyFailures), .. TwinFailures(options.ApiKeys), .. options.AllowedOrigins.SelectMany(OriginFailures)];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> KeyFailures(WebApiKeyOptions key, int index)
    {
        var path = $"{Section}:ApiKeys:{index}";
        if (!ApiKeyHasher.TryParse(key.Hash, out var hash))
        {
            yield return $"{path}:Hash is not `sha256:` and 64 hexadecimal digits. {KeyCommand}";
        }
        else if (ApiKeyHasher.IsPlaceholder(hash))
        {
            yield return $"{path}:Hash is a placeholder. {KeyCommand}";
        }

        if (!IsTenant(key.Tenant))
        {
            yield return $"{path}:Tenant is `{key.Tenant}`. Use 1 to 63 of a-z, 0-9, `.`, `_`, `-`, the first a letter or digit.";
        }

        if (key.Principals.Any(string.IsNullOrWhiteSpace))
        {
            yield return $"{path}:Principals has a blank entry. Remove it, or name a group or `everyone`.";
        }

        if (key.MayActFor.Any(string.IsNullOrWhiteSpace))
        {
            yield return $"{path}:MayActFor has a blank entry. Remove it, or name a user or `*`.";
        }
    }

    // The first digits of the hash name the caller in conversations and votes: two keys must not share them.
    private static IEnumerable<string> TwinFailures(IList<WebApiKeyOptions> keys)
        => from key in keys.Select((key, index) => (Id: ApiKeyHasher.TryParse(key.Hash, out var hash) ? ApiKeyRing.IdOf(hash) : null, index))
           where key.Id is not null
           group key.index by key.Id into same
           where same.Count() > 1
           select $"{Section}:ApiKeys:{same.ElementAt(1)}:Hash is that of {Section}:ApiKeys:{same.First()}. Remove one, or make a new key.";

    private static IEnumerable<string> OriginFailures(string origin, int index)
    {
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("https" or "http")
            || !string.Equals(uri.GetLeftPart(UriPartial.Authority), origin, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{Section}:AllowedOrigins:{index} is `{origin}`. Write scheme, host and port only, such as https://intranet.example.com.";
        }
    }

    private static bool IsTenant(string tenant)
        => tenant.Length is > 0 and < 64
            && char.IsAsciiLetterOrDigit(tenant[0])
            && tenant.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '.' or '_' or '-');
}
