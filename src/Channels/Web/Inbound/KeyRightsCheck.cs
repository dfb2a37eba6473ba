using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Channels.Web.Inbound;

/// <summary>Says at start which keys find nothing by themselves.</summary>
internal sealed partial class KeyRightsCheck(ApiKeyRing keys, ILogger<KeyRightsCheck> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var credential in keys.Credentials.Where(credential => credential.Principals.Count == 0))
        {
            KeyHasNoRights(credential.Id);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogEvents.WebKeyWithoutRights, LogLevel.Warning, "{KeyId} has no Principals: it finds nothing unless it acts for a user")]
    private partial void KeyHasNoRights(string keyId);
}
