using System.Diagnostics;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Loading.Git;

/// <summary>A folder in which the real Git is run, with nothing of this machine's or a person's settings.</summary>
internal sealed class GitSandbox : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public string Root { get; } = Directory.CreateTempSubdirectory("chatopsbot-git-").FullName;

    public string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Makes a repository with one commit.</summary>
    public async Task<string> InitAsync(string name, string branch = "main")
    {
        var folder = Directory.CreateDirectory(PathOf(name)).FullName;
        await RunAsync(folder, "init", "--quiet", "--initial-branch", branch);
        await CommitAsync(folder, "leave.md", "# Leave\n\nAnnual leave is 27 days.\n");
        return folder;
    }

    public async Task CommitAsync(string folder, string path, string text)
    {
        var file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, text);
        await RunAsync(folder, "add", "--all");
        await RunAsync(folder, "commit", "--quiet", "--message", "change");
    }

    public Task<string> HeadAsync(string folder) => RunAsync(folder, "rev-parse", "HEAD");

    public async Task<string> RunAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("git") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-c", "user.name=Ann", "-c", "user.email=ann@example.com", "-c", "protocol.file.allow=always", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["HOME"] = Root;
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        using var run = Process.Start(start)!;
        var output = run.StandardOutput.ReadToEndAsync();
        var errors = run.StandardError.ReadToEndAsync();
        await run.WaitForExitAsync().WaitAsync(Patience);
        return run.ExitCode == 0 ? (await output).Trim() : throw new InvalidOperationException(await errors);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
