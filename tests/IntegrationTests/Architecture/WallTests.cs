using System.Text.RegularExpressions;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.TestKit.Files;

namespace ChatOpsBot.IntegrationTests.Architecture;

/// <summary>The walls of the house, as docs/architecture.md draws them.</summary>
public sealed partial class WallTests
{
    /// <summary>A folder of RagCore may use those before it.</summary>
    private static readonly string[] FolderOrder =
    [
        "Diagnostics", "Conversations", "Inbox", "Access", "Memory", "Usage", "Feedback", "Knowledge", "Answering", "Speech",
        "Commands", "Evaluation", "Turns", "Models", "Storage",
    ];

    private static readonly string[] StoreNames = ["Npgsql", "StackExchange.Redis", "Qdrant", "Postgres", "Redis"];

    private static readonly string[] VendorNames = ["OpenAI", "Anthropic", "Azure.AI", "Cohere", "Ollama"];

    [Fact]
    public void The_core_references_no_channel_and_no_web_server()
    {
        var referenced = typeof(InboundMessage).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!);

        Assert.DoesNotContain(referenced, name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name.Contains("Channels", StringComparison.Ordinal) && name.StartsWith("ChatOpsBot", StringComparison.Ordinal));
    }

    [Fact]
    public void Folders_of_the_core_look_up()
    {
        var downward =
            from file in RepositoryFiles.SourceFiles("src", "RagCore")
            let folder = FolderOf(file)
            where folder is not null
            from used in Mentioned(file)
            where Array.IndexOf(FolderOrder, used) > Array.IndexOf(FolderOrder, folder)
            select $"{Relative(file)} uses {used}";

        Assert.Empty(downward);
    }

    [Fact]
    public void Every_folder_of_the_core_is_on_the_map()
    {
        var folders = Directory.GetDirectories(RepositoryFiles.PathOf("src", "RagCore")).Select(folder => Path.GetFileName(folder)!);

        Assert.Empty(folders.Except(FolderOrder).Except(["bin", "obj"]));
    }

    [Fact]
    public void Channels_never_mention_each_other()
    {
        string[] channels = ["Slack", "Teams", "Web"];
        var crossings =
            from channel in channels
            where Directory.Exists(RepositoryFiles.PathOf("src", "Channels", channel))
            from file in RepositoryFiles.SourceFiles("src", "Channels", channel)
            let text = File.ReadAllText(file)
            from other in channels.Except([channel])
            where text.Contains($"ChatOpsBot.Channels.{other}", StringComparison.Ordinal)
            select $"{Relative(file)} mentions {other}";

        Assert.Empty(crossings);
    }

    [Fact]
    public void Only_Storage_names_a_store() => Assert.Empty(Naming(StoreNames, except: "Storage"));

    [Fact]
    public void Only_Models_names_a_vendor() => Assert.Empty(Naming(VendorNames, except: "Models"));

    [Fact]
    public void Namespaces_follow_folders()
    {
        var strayed =
            from file in RepositoryFiles.SourceFiles("src")
            let declared = NamespaceDeclaration().Match(File.ReadAllText(file)).Groups[1].Value
            where declared.Length > 0 && declared is not ("Microsoft.Extensions.DependencyInjection" or "Microsoft.AspNetCore.Builder")
            let expected = "ChatOpsBot." + Path.GetDirectoryName(Path.GetRelativePath(RepositoryFiles.PathOf("src"), file))!.Replace('/', '.')
            where declared != expected
            select $"{Relative(file)} declares {declared}";

        Assert.Empty(strayed);
    }

    [Fact]
    public void Secrets_and_signatures_are_compared_in_constant_time()
    {
        var comparing = RepositoryFiles.SourceFiles("src", "Channels")
            .Where(file => Path.GetFileName(file) is "SlackSignature.cs" or "ApiKeyRing.cs")
            .ToList();

        Assert.Equal(2, comparing.Count);
        Assert.All(comparing, file => Assert.Contains("CryptographicOperations.FixedTimeEquals", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public void Every_regular_expression_is_linear_or_limited_in_time()
    {
        var unbounded =
            from file in RepositoryFiles.SourceFiles("src")
            let text = File.ReadAllText(file)
            from Match match in RegexUse().Matches(text)
            where !match.Value.Contains("NonBacktracking", StringComparison.Ordinal) && !match.Value.Contains("imeout", StringComparison.Ordinal)
            select $"{Relative(file)}: {match.Value}";

        Assert.Empty(unbounded);
    }

    private static IEnumerable<string> Naming(string[] words, string except) =>
        from file in RepositoryFiles.SourceFiles("src", "RagCore").Concat(RepositoryFiles.SourceFiles("src", "Channels"))
        where FolderOf(file) != except
        from line in File.ReadLines(file)
        where line.StartsWith("using ", StringComparison.Ordinal)
        from word in words
        where line.Contains(word, StringComparison.Ordinal)
        select $"{Relative(file)}: {line}";

    private static string? FolderOf(string file)
    {
        var parts = Path.GetRelativePath(RepositoryFiles.PathOf("src", "RagCore"), file).Split(Path.DirectorySeparatorChar);
        return parts is [_, _, ..] && parts[0] != ".." ? parts[0] : null;
    }

    private static IEnumerable<string> Mentioned(string file)
        => CoreFolder().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value).Distinct();

    private static string Relative(string file) => Path.GetRelativePath(RepositoryFiles.Root, file);

    [GeneratedRegex(@"ChatOpsBot\.RagCore\.([A-Z]\w+)", RegexOptions.NonBacktracking)]
    private static partial Regex CoreFolder();

    [GeneratedRegex(@"(?m)^namespace ([\w.]+);", RegexOptions.NonBacktracking)]
    private static partial Regex NamespaceDeclaration();

    [GeneratedRegex(@"(\[GeneratedRegex\(|new Regex\(|Regex\.(IsMatch|Replace|Match|Matches|Split)\()[^\n]*", RegexOptions.NonBacktracking)]
    private static partial Regex RegexUse();
}
