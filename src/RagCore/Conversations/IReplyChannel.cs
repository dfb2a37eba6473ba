namespace ChatOpsBot.RagCore.Conversations;

/// <summary>
/// Delivers replies on one channel. Implemented once per platform, outside this assembly. Every call may be repeated after a
/// crash: a channel makes repetition harmless by marking what it posts with <see cref="ReplyTarget.TurnId"/>.
/// </summary>
/// <remarks>All members throw <see cref="DeliveryException"/> with the kind of failure, and nothing else the platform can cause.</remarks>
public interface IReplyChannel
{
    /// <summary>Gets the platform this instance speaks to.</summary>
    ChannelKind Kind { get; }

    /// <summary>Shows that the bot is at work. Returns null where the channel needs no placeholder; the answer is then posted.</summary>
    Task<DeliveryReceipt?> PostPlaceholderAsync(ReplyTarget target, CancellationToken cancellationToken);

    /// <summary>
    /// Makes sure that the messages a reply needs are there, as placeholders, where the platform can neither be read nor told one post from
    /// its repetition: their ids are stored before anything is said, so that a repetition changes what is there (T-18). Elsewhere it returns
    /// <paramref name="receipt"/> as it is, and a reply without one is posted.
    /// </summary>
    Task<DeliveryReceipt?> ReserveAsync(ReplyTarget target, DeliveryReceipt? receipt, OutboundReply reply, CancellationToken cancellationToken);

    /// <summary>Posts a reply and returns the platform's id for it.</summary>
    Task<DeliveryReceipt> PostAsync(ReplyTarget target, OutboundReply reply, CancellationToken cancellationToken);

    /// <summary>Replaces what was posted earlier, a placeholder or a reply. Doing it twice changes nothing.</summary>
    Task UpdateAsync(ReplyTarget target, DeliveryReceipt receipt, OutboundReply reply, CancellationToken cancellationToken);

    /// <summary>Shows a reply that stands anew, such as with more votes. Unlike <see cref="UpdateAsync"/> it posts nothing that is not there any more.</summary>
    Task RefreshAsync(ReplyTarget target, DeliveryReceipt receipt, OutboundReply reply, CancellationToken cancellationToken);

    /// <summary>Finds what an earlier attempt posted for this turn, when its receipt was lost. Null: nothing was found, or the platform cannot be read.</summary>
    Task<DeliveryReceipt?> ReconcileAsync(ReplyTarget target, CancellationToken cancellationToken);

    /// <summary>Removes what was posted. Not an error when it is gone already.</summary>
    Task RemoveAsync(ReplyTarget target, DeliveryReceipt receipt, CancellationToken cancellationToken);

    /// <summary>
    /// Takes back exactly what a receipt names and nothing else of the turn: what a worker posted after it had lost the turn to another one. Does
    /// nothing where messages cannot be removed.
    /// </summary>
    Task WithdrawAsync(ReplyTarget target, DeliveryReceipt receipt, CancellationToken cancellationToken);

    /// <summary>
    /// Shows the person how far the turn is. Never the only copy of anything; may do nothing. The calls of a turn come one after the other, none of them
    /// beside or after the one that shows the reply.
    /// </summary>
    /// <param name="target">Where the reply will go.</param>
    /// <param name="receipt">The placeholder, when there is one.</param>
    /// <param name="progress">How far the turn is.</param>
    /// <param name="cancellationToken">Cancelled when the reply is ready: what waits for its pace gives up, a request that is under way ends by itself.</param>
    Task ShowProgressAsync(ReplyTarget target, DeliveryReceipt? receipt, TurnProgress progress, CancellationToken cancellationToken);
}

