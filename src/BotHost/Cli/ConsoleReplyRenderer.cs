using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Inbox;
using Spectre.Console;

namespace ChatOpsBot.BotHost.Cli;

/// <summary>Shows a reply on a terminal.</summary>
internal static class ConsoleReplyRenderer
{
    public static void Write(StoredAnswer answer)
    {
        if (answer.Question.Length > 0)
        {
            AnsiConsole.MarkupLineInterpolated($"[grey]? {answer.Question}[/]");
        }

        Write(answer.Reply);
        AnsiConsole.WriteLine();
    }

    private static void Write(Reply reply)
    {
        switch (reply)
        {
            case AnswerReply answer:
                WriteAnswer(answer);
                break;
            case NoEvidenceReply none:
                AnsiConsole.WriteLine($"I found nothing in {none.Searched} that answers this. {none.NextStep}");
                break;
            case ClarificationReply clarification:
                AnsiConsole.WriteLine(clarification.Question);
                clarification.Choices.ToList().ForEach(choice => AnsiConsole.WriteLine($"- {choice}"));
                break;
            case HandOverReply handOver:
                AnsiConsole.WriteLine($"{Phrases.English[Phrase.PersonWanted]}: {handOver.Question}");
                break;
            case NoticeReply notice:
                AnsiConsole.WriteLine(notice.Text);
                break;
        }
    }

    private static void WriteAnswer(AnswerReply answer)
    {
        foreach (var statement in answer.Statements)
        {
            var numbers = string.Concat(statement.Citations.Select(number => $"[{number}]"));
            AnsiConsole.MarkupLineInterpolated($"{statement.Text} [cyan]{numbers}[/]");
        }

        foreach (var note in answer.Notes)
        {
            AnsiConsole.MarkupLineInterpolated($"[yellow]{note}[/]");
        }

        AnsiConsole.MarkupLineInterpolated($"[grey]{Origin(answer)}, confidence {answer.Confidence.ToString().ToLowerInvariant()}[/]");
        foreach (var citation in answer.Citations)
        {
            var place = string.Join(" › ", citation.HeadingPath.Prepend(citation.Title));
            AnsiConsole.MarkupLineInterpolated($"[cyan][[{citation.Number}]][/] {place} [grey]({citation.Document}, {citation.Start}–{citation.End})[/]");
        }
    }

    private static string Origin(AnswerReply answer) => answer.Mode is AnswerMode.Extractive ? "Quoted from the sources" : "Written by a model from the sources";
}
