using ChatOpsBot.Channels.Teams.Outbound.Files;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Teams;

/// <summary>Stops the start when the channel is on and could not be trusted or could not answer (T-05, T-08). Names key, value and mend, never a secret.</summary>
internal sealed class TeamsOptionsValidation(IHostEnvironment environment) : IValidateOptions<TeamsOptions>
{
    private const int MinPasswordLength = 16;
    private const string Off = "or set Channels:Teams:Enabled to false";

    public ValidateOptionsResult Validate(string? name, TeamsOptions options)
    {
        if (!options.Enabled)
        {
            return ValidateOptionsResult.Success;
        }

        string?[] faults =
        [
            SwitchFault(options), AppTypeFault(options), AppIdFault(options), TenantIdFault(options), PasswordFault(options),
            AddressFault(nameof(options.OpenIdMetadataUrl), options.OpenIdMetadataUrl), AddressFault(nameof(options.LoginUrl), options.LoginUrl),
            IssuerFault(options), HostFault(options), FileHostFault(options), ServiceUrlFault(options), NoticesFault(options), TenantFault(options),
        ];
        var found = faults.OfType<string>().ToList();
        return found.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }

    private string? SwitchFault(TeamsOptions options)
        => options.DangerouslyAllowUnauthenticatedRequests && !environment.IsDevelopment()
            ? $"Channels:Teams:DangerouslyAllowUnauthenticatedRequests is true in the {environment.EnvironmentName} environment: remove the key; it is for Development only."
            : null;

    // A test client on this machine needs no registration (DangerouslyAllowUnauthenticatedRequests): what is given is checked all the same.
    private static bool NeedsRegistration(TeamsOptions options) => !options.DangerouslyAllowUnauthenticatedRequests;

    private static string? AppTypeFault(TeamsOptions options) => options.AppType switch
    {
        null when NeedsRegistration(options)
            => $"Channels:Teams:AppType is missing: give SingleTenant, MultiTenant or UserAssignedMSI, as the bot is registered in Azure, {Off}.",
        { } type when !Enum.IsDefined(type)
            => $"Channels:Teams:AppType ({type}) is unknown: give SingleTenant, MultiTenant or UserAssignedMSI, as the bot is registered in Azure.",
        _ => null,
    };

    private static string? AppIdFault(TeamsOptions options)
        => options.AppId is null && !NeedsRegistration(options)
            ? null
            : GuidFault(nameof(options.AppId), options.AppId, $"copy \"Microsoft App ID\" from the bot's Configuration page in Azure, {Off}");

    private static string? TenantIdFault(TeamsOptions options)
        => GuidFault(nameof(options.TenantId), options.TenantId, $"copy \"Tenant ID\" from the Overview page of Microsoft Entra ID, {Off}");

    private static string? GuidFault(string key, string? value, string mend)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return $"Channels:Teams:{key} is {(value is null ? "missing" : "empty")}: {mend}.";
        }

        // A secret may have been put in the wrong place, so the value is not repeated.
        return IsGuid(value) ? null : $"Channels:Teams:{key} ({value.Length} characters) is not a GUID: {mend}.";
    }

    // The parser overlooks blanks around, which an audience would not match.
    private static bool IsGuid(string value) => value.Trim() == value && Guid.TryParseExact(value, "D", out var id) && id != Guid.Empty;

    private static string? PasswordFault(TeamsOptions options)
    {
        const string Key = "Channels:Teams:AppPassword";
        if (options.AppType is TeamsAppType.UserAssignedMSI)
        {
            return string.IsNullOrEmpty(options.AppPassword)
                ? null
                : $"{Key} is given, but an app of type UserAssignedMSI has none: remove the key, or correct Channels:Teams:AppType.";
        }

        return options.AppPassword is null && !NeedsRegistration(options) ? null
            : Guid.TryParse(options.AppPassword, out _) ? $"{Key} is a GUID, which is the id of a secret: copy its value from the app's Certificates & secrets page; it is shown once, when the secret is made."
            : SecretFaults.Find(Key, options.AppPassword, MinPasswordLength, $"copy the value of a client secret from the app's Certificates & secrets page, {Off}");
    }

    private static string? AddressFault(string key, Uri? url)
        => AddressRules.IsHttpsOrLocal(url)
            ? null
            : $"Channels:Teams:{key} ({OneLine(url?.OriginalString)}) is not an https address: remove the key to use Microsoft's own; http is taken for loopback addresses only.";

    private static string? IssuerFault(TeamsOptions options)
        => string.IsNullOrWhiteSpace(options.Issuer) ? "Channels:Teams:Issuer is empty: remove the key to use https://api.botframework.com." : null;

    private static string? HostFault(TeamsOptions options)
        => options.AllowedServiceHosts.FirstOrDefault(host => !AddressRules.IsHost(host)) is { } wrong
            ? $"Channels:Teams:AllowedServiceHosts ({OneLine(wrong)}) is not a host name with an optional port, such as smba.trafficmanager.net: no scheme, no path, no wildcard."
            : null;

    // The address is Microsoft's until somebody names another: hosts alone are a choice of where requests come from.
    private static string? ServiceUrlFault(TeamsOptions options)
        => options.ServiceUrl is { } url && (url == new TeamsOptions().ServiceUrl || new ServiceHosts(Options.Create(options)).Allows(url.OriginalString))
            ? null
            : $"Channels:Teams:ServiceUrl ({OneLine(options.ServiceUrl?.OriginalString)}) is not on a host of Channels:Teams:AllowedServiceHosts: name its host there, or remove the key to use Microsoft's own.";

    private static string? NoticesFault(TeamsOptions options)
        => Enum.IsDefined(options.PrivateNotices) ? null : $"Channels:Teams:PrivateNotices ({options.PrivateNotices}) is unknown: give Chat, Targeted or Group.";

    private static string? FileHostFault(TeamsOptions options)
        => options.AllowedFileHosts.FirstOrDefault(host => !TeamsFileHosts.IsHost(host)) is { } wrong
            ? $"Channels:Teams:AllowedFileHosts ({OneLine(wrong)}) is not a host name with an optional port, such as contoso-my.sharepoint.com, or .sharepoint.com for all below: no scheme, no path, no wildcard."
            : null;

    private static string? TenantFault(TeamsOptions options)
        => string.IsNullOrWhiteSpace(options.Tenant) ? "Channels:Teams:Tenant is empty: name the organisation, or remove the key to use \"default\"." : null;

    private static string? OneLine(string? value) => value?.ReplaceLineEndings(" ");
}
