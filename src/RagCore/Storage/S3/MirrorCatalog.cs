using System.Text.Json.Serialization;

namespace ChatOpsBot.RagCore.Storage.S3;

/// <summary>What a mirror holds, kept beside it so that a start fetches only what changed since.</summary>
/// <param name="Bucket">Which bucket it is of.</param>
/// <param name="Objects">What is known of its objects.</param>
internal sealed record MirrorCatalog(string Bucket, IReadOnlyList<MirroredObject> Objects);

/// <summary>What is known of one object.</summary>
/// <param name="Key">Its key.</param>
/// <param name="ETag">The ETag of what was read.</param>
/// <param name="ChangedAt">When it was written, as it was listed.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Readers">Who may read the file here; null when the object is not served and has none.</param>
/// <param name="IsSettled">Whether it was looked at again after the second it was written in was over: later writings have another time.</param>
internal sealed record MirroredObject(string Key, string ETag, long ChangedAt, long Length, string? Readers, bool IsSettled);

/// <summary>The kept form, generated.</summary>
[JsonSerializable(typeof(MirrorCatalog))]
internal sealed partial class MirrorJson : JsonSerializerContext;
