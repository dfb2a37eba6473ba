using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Memory;
using ChatOpsBot.RagCore.Turns;
using ChatOpsBot.RagCore.Turns.HandOver;
using ChatOpsBot.TestKit.Channels;
using ChatOpsBot.TestKit.Faults;
using ChatOpsBot.TestKit.Storage;
using ChatOpsBot.TestKit.Time;
using ChatOpsBot.TestKit.Turns;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.IntegrationTests.Turns;

/// <summary>What happens to a turn that has started when its message is edited or deleted, and when a person is asked.</summary>
public sealed class ChangeTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly Dictionary<string, string> Settings = new() { ["HandOver:Slack:Mentions:0"] = "S0123ABC", ["HandOver:Text"] = "Please have a look." };

    private readonly PowerLossFileSystem _disk = new();
    private readonly LedgerPlatform _platform = new();
    private readonly CountingAnswerer _answerer = new();
    private readonly AgainGate _gate = new();
    private LedgerChannel _channel = null!;
    private TurnHost _host = null!;

    private ITurnJournal Journal => _host.Services.GetRequiredService<ITurnJournal>();

    private ChangeDesk Changes => _host.Services.GetRequiredService<ChangeDesk>();

    private HandOverDesk HandOvers => _host.Services.GetRequiredService<HandOverDesk>();

    public async Task InitializeAsync()
    {
        Start();
        await _host.RunAsync();
    }

    public Task DisposeAsync() => _host.StopAsync();

    [Fact]
    public async Task An_edit_after_the_answer_is_offered_and_answered_once_in_the_same_message()
    {
        var asked = await AnsweredAsync("1");
        var posted = Assert.Single(_platform.Visible).Id;

        Assert.Equal(ChangeResult.Taken, await Changes.EditAsync(Edit(asked, "Changed?"), None));
        await EndedAsync();
        var offer = _channel.Shown[posted].Offer;
        Assert.NotNull(offer);
        Assert.Equal(1, _answerer.Calls);

        Assert.Equal(ChangeResult.Ignored, await Changes.AnswerAgainAsync(await FindAsync(offer), "somebody else", None));
        Assert.Equal(ChangeResult.Taken, await Changes.AnswerAgainAsync(await FindAsync(offer), asked.Sender.Id, None));
        Assert.Equal(ChangeResult.Duplicate, await Changes.AnswerAgainAsync(await FindAsync(offer), asked.Sender.Id, None));
        await EndedAsync();

        var only = Assert.Single(_platform.Visible);
        Assert.Equal(posted, only.Id);
        Assert.Equal("answer to Changed?", Assert.IsType<AnswerReply>(only.Reply).Statements[0].Text);
        Assert.Null(_channel.Shown[posted].Offer);
        Assert.Equal(2, _answerer.Calls);
        Assert.Equal("answer to How many days?", Text((await FindAsync(asked.TurnId)).Answer!.Reply));
    }

    [Fact]
    public async Task A_change_without_a_new_text_or_that_arrives_late_is_not_offered()
    {
        var asked = await AnsweredAsync("1");

        Assert.Equal(ChangeResult.Ignored, await Changes.EditAsync(Edit(asked, asked.Text), None));
        Assert.Equal(ChangeResult.Taken, await Changes.EditAsync(Edit(asked, "Newer?"), None));
        await Changes.EditAsync(Edit(asked, "Newer?"), None);
        await EndedAsync();
        Assert.Equal(ChangeResult.Ignored, await Changes.EditAsync(Edit(asked, "Older?") with { EditedAt = asked.SentAt.AddSeconds(1) }, None));
        Assert.Equal(ChangeResult.Ignored, await Changes.EditAsync(Edit(asked, "Other?") with { MessageId = "unknown" }, None));

        Assert.Equal(1, _answerer.Calls);
        Assert.Equal(2, (await Journal.ListMessageAsync(asked.Conversation, asked.MessageId, 10, None)).Count);
    }

    [Fact]
    public async Task An_edit_while_the_turn_runs_is_offered_when_it_has_ended()
    {
        var (running, release) = Hold();
        var asked = await AskAsync("1");
        await running;

        Assert.Equal(ChangeResult.Taken, await Changes.EditAsync(Edit(asked, "Changed?"), None));
        release.SetResult();
        await EndedAsync();

        var shown = _channel.Shown[Assert.Single(_platform.Visible).Id];
        Assert.Equal("answer to How many days?", Text(shown.Reply));
        Assert.Equal("Changed?", (await FindAsync(shown.Offer!)).Message.Text);
    }

    [Fact]
    public async Task A_refusal_to_answer_again_leaves_the_answer_before_it_where_it_is()
    {
        var asked = await AnsweredAsync("1");
        await Changes.EditAsync(Edit(asked, "Changed?"), None);
        await EndedAsync();
        var posted = Assert.Single(_platform.Visible).Id;
        _gate.Refuses = true;

        await Changes.AnswerAgainAsync(await FindAsync(_channel.Shown[posted].Offer!), asked.Sender.Id, None);
        await EndedAsync();

        Assert.Equal("answer to How many days?", Text(_platform.Visible[0].Reply!));
        Assert.Equal("Too many.", Assert.IsType<NoticeReply>(_platform.Visible[1].Reply).Text);
        var turn = await FindAsync(asked.TurnId);
        Assert.Equal(asked.TurnId, (await _host.Services.GetRequiredService<ReplyCards>().StandingAsync(turn, None)).Message.TurnId);
    }

    [Fact]
    public async Task An_offer_survives_a_vote_and_a_restart()
    {
        var asked = await AnsweredAsync("1");
        await Changes.EditAsync(Edit(asked, "Changed?"), None);
        await EndedAsync();
        var offer = _channel.Shown[Assert.Single(_platform.Visible).Id].Offer!;

        await _host.StopAsync();
        _host.Abandon();
        Start();
        await _host.RunAsync();

        var turn = await FindAsync(asked.TurnId);
        Assert.Equal(offer, (await _host.Services.GetRequiredService<ReplyCards>().ShownAsync(turn, turn.Answer!.Reply, None)).Offer);
        Assert.Equal(ChangeResult.Taken, await Changes.AnswerAgainAsync(await FindAsync(offer), asked.Sender.Id, None));
        await EndedAsync();
        Assert.Equal("answer to Changed?", Text(Assert.Single(_platform.Visible).Reply!));
    }

    [Fact]
    public async Task A_deletion_after_the_answer_takes_everything_back()
    {
        var asked = await AnsweredAsync("1");
        await Changes.EditAsync(Edit(asked, "Changed?"), None);
        await EndedAsync();
        var offer = _channel.Shown[Assert.Single(_platform.Visible).Id].Offer!;
        var memory = _host.Services.GetRequiredService<IConversationMemory>();
        Assert.NotEmpty(await memory.RecallAsync(asked.Conversation, None));

        Assert.Equal(ChangeResult.Taken, await Changes.RemoveAsync(Removal(asked), None));
        await EndedAsync();

        Assert.Empty(_platform.Visible);
        Assert.Empty(await memory.RecallAsync(asked.Conversation, None));
        foreach (var left in new[] { await FindAsync(asked.TurnId), await FindAsync(offer) })
        {
            Assert.True(left.IsWithdrawn);
            Assert.Empty(left.Message.Text);
            Assert.Null(left.Answer);
        }

        Assert.Equal(ChangeResult.Ignored, await Changes.AnswerAgainAsync(await FindAsync(offer), asked.Sender.Id, None));
        Assert.Equal(ChangeResult.Ignored, await Changes.EditAsync(Edit(asked, "Once more?") with { EditedAt = asked.SentAt.AddHours(2) }, None));
    }

    [Fact]
    public async Task A_deletion_while_the_turn_runs_stops_it_and_leaves_nothing()
    {
        var (running, _) = Hold();
        var asked = await AskAsync("1");
        await running;

        Assert.Equal(ChangeResult.Taken, await Changes.RemoveAsync(Removal(asked), None));
        Assert.NotEqual(ChangeResult.Taken, await Changes.RemoveAsync(Removal(asked), None));
        await EndedAsync();

        Assert.Empty(_platform.Visible);
        var left = await FindAsync(asked.TurnId);
        Assert.True(left.IsWithdrawn);
        Assert.Null(left.Answer);
    }

    [Fact]
    public async Task A_turn_of_another_process_whose_message_is_deleted_says_nothing_that_stays()
    {
        var (running, release) = Hold();
        var asked = await AskAsync("1");
        await running;

        // What the desk of another replica does: it cannot stop the turn here.
        await Journal.WithdrawAsync(asked.Conversation.Tenant, asked.TurnId, None);
        release.SetResult();
        await EndedAsync();

        Assert.Null((await FindAsync(asked.TurnId)).Answer);
        Assert.DoesNotContain(_platform.Visible, message => message.Reply is AnswerReply);
    }

    [Theory]
    [InlineData(DeliveryFailure.Transient)]
    [InlineData(DeliveryFailure.Ambiguous)]
    public async Task A_platform_that_is_down_does_not_lose_a_withdrawal(DeliveryFailure failure)
    {
        var asked = await AnsweredAsync("1");
        _channel.FailNextRemoval(failure);

        await Changes.RemoveAsync(Removal(asked), None);
        await EndedAsync();

        Assert.Empty(_platform.Visible);
    }

    [Fact]
    public async Task A_withdrawal_that_can_never_be_done_is_given_up_without_a_word()
    {
        var asked = await AnsweredAsync("1");
        _channel.FailNextRemoval(DeliveryFailure.Permanent);

        await Changes.RemoveAsync(Removal(asked), None);
        await EndedAsync();

        Assert.IsType<AnswerReply>(Assert.Single(_platform.Visible).Reply);
        Assert.True((await FindAsync(asked.TurnId)).IsWithdrawn);
    }

    [Fact]
    public async Task A_deletion_takes_back_the_answer_to_the_changed_question_too()
    {
        var asked = await AnsweredAsync("1");
        await Changes.EditAsync(Edit(asked, "Changed?"), None);
        await EndedAsync();
        await Changes.AnswerAgainAsync(await FindAsync(_channel.Shown[Assert.Single(_platform.Visible).Id].Offer!), asked.Sender.Id, None);
        await EndedAsync();

        await Changes.RemoveAsync(Removal(asked), None);
        await EndedAsync();

        Assert.Empty(_platform.Visible);
        Assert.All(await Journal.ListMessageAsync(asked.Conversation, asked.MessageId, 10, None), turn => Assert.Empty(turn.Message.Text));
    }

    [Fact]
    public async Task A_person_is_asked_once_and_the_first_who_resolves_is_shown()
    {
        var asked = await AnsweredAsync("1");
        Assert.True(_channel.Shown[Assert.Single(_platform.Visible).Id].CanAskPerson);
        var turn = await FindAsync(asked.TurnId);

        Assert.Equal(ChangeResult.Taken, await HandOvers.AskAsync(turn, "U7", name: null, None));
        Assert.Equal(ChangeResult.Duplicate, await HandOvers.AskAsync(turn, "U8", name: null, None));
        await EndedAsync();

        var card = Assert.Single(_platform.Visible, message => message.Reply is HandOverReply);
        var reply = (HandOverReply)card.Reply!;
        Assert.Equal("How many days?", reply.Question);
        Assert.Equal("U7", reply.AskedBy);
        Assert.Equal([new HandOverPerson("S0123ABC", "S0123ABC")], reply.People);
        Assert.Equal("Please have a look.", reply.Text);

        var handOver = await FindAsync(card.TurnId);
        Assert.Equal(ChangeResult.Taken, await HandOvers.ResolveAsync(handOver, "U9", "Kim", None));
        Assert.Equal(ChangeResult.Duplicate, await HandOvers.ResolveAsync(handOver, "U1", "Kim", None));
        Assert.Equal(ChangeResult.Ignored, await HandOvers.ResolveAsync(turn, "U9", "Kim", None));
        await EndedAsync();
        Assert.Equal("U9", _channel.Shown[card.Id].Resolved?.PersonId);
        Assert.Equal("Kim", _channel.Shown[card.Id].Resolved?.Name);
    }

    [Theory]
    [InlineData("ask a person")]
    [InlineData("Human!")]
    [InlineData("担当者に聞く")]
    public async Task A_person_is_asked_with_words_too(string words)
    {
        await AskAsync("0", words);
        await EndedAsync();
        Assert.IsType<NoticeReply>(Assert.Single(_platform.Visible).Reply);

        await AnsweredAsync("1");
        await AskAsync("2", words);
        await EndedAsync();

        Assert.Equal("How many days?", Assert.Single(_platform.Visible.Select(message => message.Reply).OfType<HandOverReply>()).Question);
        Assert.Equal(1, _answerer.Calls);
    }

    [Fact]
    public async Task A_question_that_is_deleted_takes_what_was_handed_over_with_it()
    {
        var asked = await AnsweredAsync("1");
        await HandOvers.AskAsync(await FindAsync(asked.TurnId), "U7", name: null, None);
        await EndedAsync();
        Assert.Equal(2, _platform.Visible.Count);

        await Changes.RemoveAsync(Removal(asked), None);
        await EndedAsync();

        Assert.Empty(_platform.Visible);
    }

    [Fact]
    public async Task What_cannot_be_removed_keeps_nothing_else_standing()
    {
        var asked = await AnsweredAsync("1");
        await HandOvers.AskAsync(await FindAsync(asked.TurnId), "U7", name: null, None);
        await EndedAsync();
        _channel.FailNextRemoval(DeliveryFailure.Permanent);

        await Changes.RemoveAsync(Removal(asked), None);
        await EndedAsync();

        Assert.IsType<AnswerReply>(Assert.Single(_platform.Visible).Reply);
    }

    [Fact]
    public async Task What_was_quoted_goes_with_the_question_and_is_in_no_errand()
    {
        var asked = await AskAsync("1", quoted: "said by a colleague");
        await EndedAsync();
        await HandOvers.AskAsync(await FindAsync(asked.TurnId), "U7", name: null, None);
        await EndedAsync();
        var handedOver = _platform.Visible.Single(message => message.Reply is HandOverReply).TurnId;
        Assert.Null((await FindAsync(handedOver)).Message.Quoted);

        await Changes.RemoveAsync(Removal(asked), None);
        await EndedAsync();

        Assert.Null((await FindAsync(asked.TurnId)).Message.Quoted);
        Assert.All(await Journal.ListMessageAsync(asked.Conversation, $"withdraw:{asked.TurnId}", 10, None), turn => Assert.Null(turn.Message.Quoted));
    }

    [Fact]
    public async Task Nobody_is_asked_where_nobody_can_read_the_question()
    {
        var asked = await AskAsync("1", audience: Audience.Private);
        await EndedAsync();

        Assert.Equal(ChangeResult.Ignored, await HandOvers.AskAsync(await FindAsync(asked.TurnId), asked.Sender.Id, name: null, None));
        Assert.False(_channel.Shown[Assert.Single(_platform.Visible).Id].CanAskPerson);
    }

    [Fact]
    public async Task A_place_the_bot_was_removed_from_is_emptied_once_and_others_are_not()
    {
        var asked = await AnsweredAsync("1");
        var elsewhere = await AskAsync("2", conversation: "T2/C1");
        await EndedAsync();
        var removal = _host.Services.GetRequiredService<PlaceRemoval>();
        var place = new Place(TenantId.Default, ChannelKind.Slack, "T1/");

        Assert.Equal(ChangeResult.Taken, await removal.RequestAsync(place, "Ev1", None));
        Assert.Equal(ChangeResult.Duplicate, await removal.RequestAsync(place, "Ev1", None));
        await EndedAsync();

        Assert.True((await FindAsync(asked.TurnId)).IsWithdrawn);
        Assert.Empty(await _host.Services.GetRequiredService<IConversationMemory>().RecallAsync(asked.Conversation, None));
        Assert.False((await FindAsync(elsewhere.TurnId)).IsWithdrawn);
    }

    [Fact]
    public async Task A_turn_that_runs_in_a_place_the_bot_was_removed_from_ends_without_an_answer()
    {
        var (running, _) = Hold();
        var asked = await AskAsync("1");
        await running;

        await _host.Services.GetRequiredService<PlaceRemoval>().RequestAsync(new Place(TenantId.Default, ChannelKind.Slack, "T1/"), "Ev1", None);
        await EndedAsync();

        Assert.Null((await FindAsync(asked.TurnId)).Answer);
        Assert.True((await FindAsync(asked.TurnId)).IsWithdrawn);
    }

    private void Start()
    {
        _channel = new LedgerChannel(_platform, new CrashPoints(0), ChannelKind.Slack);
        _host = TurnHost.Start(_disk, _platform, _answerer, channel: _channel, gate: _gate, settings: Settings);
    }

    private (Task Running, TaskCompletionSource Release) Hold()
    {
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _answerer.Before = _ =>
        {
            running.TrySetResult();
            return release.Task;
        };
        return (running.Task, release);
    }

    private async Task<InboundMessage> AnsweredAsync(string id)
    {
        var asked = await AskAsync(id);
        await EndedAsync();
        return asked;
    }

    private async Task<InboundMessage> AskAsync(string id, string text = "How many days?", Audience audience = Audience.Shared, string conversation = "T1/C1", string? quoted = null)
    {
        var message = Messages.Of(id) with
        {
            Text = text,
            Quoted = quoted,
            Audience = audience,
            MessageId = $"message-{id}",
            Conversation = new ConversationKey(TenantId.Default, ChannelKind.Slack, conversation, "thread"),
            SentAt = DateTimeOffset.UtcNow.AddHours(-1),
            ReceivedAt = DateTimeOffset.UtcNow,
            Deadline = DateTimeOffset.UtcNow.AddHours(1),
        };
        Assert.Equal(AcceptResult.Accepted, await _host.Inbox.AcceptAsync(message, None));
        return message;
    }

    private Task EndedAsync() => Eventually.HoldsAsync(() => Task.FromResult(_host.Inbox.Statistics is { Waiting: 0, Leased: 0 }));

    private async Task<TurnRecord> FindAsync(string turnId)
        => await Journal.FindAsync(TenantId.Default, turnId, None) ?? throw new InvalidOperationException($"No turn {turnId}.");

    private static string Text(Reply reply) => ((AnswerReply)reply).Statements[0].Text;

    private static InboundEdit Edit(InboundMessage asked, string text) => new(asked.Conversation, asked.MessageId, text, asked.SentAt.AddMinutes(30));

    private static InboundRemoval Removal(InboundMessage asked) => new(asked.Conversation, asked.MessageId, asked.SentAt.AddMinutes(40));

    /// <summary>Refuses to answer again.</summary>
    private sealed class AgainGate : IInboundGate
    {
        public bool Refuses { get; set; }

        public ValueTask<GateRefusal?> CheckAsync(InboundMessage message, CancellationToken cancellationToken)
            => ValueTask.FromResult(Refuses && message.Errand is { Kind: ErrandKind.AnswerAgain } ? new GateRefusal("rate_limit", "Too many.") : null);
    }
}
