using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using Xunit;

namespace ChatOpsBot.TestKit.Contracts;

/// <summary>What every journal does, wherever its turns are kept.</summary>
public abstract class TurnJournalContract
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateTimeOffset Ever = DateTimeOffset.MinValue;

    /// <summary>Opens an empty store.</summary>
    protected abstract Task<JournalUnderTest> OpenAsync();

    [Fact]
    public async Task A_turn_is_found_in_its_tenant_only()
    {
        await using var open = await OpenAsync();
        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);

        var found = await open.Journal.FindAsync(new TenantId("default"), "turn-1", None);

        Assert.Equivalent(new TurnRecord(SampleTurns.Message(1), TurnState.Received, null, null), found, strict: true);
        Assert.Null(await open.Journal.FindAsync(new TenantId("other"), "turn-1", None));
        Assert.Null(await open.Journal.FindAsync(new TenantId("default"), "turn-2", None));
    }

    [Fact]
    public async Task The_state_of_a_turn_follows_its_steps()
    {
        await using var open = await OpenAsync();
        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        var lease = (await open.Inbox.LeaseAsync(None)).Lease;
        Assert.Equal(TurnState.Received, (await FindAsync(open, 1)).State);

        await open.Inbox.RecordReceiptAsync(lease, new DeliveryReceipt("posted"), None);
        await open.Inbox.RecordAnswerAsync(lease, SampleTurns.Answer(), None);
        Assert.Equal(TurnState.Answered, (await FindAsync(open, 1)).State);

        await open.Inbox.CompleteAsync(lease, None);
        var ended = await FindAsync(open, 1);
        Assert.Equal(TurnState.Delivered, ended.State);
        Assert.Equal(new DeliveryReceipt("posted"), ended.Receipt);
        Assert.Equivalent(SampleTurns.Answer(), ended.Answer, strict: true);
    }

    [Fact]
    public async Task A_dead_and_a_cancelled_turn_are_found_as_such()
    {
        await using var open = await OpenAsync();
        await open.Inbox.AcceptAsync(SampleTurns.Message(1, "thread-1"), None);
        await open.Inbox.AcceptAsync(SampleTurns.Message(2, "thread-2"), None);
        await open.Inbox.TryCancelAsync(new InboundRemoval(SampleTurns.Thread("thread-2"), "message-2", SampleTurns.Start), None);
        await open.Inbox.DeadLetterAsync((await open.Inbox.LeaseAsync(None)).Lease, "gave up", None);

        Assert.Equal(TurnState.Dead, (await FindAsync(open, 1)).State);
        Assert.Equal(TurnState.Cancelled, (await FindAsync(open, 2)).State);
    }

    [Fact]
    public async Task A_thread_is_known_from_its_first_accepted_message()
    {
        await using var open = await OpenAsync();
        Assert.False(await open.Journal.KnowsThreadAsync(SampleTurns.Thread(), None));

        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);

        Assert.True(await open.Journal.KnowsThreadAsync(SampleTurns.Thread(), None));
        Assert.False(await open.Journal.KnowsThreadAsync(SampleTurns.Thread("thread-2"), None));
        Assert.False(await open.Journal.KnowsThreadAsync(SampleTurns.Thread(tenant: "other"), None));
        Assert.False(await open.Journal.KnowsThreadAsync(SampleTurns.Thread() with { Channel = ChannelKind.Teams }, None));
    }

    [Fact]
    public async Task A_thread_whose_only_message_was_taken_back_is_not_known()
    {
        await using var open = await OpenAsync();
        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        await open.Inbox.TryCancelAsync(new InboundRemoval(SampleTurns.Thread(), "message-1", SampleTurns.Start), None);

        Assert.False(await open.Journal.KnowsThreadAsync(SampleTurns.Thread(), None));
    }

    [Fact]
    public async Task The_answered_turns_of_a_thread_are_listed_oldest_first()
    {
        await using var open = await OpenAsync();
        await AnswerAsync(open, 1, 2, 3, 4);
        await open.Inbox.AcceptAsync(SampleTurns.Message(5), None);
        await open.Inbox.AcceptAsync(SampleTurns.Message(6, "thread-2"), None);

        Assert.Equal(["turn-1", "turn-2", "turn-3", "turn-4"], await ListAsync(open, Ever, 10));
        Assert.Equal(["turn-3", "turn-4"], await ListAsync(open, Ever, 2));
        Assert.Equal(["turn-2", "turn-3", "turn-4"], await ListAsync(open, SampleTurns.Message(2).ReceivedAt, 10));
        Assert.Empty(await open.Journal.ListThreadAsync(SampleTurns.Thread(tenant: "other"), Ever, 10, None));
    }

    [Fact]
    public async Task An_answer_that_is_stored_and_not_yet_delivered_is_listed_and_a_dead_turn_is_not()
    {
        await using var open = await OpenAsync();
        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        var lease = (await open.Inbox.LeaseAsync(None)).Lease;
        await open.Inbox.RecordAnswerAsync(lease, SampleTurns.Answer(), None);
        Assert.Equal(["turn-1"], await ListAsync(open, Ever, 10));

        await open.Inbox.DeadLetterAsync(lease, "undeliverable", None);

        Assert.Empty(await ListAsync(open, Ever, 10));
    }

    [Fact]
    public async Task What_was_answered_before_a_thread_was_forgotten_is_not_listed()
    {
        await using var open = await OpenAsync();
        await AnswerAsync(open, 1, 2);

        await open.Journal.ForgetThreadAsync(SampleTurns.Thread(), None);
        Assert.Empty(await ListAsync(open, Ever, 10));

        await AnswerAsync(open, 3);
        Assert.Equal(["turn-3"], await ListAsync(open, Ever, 10));
        Assert.True(await open.Journal.KnowsThreadAsync(SampleTurns.Thread(), None));
        Assert.NotNull(await open.Journal.FindAsync(TenantId.Default, "turn-1", None));
    }

    [Fact]
    public async Task The_answered_turns_of_a_person_are_listed_newest_first_and_nobody_elses()
    {
        await using var open = await OpenAsync();
        await AnswerAsync(
            open,
            OfPerson(1, "ann", "thread-1"),
            OfPerson(2, "bob", "thread-1"),
            OfPerson(3, "ann", "thread-2"),
            OfPerson(4, "ann", "thread-3") with { Conversation = SampleTurns.Thread("thread-3", tenant: "other") },
            OfPerson(5, "ann", "thread-4") with { Conversation = SampleTurns.Thread("thread-4") with { Channel = ChannelKind.Teams } },
            OfPerson(6, string.Empty, "thread-5"));
        await open.Inbox.AcceptAsync(OfPerson(7, "ann", "thread-6"), None);

        Assert.Equal(["turn-3", "turn-1"], await ListOfAsync(open, "ann", 10));
        Assert.Equal(["turn-3"], await ListOfAsync(open, "ann", 1));
        Assert.Equal(["turn-2"], await ListOfAsync(open, "bob", 10));
        Assert.Empty(await ListOfAsync(open, "ANN", 10));
        Assert.Empty(await ListOfAsync(open, string.Empty, 10));
    }

    [Fact]
    public async Task What_a_person_was_answered_before_a_thread_was_forgotten_is_not_listed()
    {
        await using var open = await OpenAsync();
        await AnswerAsync(open, OfPerson(1, "ann", "thread-1"), OfPerson(2, "ann", "thread-2"));

        await open.Journal.ForgetThreadAsync(SampleTurns.Thread(), None);
        Assert.Equal(["turn-2"], await ListOfAsync(open, "ann", 10));

        await AnswerAsync(open, OfPerson(3, "ann", "thread-1"));
        Assert.Equal(["turn-3", "turn-2"], await ListOfAsync(open, "ann", 10));
    }

    [Fact]
    public async Task The_turn_behind_a_posted_message_is_found_whatever_became_of_it()
    {
        await using var open = await OpenAsync();
        await PostAsync(open, 1, "m1");
        await PostAsync(open, 2, "m2 m3");
        await open.Inbox.AcceptAsync(SampleTurns.Message(3), None);
        var dying = (await open.Inbox.LeaseAsync(None)).Lease;
        await open.Inbox.RecordReceiptAsync(dying, new DeliveryReceipt("m4"), None);
        await open.Inbox.DeadLetterAsync(dying, "undeliverable", None);
        await open.Journal.ForgetThreadAsync(SampleTurns.Thread(), None);

        Assert.Equal("turn-1", await FindReplyAsync(open, "m1"));
        Assert.Equal("turn-2", await FindReplyAsync(open, "m2"));
        Assert.Equal("turn-2", await FindReplyAsync(open, "m3"));
        Assert.Equal("turn-3", await FindReplyAsync(open, "m4"));
        Assert.Null(await FindReplyAsync(open, "m"));
        Assert.Null(await FindReplyAsync(open, "m1", limit: 2));
        Assert.Null(await open.Journal.FindReplyAsync(SampleTurns.Thread("thread-2"), "m1", 10, None));
        Assert.Null(await open.Journal.FindReplyAsync(SampleTurns.Thread(tenant: "other"), "m1", 10, None));
    }

    [Fact]
    public async Task A_question_that_waits_while_its_thread_is_forgotten_is_listed_once_it_is_answered()
    {
        await using var open = await OpenAsync();
        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        await open.Journal.ForgetThreadAsync(SampleTurns.Thread(), None);

        var lease = (await open.Inbox.LeaseAsync(None)).Lease;
        await open.Inbox.RecordAnswerAsync(lease, SampleTurns.Answer(), None);

        Assert.Equal(["turn-1"], await ListAsync(open, Ever, 10));
    }

    [Fact]
    public async Task Forgetting_a_thread_that_nobody_knows_is_harmless()
    {
        await using var open = await OpenAsync();

        await open.Journal.ForgetThreadAsync(SampleTurns.Thread("nowhere"), None);

        Assert.False(await open.Journal.KnowsThreadAsync(SampleTurns.Thread("nowhere"), None));
    }

    public static TheoryData<string> Replies => ["answer", "no_evidence", "clarification", "notice", "hand_over"];

    [Theory]
    [MemberData(nameof(Replies))]
    public async Task Every_kind_of_reply_comes_back_as_it_was(string kind)
    {
        await using var open = await OpenAsync();
        Reply reply = kind switch
        {
            "answer" => SampleTurns.Answer().Reply,
            "no_evidence" => new NoEvidenceReply("What?", "44 documents in Handbook", "Ask a person."),
            "clarification" => new ClarificationReply("Which one?", ["Laptop", "Phone"]),
            "hand_over" => new HandOverReply(
                "What?", "U1", [new HandOverSource("Leave", new Uri("https://docs.example.com/leave"))], [new HandOverPerson("S1", "Desk")], "Please help."),
            _ => new NoticeReply("- one\n- two", NoticeKind.Apology),
        };
        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        var lease = (await open.Inbox.LeaseAsync(None)).Lease;
        await open.Inbox.RecordAnswerAsync(lease, SampleTurns.Answer() with { Reply = reply, FailureCause = "timeout" }, None);

        var answer = (await FindAsync(open, 1)).Answer!;

        Assert.IsType(reply.GetType(), answer.Reply);
        Assert.Equivalent(SampleTurns.Answer() with { Reply = reply, FailureCause = "timeout" }, answer, strict: true);
    }

    [Fact]
    public async Task The_turns_of_one_message_are_listed_newest_first_errands_included()
    {
        await using var open = await OpenAsync();
        await AnswerAsync(open, 1, 2);
        await open.Inbox.AcceptAsync(Errand(3, "message-1"), None);

        var turns = await open.Journal.ListMessageAsync(SampleTurns.Thread(), "message-1", 10, None);

        Assert.Equal(["turn-3", "turn-1"], turns.Select(turn => turn.Message.TurnId));
        Assert.Equivalent(Errand(3, "message-1"), turns[0].Message, strict: true);
        Assert.Single(await open.Journal.ListMessageAsync(SampleTurns.Thread(), "message-1", 1, None));
        Assert.Empty(await open.Journal.ListMessageAsync(SampleTurns.Thread(), "message-9", 10, None));
        Assert.Empty(await open.Journal.ListMessageAsync(SampleTurns.Thread("thread-2"), "message-1", 10, None));
        Assert.Empty(await open.Journal.ListMessageAsync(SampleTurns.Thread(tenant: "other"), "message-1", 10, None));
    }

    [Fact]
    public async Task A_withdrawn_turn_keeps_its_ids_and_neither_question_nor_answer()
    {
        await using var open = await OpenAsync();
        await PostAsync(open, 1, "posted");
        await AnswerAsync(open, 2);

        Assert.True(await open.Journal.WithdrawAsync(TenantId.Default, "turn-1", None));
        Assert.True(await open.Journal.WithdrawAsync(TenantId.Default, "turn-1", None));

        var left = await FindAsync(open, 1);
        Assert.True(left.IsWithdrawn);
        Assert.Equal(TurnState.Delivered, left.State);
        Assert.Equal(new DeliveryReceipt("posted"), left.Receipt);
        Assert.Null(left.Answer);
        Assert.Equivalent(SampleTurns.Message(1) with { Text = string.Empty, Attachments = [], Quoted = null }, left.Message, strict: true);
        Assert.DoesNotContain("turn-1", await AnsweredAsync(open));
        Assert.False((await FindAsync(open, 2)).IsWithdrawn);
        Assert.False(await open.Journal.WithdrawAsync(new TenantId("other"), "turn-2", None));
        Assert.False(await open.Journal.WithdrawAsync(TenantId.Default, "turn-9", None));
    }

    [Fact]
    public async Task A_turn_that_is_withdrawn_while_it_runs_can_end_without_an_answer()
    {
        await using var open = await OpenAsync();
        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        var lease = (await open.Inbox.LeaseAsync(None)).Lease;
        await open.Inbox.RecordReceiptAsync(lease, new DeliveryReceipt("placeholder"), None);

        await open.Journal.WithdrawAsync(TenantId.Default, "turn-1", None);
        await open.Inbox.CompleteAsync(lease, None);

        var ended = await FindAsync(open, 1);
        Assert.True(ended.IsWithdrawn);
        Assert.Equal(TurnState.Delivered, ended.State);
        Assert.Equal(new DeliveryReceipt("placeholder"), ended.Receipt);
        Assert.Null(ended.Answer);
    }

    [Fact]
    public async Task An_answer_that_is_stored_after_a_withdrawal_goes_with_the_next_one()
    {
        await using var open = await OpenAsync();
        await open.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        var lease = (await open.Inbox.LeaseAsync(None)).Lease;
        await open.Journal.WithdrawAsync(TenantId.Default, "turn-1", None);
        await open.Inbox.RecordAnswerAsync(lease, SampleTurns.Answer(), None);
        await open.Inbox.CompleteAsync(lease, None);

        await open.Journal.WithdrawAsync(TenantId.Default, "turn-1", None);

        Assert.Null((await FindAsync(open, 1)).Answer);
    }

    [Fact]
    public async Task The_turns_of_a_place_are_listed_until_they_are_withdrawn()
    {
        await using var open = await OpenAsync();
        await AnswerAsync(open, 1, 2);
        await open.Inbox.AcceptAsync(SampleTurns.Message(3, "thread-2"), None);
        await open.Inbox.AcceptAsync(SampleTurns.Message(4, tenant: "other"), None);
        await open.Inbox.AcceptAsync(SampleTurns.Message(5) with { Conversation = SampleTurns.Thread() with { ConversationId = "T10/C1" } }, None);
        await open.Inbox.AcceptAsync(SampleTurns.Message(6) with { Conversation = SampleTurns.Thread() with { Channel = ChannelKind.Teams } }, None);
        var later = SampleTurns.Message(9).ReceivedAt;
        var workspace = new Place(TenantId.Default, ChannelKind.Slack, "T1/");

        Assert.Equal(["turn-1", "turn-2", "turn-3"], await PlaceAsync(open, workspace, later));
        Assert.Equal(["turn-1"], await PlaceAsync(open, workspace, SampleTurns.Message(2).ReceivedAt));
        Assert.Empty(await PlaceAsync(open, workspace with { ConversationPrefix = "T1/C2" }, later));

        await open.Journal.WithdrawAsync(TenantId.Default, "turn-2", None);
        Assert.Equal(["turn-1", "turn-3"], await PlaceAsync(open, workspace, later));
    }

    private static async Task<IEnumerable<string>> PlaceAsync(JournalUnderTest open, Place place, DateTimeOffset before)
    {
        var found = new List<string>();
        await foreach (var turn in open.Journal.ListPlaceAsync(place, before, None))
        {
            found.Add(turn.Message.TurnId);
        }

        return found.Order(StringComparer.Ordinal);
    }

    private static InboundMessage Errand(int number, string messageId) => SampleTurns.Message(number) with
    {
        SchemaVersion = InboundMessage.CurrentSchemaVersion,
        MessageId = messageId,
        Errand = new Errand(ErrandKind.OfferAgain, "turn-1"),
    };

    private static async Task<IEnumerable<string>> AnsweredAsync(JournalUnderTest open)
        => (await open.Journal.ListThreadAsync(SampleTurns.Thread(), Ever, 10, None)).Where(turn => turn.Answer is not null).Select(turn => turn.Message.TurnId);

    private static InboundMessage OfPerson(int number, string person, string thread) => SampleTurns.Message(number, thread) with { Sender = new Sender(person, []) };

    private static async Task<IEnumerable<string>> ListOfAsync(JournalUnderTest open, string person, int limit)
        => (await open.Journal.ListOfPersonAsync(TenantId.Default, SampleTurns.Thread().Channel, person, limit, None)).Select(turn => turn.Message.TurnId);

    private static Task AnswerAsync(JournalUnderTest open, params int[] numbers)
        => AnswerAsync(open, [.. numbers.Select(number => SampleTurns.Message(number))]);

    private static async Task AnswerAsync(JournalUnderTest open, params InboundMessage[] messages)
    {
        foreach (var message in messages)
        {
            await open.Inbox.AcceptAsync(message, None);
            var lease = (await open.Inbox.LeaseAsync(None)).Lease;
            await open.Inbox.RecordAnswerAsync(lease, SampleTurns.Answer(), None);
            await open.Inbox.CompleteAsync(lease, None);
        }
    }

    private static async Task PostAsync(JournalUnderTest open, int number, string receipt)
    {
        await open.Inbox.AcceptAsync(SampleTurns.Message(number), None);
        var lease = (await open.Inbox.LeaseAsync(None)).Lease;
        await open.Inbox.RecordReceiptAsync(lease, new DeliveryReceipt(receipt), None);
        await open.Inbox.RecordAnswerAsync(lease, SampleTurns.Answer(), None);
        await open.Inbox.CompleteAsync(lease, None);
    }

    private static async Task<string?> FindReplyAsync(JournalUnderTest open, string messageId, int limit = 10)
        => (await open.Journal.FindReplyAsync(SampleTurns.Thread(), messageId, limit, None))?.Message.TurnId;

    private static async Task<TurnRecord> FindAsync(JournalUnderTest open, int number)
        => await open.Journal.FindAsync(TenantId.Default, "turn-" + number, None) ?? throw new InvalidOperationException("Not found.");

    private static async Task<IEnumerable<string>> ListAsync(JournalUnderTest open, DateTimeOffset since, int limit)
        => (await open.Journal.ListThreadAsync(SampleTurns.Thread(), since, limit, None)).Select(turn => turn.Message.TurnId);
}

/// <summary>An open journal with the inbox that fills it.</summary>
public sealed record JournalUnderTest(IInbox Inbox, ITurnJournal Journal, IAsyncDisposable Resource) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Resource.DisposeAsync();
}
