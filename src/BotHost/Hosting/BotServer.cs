using ChatOpsBot.RagCore.Conversations;
using Microsoft.Extensions.Options;

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
        catch (OptionsValidationException invalid)
        {
            return Refuse(invalid.Failures);
        }
        catch (Exception fault) when (fault is StartupException or StoreUnavailableException or IOException)
        {
            return Refuse([fault.Message]);
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
