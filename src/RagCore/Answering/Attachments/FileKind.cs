using System.Collections.Frozen;
using ChatOpsBot.RagCore.Knowledge.Loading;

namespace ChatOpsBot.RagCore.Answering.Attachments;

/// <summary>What can be done with a file.</summary>
internal enum FileKind
{
    /// <summary>Its text can be read.</summary>
    Document,

    /// <summary>It would have to be looked at.</summary>
    Image,

    /// <summary>It would have to be listened to.</summary>
    Sound,

    /// <summary>It would have to be watched.</summary>
    Video,

    /// <summary>None of these.</summary>
    Unknown,
}

/// <summary>Tells what a file is by its name, or by the type the platform claims where the name says nothing. What is inside is checked by the loaders.</summary>
internal static class FileKinds
{
    private static readonly FrozenDictionary<string, string> ExtensionsByType = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["application/pdf"] = ".pdf",
        ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"] = ".docx",
        ["application/vnd.openxmlformats-officedocument.presentationml.presentation"] = ".pptx",
        ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] = ".xlsx",
        ["text/markdown"] = ".md",
        ["text/html"] = ".html",
        ["text/csv"] = ".csv",
        ["text/plain"] = ".txt",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Images = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, ".png", ".jpg", ".jpeg", ".gif", ".webp", ".heic", ".heif", ".avif", ".bmp", ".tif", ".tiff", ".svg");

    private static readonly FrozenSet<string> Sounds = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, ".mp3", ".m4a", ".aac", ".wav", ".ogg", ".opus", ".flac");

    private static readonly FrozenSet<string> Videos = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, ".mp4", ".mov", ".webm", ".mkv", ".avi");

    // An archive holds many files, each with limits of its own.
    private static readonly FrozenSet<string> Archives = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, ".zip");

    public static FileKind Of(string? name, string? contentType)
        => StartsWith(contentType, "audio/") ? FileKind.Sound
            : PathOf(name, contentType) is not null ? FileKind.Document
            : Path.GetExtension(name) is var extension && (StartsWith(contentType, "image/") || Images.Contains(extension ?? string.Empty)) ? FileKind.Image
            : Sounds.Contains(extension ?? string.Empty) ? FileKind.Sound
            : StartsWith(contentType, "video/") || Videos.Contains(extension ?? string.Empty) ? FileKind.Video
            : FileKind.Unknown;

    /// <summary>Returns a name by which a loader reads the file; null when none does.</summary>
    public static string? PathOf(string? name, string? contentType)
    {
        if (name is not null && DocumentLoader.IsKnownFormat(name))
        {
            return Archives.Contains(Path.GetExtension(name)) ? null : name;
        }

        return contentType is not null && ExtensionsByType.TryGetValue(contentType, out var extension) ? $"{name ?? "file"}{extension}" : null;
    }

    private static bool StartsWith(string? contentType, string start) => contentType?.StartsWith(start, StringComparison.OrdinalIgnoreCase) is true;
}
