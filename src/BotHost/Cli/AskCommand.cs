using System.CommandLine;
using ChatOpsBot.Channels.Web.Rendering;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Memory;

namespace ChatOpsBot.BotHost.Cli;

/// <summary><c>ask</c>: answers on the console from the knowledge folders alone. Several questions are one thread.</summary>
internal static class AskCommand
{
    public static Command Create()
    {
        var questions = new Argument<string[]>("question") { Description = "The question, then its follow-ups.", Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json") { Description = "Prints the object of POST /v1/chat, one line per question." };
        var reader = new ReaderOptions();
        var command = new Command("ask", "Answers a question with citations.") { questions, json };
        reader.AddTo(command);
        command.SetAction((parsed, cancellationToken) => ConsoleServices.RunAsync(
            (services, token) => AskAsync(services, parsed.GetValue(questions)!, reader.Filter(parsed), parsed.GetValue(json), token),
            cancellationToken));
        return command;
    }

    private static async Task<int> AskAsync(
        IServiceProvider services, string[] questions, AccessFilter access, bool json, CancellationToken cancellationToken)
    {
        await ConsoleServices.LoadAsync(services, quiet: json, cancellationToken);
        await services.GetRequiredService<IAnswerThreshold>().CalibrateAsync(access, cancellationToken);
        var thread = new List<Exchange>();
        var conversationId = services.GetRequiredService<IIdGenerator>().NewId();
        foreach (var question in questions)
        {
            var turn = await AnswerAsync(services, question, thread, access, conversationId, cancellationToken);
            Print(turn, conversationId, json);
            thread.Add(new Exchange(turn.Message.TurnId, turn.Answer!.Question, turn.Answer.Reply, turn.Message.SentAt));
        }

        return 0;
    }

    private static async Task<TurnRecord> AnswerAsync(
        IServiceProvider services,
        string question,
        List<Exchange> thread,
        AccessFilter access,
        string conversationId,
        CancellationToken cancellationToken)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var message = Message(services.GetRequiredService<IIdGenerator>().NewId(), question, access.Tenant, conversationId, time.GetUtcNow());
        var outcome = await services.GetRequiredService<IQuestionAnswerer>()
            .AnswerAsync(new Question(question, thread, Locale: null), access, new Progress<TurnProgress>(), cancellationToken);
        var answer = new StoredAnswer(
            outcome.Reply, outcome.StandaloneQuestion, time.GetUtcNow(), outcome.Timings, new Dictionary<string, string>(), FailureCause: null);
        return new TurnRecord(message, TurnState.Answered, answer, Receipt: null);
    }

    private static InboundMessage Message(string turnId, string text, TenantId tenant, string conversationId, DateTimeOffset now) => new()
    {
        TurnId = turnId,
        DeliveryId = turnId,
        DedupeKeys = [],
        Conversation = new ConversationKey(tenant, ChannelKind.Console, conversationId, conversationId),
        Sender = new Sender("console", []),
        MessageId = turnId,
        Text = text,
        Audience = Audience.Private,
        SentAt = now,
        ReceivedAt = now,
        Deadline = now,
        ReplyTo = new ReplyAddress(1, string.Empty),
    };

    private static void Print(TurnRecord turn, string conversationId, bool json)
    {
        if (json)
        {
            ConsoleJson.Write(WebReplyRenderer.Render(turn, turn.Answer!, conversationId));
        }
        else
        {
            ConsoleReplyRenderer.Write(turn.Answer!);
        }
    }
}
