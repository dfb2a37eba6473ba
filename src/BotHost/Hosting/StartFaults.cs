using ChatOpsBot.RagCore.Conversations;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.BotHost.Hosting;

/// <summary>Puts what keeps a process from its work into one line per fault. What is not listed here is a defect and keeps its stack.</summary>
internal static class StartFaults
{
    private const string Binder = "Microsoft.Extensions.Configuration.Binder";

    /// <summary>Returns the lines, or null when the exception is no fault of the configuration or of what it names.</summary>
    public static IReadOnlyList<string>? Of(Exception exception) => exception switch
    {
        OptionsValidationException invalid => [.. invalid.Failures],
        AggregateException several => OfAll(several),
        InvalidOperationException { Source: Binder } unbound => [$"{unbound.Message.TrimEnd('.')}. Correct the value or remove the key."],
        StartupException or StoreUnavailableException or IOException or UnauthorizedAccessException or InvalidDataException => [exception.Message],
        _ => null,
    };

    // The host gives the faults of several sections together.
    private static IReadOnlyList<string>? OfAll(AggregateException several)
    {
        var faults = several.InnerExceptions.Select(Of).ToList();
        return faults.Contains(null) ? null : [.. faults.SelectMany(lines => lines!)];
    }
}
