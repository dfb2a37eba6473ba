using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Storage.Embedded;
using ChatOpsBot.RagCore.Storage.Log;
using ChatOpsBot.TestKit.Contracts;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOpsBot.TestKit.Storage;

/// <summary>Leaves turns behind that were given up, as a process that has ended did.</summary>
public static class DeadTurns
{
    /// <summary>Writes one dead turn per cause into the log of a folder, numbered from 1; every second one has an answer.</summary>
    public static async Task WriteAsync(string folder, params string[] causes)
    {
        var settings = new EmbeddedSettings(64 << 20, TimeSpan.FromDays(90), TimeSpan.FromHours(48), 1_000);
        using var store = new EmbeddedStore(new PhysicalLogFileSystem(folder), settings, TimeProvider.System, NullLogger<EmbeddedStore>.Instance);
        store.Open();
        using var inbox = new EmbeddedInbox(store, TimeProvider.System, NullLogger<EmbeddedInbox>.Instance);
        for (var number = 1; number <= causes.Length; number++)
        {
            await inbox.AcceptAsync(Message(number), CancellationToken.None);
            var lease = (await inbox.LeaseAsync(CancellationToken.None)).Lease;
            if (number % 2 == 0)
            {
                await inbox.RecordAnswerAsync(lease, SampleTurns.Answer(), CancellationToken.None);
            }

            await inbox.DeadLetterAsync(lease, causes[number - 1], CancellationToken.None);
        }
    }

    private static InboundMessage Message(int number)
        => SampleTurns.Message(number) with { Text = "a secret question", ReceivedAt = TimeProvider.System.GetUtcNow() };
}
