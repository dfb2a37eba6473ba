using System.CommandLine;

namespace ChatOpsBot.BotHost.Cli;

/// <summary><c>health</c>: asks a running process whether it is ready; for containers, which have no other client.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var url = new Option<Uri>("--url") { Description = "Where the process listens.", DefaultValueFactory = _ => new Uri("http://127.0.0.1:5080") };
        var command = new Command("health", "Exits with 0 when the process at the address is ready.") { url };
        command.SetAction((parsed, cancellationToken) => AskAsync(parsed.GetValue(url)!, cancellationToken));
        return command;
    }

    private static async Task<int> AskAsync(Uri url, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = Limit };
        try
        {
            using var response = await client.GetAsync(new Uri(url, "/health/ready"), cancellationToken);
            Console.WriteLine(await response.Content.ReadAsStringAsync(cancellationToken));
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            Console.Error.WriteLine($"{url} does not answer: {fault.Message}");
            return 1;
        }
    }
}
