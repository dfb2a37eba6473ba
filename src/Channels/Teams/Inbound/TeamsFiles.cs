using System.Globalization;
using System.Text.Json;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Wire;

namespace ChatOpsBot.Channels.Teams.Inbound;

/// <summary>Reads the files of a message (T-35): in a personal chat with the address of their content, elsewhere only that there is one.</summary>
internal static class TeamsFiles
{
    /// <summary>The version of what a file is opened by: its address, which is good for a few minutes and for whoever has it.</summary>
    public const int SourceVersion = 1;

    private const int MaxFiles = 10;
    private const int MaxAddress = 4_000;
    private const string FileType = "application/vnd.microsoft.teams.file.download.info";
    private const string FileMark = "<attachment ";

    public static InboundAttachment[] Read(TeamsActivity activity)
        => activity.Root.Member("attachments"u8) is { ValueKind: JsonValueKind.Array } attachments
            ? [.. attachments.EnumerateArray().Take(MaxFiles).Select((attachment, number) => Of(activity, attachment, number)).OfType<InboundAttachment>()]
            : [];

    private static InboundAttachment? Of(TeamsActivity activity, JsonElement attachment, int number)
    {
        var type = attachment.Text("contentType"u8) ?? string.Empty;
        return type == FileType ? File(attachment)
            : type.StartsWith("image/", StringComparison.OrdinalIgnoreCase) ? new InboundAttachment(Id(activity, number), type, Length: null) { Name = attachment.Text("name"u8) }
            : IsWithheld(activity, type, attachment) ? new InboundAttachment(Id(activity, number), ContentType: null, Length: null)
            : null;
    }

    private static InboundAttachment? File(JsonElement attachment)
    {
        var content = attachment.Member("content"u8);
        var name = attachment.Text("name"u8);
        return content.Id("uniqueId"u8) is { } id
            ? new InboundAttachment(id, ContentType: null, Length: null)
            {
                Name = name is not null && !Path.HasExtension(name) && content.Id("fileType"u8) is { } extension ? $"{name}.{extension}" : name,
                Source = content.Text("downloadUrl"u8) is { Length: > 0 and <= MaxAddress } address ? new AttachmentAddress(SourceVersion, address) : null,
            }
            : null;
    }

    // Bots are given no files in groups and channels; the text has a mark where one was.
    private static bool IsWithheld(TeamsActivity activity, string type, JsonElement attachment)
        => !activity.IsPersonal && type == "text/html" && attachment.Text("content"u8)?.Contains(FileMark, StringComparison.OrdinalIgnoreCase) is true;

    private static string Id(TeamsActivity activity, int number) => string.Create(CultureInfo.InvariantCulture, $"{activity.Id}-{number}");
}
