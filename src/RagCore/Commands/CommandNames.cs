using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.RagCore.Commands;

/// <summary>Finds the command in a message. Only a message that is nothing but the word is a command: "help me with VPN" is a question.</summary>
internal static class CommandNames
{
    private const int LongestCommand = 40;

    /// <summary>Returns the command's name in lower case, whichever language its word is in; a message without any word asks for help.</summary>
    public static string? Parse(string text)
    {
        var words = text.AsSpan().Trim();
        if (words.Length > LongestCommand)
        {
            return null;
        }

        var name = words.TrimStart('/').TrimEnd(".!?。！？").Trim();
        return name.Length == 0 ? HelpCommand.CommandName : CommandWords.NameOf(name) ?? name.ToString().ToLowerInvariant();
    }
}
