using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Models.Chat;

/// <summary>Reads updates of a stream.</summary>
internal static class ModelUpdates
{
    /// <summary>Says whether an update holds something of the answer, and not only who speaks or what it cost.</summary>
    public static bool Speaks(ChatResponseUpdate update)
    {
        var contents = update.Contents;
        for (var number = 0; number < contents.Count; number++)
        {
            if (contents[number] is FunctionCallContent or TextContent { Text.Length: > 0 })
            {
                return true;
            }
        }

        return false;
    }
}
