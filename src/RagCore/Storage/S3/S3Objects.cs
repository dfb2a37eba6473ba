namespace ChatOpsBot.RagCore.Storage.S3;

/// <summary>An object as a listing names it.</summary>
/// <param name="Key">Its key.</param>
/// <param name="ETag">What changes with its content; not with who may read it.</param>
/// <param name="ChangedAt">When it was written, in whole seconds since 1970: all that S3 says.</param>
/// <param name="Length">Its length in bytes.</param>
internal readonly record struct S3Entry(string Key, string ETag, long ChangedAt, long Length);

/// <summary>What an object is now: content and readers are of one writing.</summary>
/// <param name="ETag">What changes with its content.</param>
/// <param name="Readers">Who may read it, as it stands in the object's metadata; null when nothing does.</param>
/// <param name="Content">The bytes, when they were asked for and are not too many.</param>
internal sealed record S3Version(string ETag, string? Readers, byte[]? Content = null);
