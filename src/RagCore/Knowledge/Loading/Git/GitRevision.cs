namespace ChatOpsBot.RagCore.Knowledge.Loading.Git;

/// <summary>What a checkout has checked out.</summary>
/// <param name="Commit">The commit, in hexadecimal.</param>
/// <param name="Branch">The branch; null when none is, as after a checkout of a tag.</param>
/// <param name="FolderPath">Where the source's folder is below the top of the checkout, with a slash at its end; empty at the top.</param>
public sealed record GitRevision(string Commit, string? Branch, string FolderPath);

/// <summary>What reading a checkout gave: a revision, or what stands in the way.</summary>
internal readonly record struct GitReading(GitRevision? Revision, string? Fault);
