using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Conversations.Wire;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>Opens modals: at once, before anything is asked or read (S-43), and fills them afterwards.</summary>
internal sealed class SlackWindows(SlackWebClient client, SlackErrands errands, SlackTeller teller, TimeProvider time)
{
    // A trigger expires after three seconds, some of which are gone already.
    private static readonly TimeSpan OpenLimit = TimeSpan.FromMilliseconds(2_500);

    /// <summary>Opens a modal behind the request. Who waits in vain is told, where there is an address for it.</summary>
    /// <param name="window">Who asked for it.</param>
    /// <param name="view">What it shows first.</param>
    /// <param name="fill">Returns what it shows next; null, or a task of null, when that is all.</param>
    public void Open(SlackWindow window, JsonObject view, Func<CancellationToken, Task<JsonObject?>>? fill) => _ = OpenAsync(window, view, fill);

    private async Task OpenAsync(SlackWindow window, JsonObject view, Func<CancellationToken, Task<JsonObject?>>? fill)
    {
        using var limit = new CancellationTokenSource(OpenLimit, time);
        try
        {
            var reply = await client.CallAsync(SlackMethod.OpenView, window.Team, null, new JsonObject { ["trigger_id"] = window.TriggerId, ["view"] = view }, limit.Token);
            if (fill is not null && reply.Member("view"u8).Id("id"u8) is { } id)
            {
                errands.TryTake(cancellationToken => FillAsync(window, id, fill, cancellationToken));
            }
        }
        catch (Exception fault) when (fault is SlackApiException or OperationCanceledException)
        {
            // The client has counted and logged it.
            teller.Tell(window.Team, window.Channel, window.ResponseUrl, Phrases.English[Phrase.OpenedTooLate]);
        }
    }

    private async Task FillAsync(SlackWindow window, string id, Func<CancellationToken, Task<JsonObject?>> fill, CancellationToken cancellationToken)
    {
        if (await fill(cancellationToken) is { } view)
        {
            await client.CallAsync(SlackMethod.UpdateView, window.Team, null, new JsonObject { ["view_id"] = id, ["view"] = view }, cancellationToken);
        }
    }
}
