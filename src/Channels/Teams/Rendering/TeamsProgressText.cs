using System.Globalization;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.Teams.Rendering;

/// <summary>What a person reads while a turn runs. Pure.</summary>
/// <param name="Text">Plain text of what the bot is doing, or Markdown of the answer so far.</param>
/// <param name="IsAnswer">It is the beginning of the answer.</param>
internal sealed record TeamsProgressText(string Text, bool IsAnswer)
{
    /// <summary>Returns what to say; null when it is what the placeholder says, or more than a chunk holds.</summary>
    public static TeamsProgressText? Of(TurnProgress progress, Phrases words, TeamsAnswerStyle style)
    {
        if (progress.Partial is { Statements.Count: > 0 } partial)
        {
            var text = TeamsTextParts.Beginning(AnswerOf(partial), hasCitations: style is TeamsAnswerStyle.Text);
            return TeamsPiece.SizeOf(text) <= TeamsLimits.Chunk ? new TeamsProgressText(text, IsAnswer: true) : null;
        }

        return Doing(progress, words) is { } doing ? new TeamsProgressText(doing, IsAnswer: false) : null;
    }

    /// <summary>Returns the beginning of an answer as one that ends there.</summary>
    public static AnswerReply AnswerOf(PartialAnswer partial) => new(partial.Statements, partial.Citations, AnswerMode.Model, Confidence.Low, []);

    /// <summary>Returns what the bot is doing; null when the placeholder says it already.</summary>
    public static string? Doing(TurnProgress progress, Phrases words) => progress switch
    {
        { Stage: "reading", Sources: > 0 and var count } => words.Say(Phrase.ReadingSources, ("count", count.ToString(CultureInfo.InvariantCulture))),
        { Stage: "writing" } => words[Phrase.Writing],
        _ => null,
    };
}
