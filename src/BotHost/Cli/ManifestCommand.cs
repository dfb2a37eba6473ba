using System.CommandLine;
using System.Text;
using ChatOpsBot.BotHost.Cli.Manifests;

namespace ChatOpsBot.BotHost.Cli;

/// <summary><c>manifest</c>: what Slack and Teams must be told about the bot, with the operator's own host and app in it.</summary>
internal static class ManifestCommand
{
    public static Command Create() => new("manifest", "Makes the manifests that Slack and Teams take.") { Slack(), Teams() };

    private static Command Slack()
    {
        var host = Host();
        var output = new Option<FileInfo?>("--out") { Description = "The file to write. Printed when left out." };
        var command = new Command("slack", "Prints the Slack app manifest for a host.") { host, output };
        command.SetAction((parsed, cancellationToken) => PublicHost.Read(parsed.GetValue(host)!, out var fault) is { } name
            ? WriteAsync(SlackManifest.For(name), parsed.GetValue(output), cancellationToken)
            : Task.FromResult(ConsoleServices.Refuse([fault!])));
        return command;
    }

    private static Command Teams()
    {
        var host = Host();
        var appId = new Option<string>("--app-id") { Description = "The Microsoft App ID of the bot, a GUID.", Required = true };
        var output = new Option<FileInfo>("--out") { Description = "The zip to write, such as chatopsbot.zip.", Required = true };
        var hearsThreads = new Option<bool>("--follow-ups")
        {
            Description = "Asks team owners for the right to be told what is said in their channels, so that questions in the bot's threads need no mention.",
        };
        var command = new Command("teams", "Packs the Teams app for a bot and a host.") { appId, host, output, hearsThreads };
        command.SetAction((parsed, cancellationToken) => PackAsync(
            parsed.GetValue(appId)!, parsed.GetValue(host)!, parsed.GetValue(hearsThreads), parsed.GetValue(output)!, cancellationToken));
        return command;
    }

    private static Option<string> Host()
        => new("--host") { Description = "The public DNS name of the bot, such as bot.example.com.", Required = true };

    private static Task<int> WriteAsync(string manifest, FileInfo? output, CancellationToken cancellationToken)
    {
        if (output is not null)
        {
            return WriteAsync(Encoding.UTF8.GetBytes(manifest), output, cancellationToken);
        }

        Console.Write(manifest);
        return Task.FromResult(0);
    }

    private static Task<int> PackAsync(string appId, string host, bool hearsThreads, FileInfo output, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(appId, "D", out var id) || id == ManifestFiles.ExampleAppId)
        {
            return Task.FromResult(ConsoleServices.Refuse(
                [$"--app-id ({appId}) must be the bot's Microsoft App ID, a GUID such as 1b2c3d4e-0000-4000-8000-123456789abc."]));
        }

        return PublicHost.Read(host, out var fault) is { } name
            ? WriteAsync(TeamsPackage.For(id, name, hearsThreads), output, cancellationToken)
            : Task.FromResult(ConsoleServices.Refuse([fault!]));
    }

    private static async Task<int> WriteAsync(byte[] content, FileInfo output, CancellationToken cancellationToken)
    {
        if (File.Exists(output.FullName))
        {
            return ConsoleServices.Refuse([$"{output.FullName} is there already; name another file or remove it."]);
        }

        try
        {
            await using var file = new FileStream(output.FullName, FileMode.CreateNew, FileAccess.Write);
            await file.WriteAsync(content, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return ConsoleServices.Refuse([$"{output.FullName} cannot be written: {fault.Message}"]);
        }

        Console.WriteLine(output.FullName);
        return 0;
    }
}