/// <summary>Where a reply goes.</summary>
/// <param name="TurnId">The turn; opaque to people, used as the marker of S-58.</param>
/// <param name="Conversation">The thread.</param>
/// <param name="RecipientId">The platform's user id of the person who asked.</param>
/// <param name="Locale">The person's language, when known.</param>
/// <param name="Address">The channel's own address.</param>
/// <param name="Deadline">The time after which delivery is of no use.</param>
public sealed record ReplyTarget(
    string TurnId, ConversationKey Conversation, string RecipientId, string? Locale, ReplyAddress Address, DateTimeOffset Deadline)
{
    /// <summary>Returns the target of the reply to a message.</summary>
    public static ReplyTarget Of(InboundMessage message)
        => new(message.TurnId, message.Conversation, message.Sender.Id, message.ReplyLanguage, message.ReplyTo, message.Deadline);
}

/// <summary>A reply as a channel shows it now.</summary>
/// <param name="Reply">What is said.</param>
/// <param name="Votes">How people rated it so far.</param>
public sealed record OutboundReply(Reply Reply, VoteTally Votes)
{
    /// <summary>Gets the id under which a new answer is offered because the question was changed; null when nothing is offered.</summary>
    public string? Offer { get; init; }

    /// <summary>Gets a value indicating whether the person can hand the question to people.</summary>
    public bool CanAskPerson { get; init; }

    /// <summary>Gets who answered what was handed over, and when; null while nobody has.</summary>
    public HandOverEnd? Resolved { get; init; }
}

/// <summary>Somebody answered what was handed to people.</summary>
/// <param name="PersonId">The platform's user id.</param>
/// <param name="Name">The person's name, where the platform says it with a click and shows none by itself.</param>
/// <param name="At">When it was said.</param>
public sealed record HandOverEnd(string PersonId, string? Name, DateTimeOffset At);

/// <summary>How people rated one answer.</summary>
/// <param name="Up">Thumbs up.</param>
/// <param name="Down">Thumbs down.</param>
public readonly record struct VoteTally(int Up, int Down);

/// <summary>The platform's id of a posted message.</summary>
/// <param name="MessageId">The id, in the channel's own format; the ids of several messages are separated by a space.</param>
public sealed record DeliveryReceipt(string MessageId)
{
    private const char Separator = ' ';
    private const char RemarkMark = '~';

    /// <summary>Gets what the channel noted for itself beside the ids; null: nothing.</summary>
    public string? Remark => Parts().FirstOrDefault(IsRemark)?[1..];

    /// <summary>Returns the receipt of a reply in several messages.</summary>
    public static DeliveryReceipt Of(IEnumerable<string> messageIds) => new(string.Join(Separator, messageIds));

    /// <summary>Returns the ids of the messages, in order.</summary>
    public string[] MessageIds() => [.. Parts().Where(part => !IsRemark(part))];

    /// <summary>Says whether a message is one of the reply's.</summary>
    public bool Holds(string messageId) => MessageIds().Contains(messageId, StringComparer.Ordinal);

    /// <summary>Returns the receipt with a note of the channel's own, one word, which is no message.</summary>
    public DeliveryReceipt WithRemark(string remark) => this with { MessageId = $"{MessageId}{Separator}{RemarkMark}{remark}" };

    /// <summary>Returns the receipt with further messages.</summary>
    public DeliveryReceipt With(IEnumerable<string> messageIds) => this with { MessageId = string.Join(Separator, messageIds.Prepend(MessageId)) };

    private static bool IsRemark(string part) => part[0] == RemarkMark;

    private string[] Parts() => MessageId.Split(Separator, StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>How far a turn is, for the person who waits.</summary>
/// <param name="Stage">A stable key: <c>searching</c>, <c>reading</c>, <c>writing</c>.</param>
/// <param name="Sources">How many sources are being read, once known.</param>
public sealed record TurnProgress(string Stage, int? Sources)
{
    /// <summary>Gets the verified part of the answer so far, while it is written. It only grows: the stored answer begins with it.</summary>
    public PartialAnswer? Partial { get; init; }
}

/// <summary>The beginning of an answer whose citations were checked.</summary>
/// <param name="Statements">The statements so far.</param>
/// <param name="Citations">The citations they stand on, numbered as they will be in the answer.</param>
public sealed record PartialAnswer(IReadOnlyList<AnswerStatement> Statements, IReadOnlyList<Citation> Citations);
