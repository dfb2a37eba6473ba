using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Turns;
using ChatOpsBot.TestKit.Channels;
using ChatOpsBot.TestKit.Faults;
using ChatOpsBot.TestKit.Storage;
using ChatOpsBot.TestKit.Turns;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.IntegrationTests.Turns;

/// <summary>What a person sees when delivering or answering fails, and when many ask at once.</summary>
public sealed class DeliveryTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly LedgerPlatform _platform = new();
    private readonly CountingAnswerer _answerer = new();
    private LedgerChannel _channel = null!;
    private TurnHost _host = null!;

    public async Task InitializeAsync()
    {
        _channel = new LedgerChannel(_platform, new CrashPoints(0));
        _host = TurnHost.Start(new PowerLossFileSystem(), _platform, _answerer, channel: _channel);
        await _host.RunAsync();
    }

    public Task DisposeAsync() => _host.StopAsync();

    [Theory]
    [InlineData(DeliveryFailure.Transient, 1)]
    [InlineData(DeliveryFailure.Ambiguous, 1)]
    [InlineData(DeliveryFailure.Transient, 6)]
    [InlineData(DeliveryFailure.Ambiguous, 6)]
    public async Task A_delivery_that_fails_is_tried_again_with_the_same_answer(DeliveryFailure failure, int times)
    {
        Enumerable.Range(0, times).ToList().ForEach(_ => _channel.FailNext(failure));

        await AskAsync("1");
        await EndedAsync();

        Assert.IsType<AnswerReply>(Assert.Single(_platform.Visible).Reply);
    }

    [Fact]
    public async Task A_platform_that_takes_no_posts_for_a_while_costs_patience_and_no_answer()
    {
        Enumerable.Range(0, 12).ToList().ForEach(_ => _channel.FailNext(DeliveryFailure.Ambiguous));

        await AskAsync("1");
        await EndedAsync();

        Assert.IsType<AnswerReply>(Assert.Single(_platform.Visible).Reply);
        Assert.Equal(1, _answerer.Calls);
    }

    [Fact]
    public async Task A_placeholder_that_can_no_longer_be_changed_is_not_the_last_word()
    {
        _channel.FailUpdates(DeliveryFailure.Permanent);

        await AskAsync("1");
        await EndedAsync();

        Assert.Equal(NoticeKind.Apology, Assert.IsType<NoticeReply>(Assert.Single(_platform.Visible).Reply).Kind);
    }

    [Fact]
    public async Task A_hiccup_after_the_deadline_neither_doubles_nor_silences()
    {
        _channel.FailNextUpdate(DeliveryFailure.Transient);
        var late = Ask("1", "How many days?", "A") with { Deadline = DateTimeOffset.UtcNow.AddSeconds(1) };
        _answerer.Before = _ => Task.Delay(TimeSpan.FromSeconds(1.2));
        await _host.Inbox.AcceptAsync(late, CancellationToken.None);

        await EndedAsync();

        Assert.NotNull(Assert.Single(_platform.Visible).Reply);
    }

    [Fact]
    public async Task What_cannot_be_delivered_is_not_tried_again()
    {
        // The placeholder, and the apology for it: after these the platform would take anything.
        _channel.FailNext(DeliveryFailure.Permanent);
        _channel.FailNext(DeliveryFailure.Permanent);

        await AskAsync("1");
        await EndedAsync();

        Assert.Empty(_platform.Visible);
        Assert.Equal(TurnState.Dead, (await FindAsync("1")).State);
    }

    [Fact]
    public async Task A_replayed_turn_shows_its_stored_answer_in_place_of_the_apology()
    {
        _channel.FailUpdates(DeliveryFailure.Permanent);
        await AskAsync("1");
        await EndedAsync();
        _channel.FailUpdates(null);

        Assert.Equal(ReplayResult.Replayed, await ReplayAsync("1"));
        await EndedAsync();

        Assert.IsType<AnswerReply>(Assert.Single(_platform.Visible).Reply);
        Assert.Equal(1, _answerer.Calls);
        Assert.Equal(TurnState.Delivered, (await FindAsync("1")).State);
    }

    [Fact]
    public async Task A_replayed_turn_that_had_only_an_apology_is_answered_anew_in_its_place()
    {
        _answerer.Failure = _ => new InvalidOperationException("down");
        await AskAsync("1");
        await EndedAsync();
        var apology = Assert.Single(_platform.Visible);
        _answerer.Failure = _ => null;

        Assert.Equal(ReplayResult.Replayed, await ReplayAsync("1"));
        await EndedAsync();

        var answer = Assert.Single(_platform.Visible);
        Assert.Equal((apology.Id, true), (answer.Id, answer.Reply is AnswerReply));
        Assert.Equal(TurnState.Delivered, (await FindAsync("1")).State);
        Assert.Equal(ReplayResult.NotDead, await ReplayAsync("1"));
    }

    [Fact]
    public async Task Turns_that_were_given_up_are_counted_by_kind_of_cause()
    {
        var causes = new ConcurrentQueue<string>();
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "chatopsbot.turn.dead" && instrument.Meter.Scope == _host.Services.GetRequiredService<IMeterFactory>())
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meters.SetMeasurementEventCallback<long>((_, _, tags, _) => causes.Enqueue($"{tags[0].Value} {tags[1].Value}"));
        meters.Start();
        _channel.FailNext(DeliveryFailure.Permanent);
        await AskAsync("1");
        await EndedAsync();
        _answerer.Failure = _ => new InvalidOperationException("down");
        await AskAsync("2");
        await EndedAsync();

        Assert.Equal(["web delivery_permanent", "web attempts_exhausted"], causes);
    }

    [Fact]
    public async Task A_question_that_waited_past_its_deadline_is_told_so_and_costs_no_answer()
    {
        await _host.Inbox.AcceptAsync(Ask("1", "How many days?", "A") with { Deadline = DateTimeOffset.UtcNow.AddSeconds(-1) }, CancellationToken.None);

        await EndedAsync();

        var notice = Assert.IsType<NoticeReply>(Assert.Single(_platform.Visible).Reply);
        Assert.Equal(NoticeKind.Refusal, notice.Kind);
        Assert.Contains("waited too long", notice.Text, StringComparison.Ordinal);
        Assert.Equal(0, _answerer.Calls);
        Assert.Equal(TurnState.Delivered, (await FindAsync("1")).State);
    }

    [Fact]
    public async Task A_question_that_always_fails_ends_with_an_apology_that_tells_nothing_of_the_fault()
    {
        _answerer.Failure = _ => new InvalidOperationException("connection string: secret");

        await AskAsync("1");
        await EndedAsync();

        var apology = Assert.IsType<NoticeReply>(Assert.Single(_platform.Visible).Reply);
        Assert.Equal(NoticeKind.Apology, apology.Kind);
        Assert.Contains("reference turn-1", apology.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", apology.Text, StringComparison.Ordinal);
        Assert.Equal(3, _answerer.Calls);
        Assert.Equal(TurnState.Dead, (await FindAsync("1")).State);
    }

    [Fact]
    public async Task A_question_that_fails_once_is_answered()
    {
        var failures = 1;
        _answerer.Failure = _ => Interlocked.Decrement(ref failures) >= 0 ? new TimeoutException() : null;

        await AskAsync("1");
        await EndedAsync();

        Assert.IsType<AnswerReply>(Assert.Single(_platform.Visible).Reply);
    }

    [Fact]
    public async Task One_thread_is_answered_one_at_a_time_and_in_order()
    {
        var running = 0;
        var most = 0;
        _answerer.Before = async _ =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Yield();
            Interlocked.Decrement(ref running);
        };

        for (var i = 0; i < 50; i++)
        {
            await AskAsync($"{i}");
        }

        await EndedAsync();

        Assert.Equal(1, most);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"turn-{i}"), _platform.Visible.Select(message => message.TurnId));
    }

    [Fact]
    public async Task Threads_do_not_wait_for_each_other()
    {
        var release = new TaskCompletionSource();
        _answerer.Before = question => question.Text == "slow" ? release.Task : Task.CompletedTask;

        await AskAsync("1", "slow", "A");
        await AskAsync("2", "fast", "B");
        await UntilAsync(() => _platform.Visible.Any(message => message is { TurnId: "turn-2", Reply: not null }));
        release.SetResult();
        await EndedAsync();

        Assert.Equal(2, _platform.Visible.Count);
    }

    [Fact]
    public async Task A_message_that_a_gate_cannot_judge_yet_waits_as_long_as_it_takes_and_is_answered()
    {
        var gate = new WaitingGate(waits: 20);
        var platform = new LedgerPlatform();
        var host = TurnHost.Start(new PowerLossFileSystem(), platform, _answerer, gate: gate);
        await host.RunAsync();

        await host.Inbox.AcceptAsync(Ask("1", "How many days?", "A"), CancellationToken.None);
        await UntilAsync(() => host.Inbox.Statistics is { Waiting: 0, Leased: 0 });
        await host.StopAsync();

        Assert.IsType<AnswerReply>(Assert.Single(platform.Visible).Reply);
        Assert.Equal(20, gate.Waited);
    }

    [Fact]
    public async Task A_message_of_an_unknown_organisation_is_refused_without_a_search()
    {
        var message = Ask("1", "How many days?", "A");
        await _host.Inbox.AcceptAsync(message with { Conversation = message.Conversation with { Tenant = new TenantId("stranger") } }, CancellationToken.None);
        await EndedAsync();

        Assert.Equal(NoticeKind.Refusal, Assert.IsType<NoticeReply>(Assert.Single(_platform.Visible).Reply).Kind);
        Assert.Equal(0, _answerer.Calls);
    }

    [Fact]
    public async Task Where_other_organisations_read_along_nothing_is_searched()
    {
        await _host.Inbox.AcceptAsync(Ask("1", "How many days?", "A") with { Audience = Audience.External }, CancellationToken.None);
        await EndedAsync();

        Assert.Equal(NoticeKind.Refusal, Assert.IsType<NoticeReply>(Assert.Single(_platform.Visible).Reply).Kind);
        Assert.Equal(0, _answerer.Calls);
    }

    [Fact]
    public async Task Running_turns_end_before_the_process_does()
    {
        var started = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _answerer.Before = _ =>
        {
            started.TrySetResult();
            return release.Task;
        };
        await AskAsync("1");
        await started.Task.WaitAsync(Limit);

        var stopping = _host.StopAsync();
        release.SetResult();
        await stopping.WaitAsync(Limit);

        Assert.IsType<AnswerReply>(Assert.Single(_platform.Visible).Reply);
    }

    [Fact]
    public async Task An_answer_whose_delivery_a_stop_cuts_short_is_delivered_by_the_next_start_however_often_it_was_tried()
    {
        var (disk, channel) = (new PowerLossFileSystem(), new LedgerChannel(_platform, new CrashPoints(0)));
        var host = TurnHost.Start(disk, _platform, _answerer, channel: channel, drain: TimeSpan.Zero);
        channel.FailUpdates(DeliveryFailure.Transient);
        await host.Inbox.AcceptAsync(Ask("1", "How many days?", "A"), CancellationToken.None);
        await host.RunAsync();
        await UntilAsync(() => channel.Updates > 10);
        await channel.HoldUpdates().WaitAsync(Limit);
        await host.StopAsync().WaitAsync(Limit);
        host.Abandon();

        var next = TurnHost.Start(disk, _platform, _answerer);
        await next.RunAsync();
        await UntilAsync(() => next.Inbox.Statistics is { Waiting: 0, Leased: 0 });
        await next.StopAsync();

        Assert.IsType<AnswerReply>(Assert.Single(_platform.Visible).Reply);
        Assert.Equal(1, _answerer.Calls);
    }

    [Fact]
    public async Task What_waited_over_a_restart_is_not_answered_before_the_documents_are_read()
    {
        var documents = new ScriptedReadiness();
        await _host.StopAsync();
        _host = TurnHost.Start(new PowerLossFileSystem(), _platform, _answerer, channel: _channel, documents: documents);
        await AskAsync("1");
        await _host.RunAsync();
        await documents.Asked.WaitAsync(Limit);
        Assert.Empty(_platform.Visible);

        documents.Load();
        await EndedAsync();

        Assert.IsType<AnswerReply>(Assert.Single(_platform.Visible).Reply);
    }

    private Task<ReplayResult> ReplayAsync(string id) => _host.Services.GetRequiredService<IDeadLetters>().ReplayAsync($"turn-{id}", CancellationToken.None);

    private static InboundMessage Ask(string id, string text, string thread) => Messages.Of(id, text, thread) with
    {
        SentAt = DateTimeOffset.UtcNow,
        ReceivedAt = DateTimeOffset.UtcNow,
        Deadline = DateTimeOffset.UtcNow.AddHours(1),
    };

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!condition())
        {
            await Task.Delay(1, limit.Token);
        }
    }

    private async Task AskAsync(string id, string text = "How many days?", string thread = "A")
        => await _host.Inbox.AcceptAsync(Ask(id, text, thread), CancellationToken.None);

    private Task EndedAsync() => UntilAsync(() => _host.Inbox.Statistics is { Waiting: 0, Leased: 0 });

    private async Task<TurnRecord> FindAsync(string id)
        => (await _host.Services.GetRequiredService<ITurnJournal>().FindAsync(TenantId.Default, $"turn-{id}", CancellationToken.None))!;

    private sealed class WaitingGate(int waits) : IInboundGate
    {
        public int Waited { get; private set; }

        public ValueTask<GateRefusal?> CheckAsync(InboundMessage message, CancellationToken cancellationToken)
        {
            if (Waited < waits)
            {
                Waited++;
                throw new TurnDeferredException("not known yet", TimeSpan.FromMilliseconds(1));
            }

            return default;
        }
    }
}
