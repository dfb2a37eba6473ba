using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack.Inbound;
using ChatOpsBot.Channels.Slack.Installations;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Wire;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Channels.Slack.Outbound.Files;

/// <summary>
/// Asks Slack where a file lies and fetches it from there. What the event said of it is not used: files of other workspaces come without it (S-75), and a
/// file may have been deleted since.
/// </summary>
internal sealed partial class SlackAttachmentSource(
    SlackWebClient client, SlackHttp http, SlackFileHosts hosts, SlackTokens tokens, TimeProvider time, ILogger<SlackAttachmentSource> logger)
    : IAttachmentSource
{
    public ChannelKind Kind => ChannelKind.Slack;

    public async Task<AttachmentContent> ReadAsync(InboundMessage message, InboundAttachment attachment, int maxBytes, CancellationToken cancellationToken)
    {
        var team = TeamOf(message, attachment);
        var file = await InfoAsync(team, attachment.Id, cancellationToken);
        if (FailureOf(file) is { } failure)
        {
            throw failure;
        }

        var size = SizeOf(file);
        if (size > maxBytes)
        {
            throw new AttachmentException(AttachmentFailure.TooLarge, "size");
        }

        var downloaded = await DownloadAsync(team, file, size is { } known ? (int)known : maxBytes, cancellationToken);
        return IsTheFile(file, downloaded, size)
            ? new AttachmentContent(SlackFiles.NameOf(file), file.Text("mimetype"u8), downloaded.Bytes)
            : throw new AttachmentException(AttachmentFailure.NotTheFile, "page");
    }

    private static string TeamOf(InboundMessage message, InboundAttachment attachment)
        => attachment.Source is { Version: SlackFiles.SourceVersion, Value: var team } ? team
            : attachment.Source is null ? message.Conversation.ConversationId.Split('/')[0]
            : throw new AttachmentException(AttachmentFailure.Gone, "version");

    private async Task<JsonElement> InfoAsync(string team, string id, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await client.CallAsync(SlackMethod.FileInfo, team, channel: null, new JsonObject { ["file"] = id }, cancellationToken);
            return reply.Member("file"u8);
        }
        catch (SlackApiException fault)
        {
            throw new AttachmentException(
                fault.Error switch
                {
                    "file_not_found" or "file_deleted" => AttachmentFailure.Gone,
                    "access_denied" or "no_permission" or "not_visible" or "team_access_not_granted" or SlackErrors.MissingScope => AttachmentFailure.NotAllowed,
                    _ => AttachmentFailure.Unreachable,
                },
                fault.Error);
        }
    }

    private static AttachmentException? FailureOf(JsonElement file) => (file.Text("mode"u8), file.Text("file_access"u8)) switch
    {
        ("tombstone", _) or (_, "file_not_found") => new AttachmentException(AttachmentFailure.Gone, "tombstone"),
        ("hidden_by_limit", _) => new AttachmentException(AttachmentFailure.NotAllowed, "hidden_by_limit"),
        (_, "access_denied") => new AttachmentException(AttachmentFailure.NotAllowed, "access_denied"),
        ("external", _) => new AttachmentException(AttachmentFailure.Elsewhere, "external"),
        _ => file.IsTrue("is_external"u8) ? new AttachmentException(AttachmentFailure.Elsewhere, "external") : null,
    };

    private async Task<DownloadedFile> DownloadAsync(string team, JsonElement file, int maxBytes, CancellationToken cancellationToken)
    {
        if (hosts.Allowed(file.Text("url_private_download"u8) ?? file.Text("url_private"u8)) is not { } url)
        {
            SlackFileRefused(logger);
            throw new AttachmentException(AttachmentFailure.NotAllowed, "host");
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(team, cancellationToken));
        return await AttachmentDownload.ReadAsync(http, request, maxBytes, time, cancellationToken);
    }

    private async Task<string> TokenAsync(string team, CancellationToken cancellationToken)
    {
        try
        {
            return (await tokens.FindAsync(SlackMethod.FileInfo, team, cancellationToken)).Value;
        }
        catch (SlackApiException fault)
        {
            throw new AttachmentException(AttachmentFailure.Unreachable, fault.Error);
        }
    }

    // Without the right to read it, Slack answers with the page to sign in and 200 (S-74); a page that was uploaded has the size Slack told.
    private static bool IsTheFile(JsonElement file, DownloadedFile downloaded, long? size)
        => !downloaded.IsPage() || (IsPage(file) && downloaded.Bytes.Length == size);

    private static bool IsPage(JsonElement file)
        => file.Text("mimetype"u8) is "text/html" || file.Text("filetype"u8) is "html" || SlackFiles.NameOf(file)?.EndsWith(".html", StringComparison.OrdinalIgnoreCase) is true;

    private static long? SizeOf(JsonElement file)
        => file.Member("size"u8) is { ValueKind: JsonValueKind.Number } size && size.TryGetInt64(out var bytes) && bytes >= 0 ? bytes : null;

    [LoggerMessage(LogEvents.SlackFileRefused, LogLevel.Warning, "A file was not fetched: its address is none of Channels:Slack:AllowedFileHosts, so that the token does not go there.")]
    private static partial void SlackFileRefused(ILogger logger);
}
