using System.Text.Json.Nodes;

namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>Puts the address on what is said.</summary>
internal static class TeamsActivities
{
    /// <summary>Returns an activity with its address. In a channel the conversation names the thread already (T-32).</summary>
    public static JsonObject Addressed(JsonObject body, TeamsAddress address, string? id = null)
    {
        var activity = (JsonObject)body.DeepClone();
        activity["from"] = new JsonObject { ["id"] = address.Bot };
        activity["conversation"] = new JsonObject { ["id"] = address.Conversation };
        if (address is { Person: { } person } && (address.IsPersonal || address.IsTargeted))
        {
            activity["recipient"] = new JsonObject { ["id"] = person };
        }

        if (address.Activity is { } asked)
        {
            activity["replyToId"] = asked;
        }

        if (id is not null)
        {
            activity["id"] = id;
        }

        return activity;
    }

    public static JsonObject Typing(TeamsAddress address) => Addressed(new JsonObject { ["type"] = "typing" }, address);
}
