namespace ChatOpsBot.BotHost.Hosting;

/// <summary>Starts the serving process and turns what keeps it from starting into one line per fault.</summary>
internal static class BotServer
{
    private const int Failure = 1;

    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await using var app = BotApplication.Build(args);
            await app.RunAsync();
            return Environment.ExitCode;
        }
        catch (Exception exception) when (StartFaults.Of(exception) is { } faults)
        {
            return Refuse(faults);
        }
    }

    private static int Refuse(IEnumerable<string> faults)
    {
        foreach (var fault in faults)
        {
            Console.Error.WriteLine($"ChatOpsBot cannot start: {fault}");
        }

        return Failure;
    }
}
