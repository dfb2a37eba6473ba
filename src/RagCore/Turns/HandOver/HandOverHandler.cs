using System.Collections.Frozen;
using ChatOpsBot.RagCore.Commands;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Inbox;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Turns.HandOver;

/// <summary>Writes to the people who are configured, with the question and the sources that were tried. They are the only ones the bot ever names.</summary>
internal sealed class HandOverHandler(ITurnJournal journal, ReplyCards cards, TimeProvider time, IOptions<HandOverOptions> options) : ITurnHandler
{
    private static readonly TimeSpan Recent = TimeSpan.FromDays(1);

    public bool ShowsPlaceholder => false;

    public bool CanHandle(InboundMessage message)
        => message.Errand is { Kind: ErrandKind.HandOver } || (message.Errand is null && CommandNames.Parse(message.Text) is CommandWords.AskPerson && People(message).Count > 0);

    public async Task<StoredAnswer> HandleAsync(InboundMessage message, IProgress<TurnProgress> progress, CancellationToken cancellationToken)
    {
        var asked = await AskedAsync(message, cancellationToken);
        Reply reply = asked is { IsWithdrawn: false, Answer: { } answer } && cards.Fresh(asked.Message, answer.Reply).CanAskPerson
            ? Asking(message, answer)
            : new NoticeReply(Phrases.For(message.Locale)[message.Audience is Audience.Shared ? Phrase.NothingToHandOver : Phrase.HandOverNotHere], NoticeKind.Command);
        return new StoredAnswer(
            reply, string.Empty, time.GetUtcNow(), FrozenDictionary<string, double>.Empty, FrozenDictionary<string, string>.Empty, FailureCause: null);
    }

    private IReadOnlyList<HandOverPerson> People(InboundMessage message) => options.Value.PeopleOf(message.Conversation.Channel);

    private async Task<TurnRecord?> AskedAsync(InboundMessage message, CancellationToken cancellationToken)
        => message.Errand is { } errand
            ? await journal.FindAsync(message.Conversation.Tenant, errand.TurnId, cancellationToken)
            : (await journal.ListThreadAsync(message.Conversation, time.GetUtcNow() - Recent, limit: 10, cancellationToken))
                .LastOrDefault(turn => turn.Answer is { Reply: AnswerReply or NoEvidenceReply });

    private HandOverReply Asking(InboundMessage message, StoredAnswer answer)
    {
        var tried = answer.Reply is AnswerReply grounded ? grounded.Citations : [];
        var sources = tried.DistinctBy(citation => citation.Document).Take(HandOverReply.MaxSources).Select(citation => new HandOverSource(citation.Title, citation.Link));
        return new HandOverReply(answer.Question, message.Sender.Id, [.. sources], People(message), options.Value.Text)
        {
            AskedByName = message.Errand is not null && message.Text.Length > 0 ? message.Text : null,
        };
    }
}
