using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.Channels.Web.Inbound;

/// <summary>Translates a web request into the conversation contract.</summary>
internal sealed class WebInboundMapper(IIdGenerator ids, TimeProvider time)
{
    // Nobody may be waiting any more, but an Idempotency-Key can still ask for the answer.
    private static readonly TimeSpan AnswerLifetime = TimeSpan.FromMinutes(15);

    public InboundMessage Map(WebCaller caller, ChatRequest request, string? idempotencyKey, string? locale)
    {
        var turnId = idempotencyKey is null ? ids.NewId() : TurnIdOf(caller, idempotencyKey);
        return Message(caller, turnId, request.ConversationId ?? ids.NewId(), request.Text) with
        {
            Locale = locale,
            Language = SpokenLanguage.Of(request.Text),
        };
    }

    /// <summary>Returns a message that is never stored, to ask for the rights of a caller.</summary>
    public InboundMessage Probe(WebCaller caller) => Message(caller, "probe", "probe", string.Empty);

    /// <summary>Returns the one turn an idempotency key stands for, so that a repeat finds it again after a restart and on any replica.</summary>
    internal static string TurnIdOf(WebCaller caller, string idempotencyKey) => TurnIds.Of($"{caller.Tenant}", caller.Owner, idempotencyKey);

    private InboundMessage Message(WebCaller caller, string turnId, string conversationId, string text)
    {
        var now = time.GetUtcNow();
        return new InboundMessage
        {
            TurnId = turnId,
            DeliveryId = turnId,
            DedupeKeys = [$"web:turn:{caller.Tenant}:{turnId}"],
            Conversation = caller.Conversation(conversationId),
            Sender = caller.Sender,
            MessageId = turnId,
            Text = text,
            Audience = caller.Audience,
            SentAt = now,
            ReceivedAt = now,
            Deadline = now + AnswerLifetime,
            ReplyTo = new ReplyAddress(1, conversationId),
        };
    }
}
