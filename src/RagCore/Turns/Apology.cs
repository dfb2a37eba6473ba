using System.Globalization;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.RagCore.Turns;

/// <summary>What a person reads when a turn failed: a reference the operators can look up, never an exception's text.</summary>
internal static class Apology
{
    private const int ReferenceLength = 8;

    public static string For(InboundMessage message)
    {
        var asked = message.SentAt.ToString("HH:mm 'UTC'", CultureInfo.InvariantCulture);
        return Phrases.For(message.ReplyLanguage).Say(Phrase.Apology, ("time", asked), ("reference", Reference(message.TurnId)));
    }

    /// <summary>Returns the end of the turn's id, which is random; its beginning is the time and the same for many turns.</summary>
    public static string Reference(string turnId) => turnId.Length <= ReferenceLength ? turnId : turnId[^ReferenceLength..];
}
