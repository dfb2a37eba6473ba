using System.Text.Json;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Wire;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>Reads the files of a message. Where they lie is asked for later: the event may not say it (S-75), and who sent it may have made it up (S-73).</summary>
internal static class SlackFiles
{
    /// <summary>The version of what a file is opened by: the workspace.</summary>
    public const int SourceVersion = 1;

    private const int MaxFiles = 10;
    private const string VoiceClip = "slack_audio";

    /// <summary>Returns the files of a message.</summary>
    /// <param name="said">The message.</param>
    /// <param name="team">The workspace.</param>
    /// <param name="withoutSaid">Leaves the clips out whose words became the question.</param>
    public static InboundAttachment[] Read(JsonElement said, string team, bool withoutSaid)
        => [.. Of(said).Where(file => !withoutSaid || Transcribed(file) is null).Select(file => File(file, team)).OfType<InboundAttachment>()];

    /// <summary>Returns what was said in a voice clip, when Slack has written it down already (S-76).</summary>
    public static string? Transcript(JsonElement said)
        => Of(said).Select(Transcribed).FirstOrDefault(text => text is not null);

    /// <summary>Returns the name of a file, with the end that its type has where the name has none: a name may be missing (S-75).</summary>
    public static string? NameOf(JsonElement file)
    {
        var name = file.Text("name"u8) ?? file.Text("title"u8);
        var type = file.Id("filetype"u8);
        return name is null ? null : Path.HasExtension(name) || type is null ? name : $"{name}.{type}";
    }

    private static IEnumerable<JsonElement> Of(JsonElement said)
        => said.Member("files"u8) is { ValueKind: JsonValueKind.Array } files ? files.EnumerateArray().Take(MaxFiles) : [];

    private static InboundAttachment? File(JsonElement file, string team)
        => file.Id("id"u8) is { } id
            ? new InboundAttachment(id, TypeOf(file), file.Member("size"u8) is { ValueKind: JsonValueKind.Number } size && size.TryGetInt64(out var length) ? length : null)
            {
                Name = NameOf(file),
                Source = new AttachmentAddress(SourceVersion, team),
            }
            : null;

    // A clip calls itself audio, video or nothing.
    private static string? TypeOf(JsonElement file)
        => IsClip(file) ? "audio/mp4" : file.Text("mimetype"u8) is { Length: > 0 } type ? type : null;

    private static bool IsClip(JsonElement file) => file.Text("subtype"u8) == VoiceClip;

    private static string? Transcribed(JsonElement file)
    {
        var transcription = file.Member("transcription"u8);
        var text = IsClip(file) && transcription.Text("status"u8) == "complete" ? transcription.Member("preview"u8).Text("content"u8) : null;
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }
}
