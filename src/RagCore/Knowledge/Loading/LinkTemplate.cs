using ChatOpsBot.RagCore.Knowledge.Loading.Git;

namespace ChatOpsBot.RagCore.Knowledge.Loading;

/// <summary>How the addresses of a source's documents are made, such as <c>https://github.com/acme/handbook/blob/{commit}/{path}#{lines}</c>.</summary>
internal static class LinkTemplate
{
    private const string Commit = "{commit}";
    private const string Branch = "{branch}";
    private const string Path = "{path}";
    private const string LineMark = "#{lines}";

    /// <summary>Returns what is wrong with a template, or with the folder it is for; null when links can be made.</summary>
    public static string? FaultOf(string template, string folder)
    {
        var bare = WithoutLines(template);
        if (!bare.Contains(Path, StringComparison.Ordinal))
        {
            return "has no {path}. Write it where the document's path belongs.";
        }

        var filled = Filled(bare, "a");
        if (filled.AsSpan().IndexOfAny('{', '}', '#') >= 0)
        {
            return "has something else than {commit}, {branch}, {path} and, at its end, #{lines}. Correct it.";
        }

        if (!Uri.TryCreate(filled, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0)
        {
            return "does not make an http or https address. Write it as https://github.com/acme/handbook/blob/{commit}/{path}.";
        }

        // A document's name, or a branch's, must not decide which host its link leads to.
        if (url.Authority != new Uri(Filled(bare, "b")).Authority)
        {
            return "makes what it fills in a part of the host. End the host with a slash, as in https://github.com/acme/handbook/blob/{commit}/{path}.";
        }

        return NeedsCheckout(template) ? CheckoutFault(template, GitCheckout.Read(folder)) : null;
    }

    public static bool HasLines(string? template) => template?.EndsWith(LineMark, StringComparison.Ordinal) is true;

    /// <summary>Returns where a document can be opened; null when the template needs a revision that is not known.</summary>
    /// <param name="template">The template.</param>
    /// <param name="revision">What is checked out.</param>
    /// <param name="path">The document's path below the source.</param>
    public static Uri? LinkOf(string template, GitRevision? revision, string path)
    {
        if (NeedsCheckout(template) && (revision is null || (template.Contains(Branch, StringComparison.Ordinal) && revision.Branch is null)))
        {
            return null;
        }

        var filled = WithoutLines(template)
            .Replace(Commit, revision?.Commit, StringComparison.Ordinal)
            .Replace(Branch, DocumentLinks.Escape(revision?.Branch ?? string.Empty), StringComparison.Ordinal)
            .Replace(Path, DocumentLinks.Escape(revision?.FolderPath + path), StringComparison.Ordinal);
        return new Uri(filled);
    }

    private static string? CheckoutFault(string template, GitReading reading)
    {
        if (reading.Revision is not { } revision)
        {
            return $"needs a Git checkout, and Path is none that can be read: {reading.Fault}. Clone the repository there, or use BaseUrl.";
        }

        return template.Contains(Branch, StringComparison.Ordinal) && revision.Branch is null
            ? "has {branch}, and no branch is checked out. Check one out, or use {commit}."
            : null;
    }

    private static string Filled(string bare, string value)
        => bare.Replace(Path, value, StringComparison.Ordinal).Replace(Commit, value, StringComparison.Ordinal).Replace(Branch, value, StringComparison.Ordinal);

    private static bool NeedsCheckout(string template) => template.Contains(Commit, StringComparison.Ordinal) || template.Contains(Branch, StringComparison.Ordinal);

    private static string WithoutLines(string template) => HasLines(template) ? template[..^LineMark.Length] : template;
}
