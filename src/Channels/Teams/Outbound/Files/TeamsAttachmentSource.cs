using ChatOpsBot.Channels.Teams.Inbound;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Wire;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Channels.Teams.Outbound.Files;

/// <summary>Fetches a file from the address that came with it, which needs no token and gets none (T-06, T-35).</summary>
internal sealed partial class TeamsAttachmentSource(TeamsFileHttp http, TeamsHttp local, TeamsFileHosts hosts, TimeProvider time, ILogger<TeamsAttachmentSource> logger)
    : IAttachmentSource
{
    public ChannelKind Kind => ChannelKind.Teams;

    public async Task<AttachmentContent> ReadAsync(InboundMessage message, InboundAttachment attachment, int maxBytes, CancellationToken cancellationToken)
    {
        var url = AddressOf(message, attachment);
        using var request = new HttpRequestMessage(HttpMethod.Get, url);

        // Plain http is allowed to this machine alone, where an operator named it.
        var way = url.Scheme == Uri.UriSchemeHttp ? (PlatformHttp)local : http;
        var downloaded = await AttachmentDownload.ReadAsync(way, request, maxBytes, time, cancellationToken);
        return downloaded.IsPage() && !IsPage(attachment.Name)
            ? throw new AttachmentException(AttachmentFailure.NotTheFile, "page")
            : new AttachmentContent(attachment.Name, ContentType: null, downloaded.Bytes);
    }

    private Uri AddressOf(InboundMessage message, InboundAttachment attachment)
    {
        if (attachment.Source is not { Version: TeamsFiles.SourceVersion, Value: var address })
        {
            var isPersonal = TeamsAddress.Read(message.ReplyTo).IsPersonal;
            throw new AttachmentException(isPersonal ? AttachmentFailure.Gone : AttachmentFailure.Withheld, "no address");
        }

        if (hosts.Allowed(address) is { } url)
        {
            return url;
        }

        TeamsFileRefused(logger);
        throw new AttachmentException(AttachmentFailure.NotAllowed, "host");
    }

    private static bool IsPage(string? name) => Path.GetExtension(name)?.ToLowerInvariant() is ".html" or ".htm";

    [LoggerMessage(LogEvents.TeamsFileRefused, LogLevel.Warning, "A file was not fetched: its address is none of Channels:Teams:AllowedFileHosts.")]
    private static partial void TeamsFileRefused(ILogger logger);
}
