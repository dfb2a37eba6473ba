using System.Globalization;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Memory;
using ChatOpsBot.TestKit.Memory;
using ChatOpsBot.TestKit.Time;
using Xunit;

namespace ChatOpsBot.TestKit.Contracts;

/// <summary>What every memory of threads does, wherever it is kept. As in a turn, the journal has an exchange before the memory does.</summary>
public abstract class ConversationMemoryContract
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>Gets a thread that no other test has.</summary>
    protected ConversationKey Thread { get; } = SampleTurns.Thread("t" + Interlocked.Increment(ref _threads).ToString(CultureInfo.InvariantCulture));

    /// <summary>Gets the clock.</summary>
    protected FixedTimeProvider Time { get; } = new(SampleTurns.Start);

    /// <summary>Gets the truth.</summary>
    protected ListJournal Journal { get; } = new();

    /// <summary>Gets the memory of the test: empty, with the default options.</summary>
    protected abstract IConversationMemory Memory { get; }

    private static int _threads;

    [Fact]
    public async Task A_cold_thread_is_read_from_the_journal_once()
    {
        Journal.Add(Thread, Exchange(1));

        Assert.Equivalent(new[] { Exchange(1) }, await Memory.RecallAsync(Thread, None), strict: true);
        Assert.Equivalent(new[] { Exchange(1) }, await Memory.RecallAsync(Thread, None), strict: true);
        Assert.Equal(1, Journal.Reads);
    }

    [Fact]
    public async Task A_warm_thread_is_told_of_new_exchanges_and_the_journal_is_left_alone()
    {
        await Memory.RecallAsync(Thread, None);

        await AppendAsync(1, 2);

        Assert.Equal(["turn-1", "turn-2"], await RecallAsync());
        Assert.Equal(1, Journal.Reads);
    }

    [Fact]
    public async Task What_is_dropped_is_read_from_the_journal_again_without_what_was_withdrawn()
    {
        Journal.Add(Thread, Exchange(1));
        Journal.Add(Thread, Exchange(2));
        await Memory.RecallAsync(Thread, None);
        await Journal.WithdrawAsync(Thread.Tenant, "turn-1", None);

        await Memory.DropAsync(Thread, None);

        Assert.Equal(["turn-2"], await RecallAsync());
    }

    [Fact]
    public async Task An_append_alone_makes_no_thread_warm()
    {
        Journal.Add(Thread, Exchange(1));

        await AppendAsync(2);

        Assert.Equal(["turn-1", "turn-2"], await RecallAsync());
    }

    [Fact]
    public async Task Ten_exchanges_are_remembered_and_the_oldest_goes_first()
    {
        await Memory.RecallAsync(Thread, None);
        await AppendAsync([.. Enumerable.Range(1, 12)]);

        Assert.Equal(Enumerable.Range(3, 10).Select(number => $"turn-{number}"), await RecallAsync());
    }

    [Fact]
    public async Task A_turn_that_is_added_twice_is_remembered_once()
    {
        await Memory.RecallAsync(Thread, None);

        await AppendAsync(1, 2, 1);

        Assert.Equal(["turn-1", "turn-2"], await RecallAsync());
        Assert.Equal(1, Journal.Reads);
    }

    [Fact]
    public async Task Exchanges_stand_in_the_order_in_which_they_were_said()
    {
        await Memory.RecallAsync(Thread, None);

        await AppendAsync(8, 3, 5, 1, 12, 2, 4, 7, 9, 6, 11, 10);

        Assert.Equal(Enumerable.Range(3, 10).Select(number => $"turn-{number}"), await RecallAsync());
    }

    [Fact]
    public async Task An_exchange_is_forgotten_after_a_day()
    {
        await Memory.RecallAsync(Thread, None);
        await AppendAsync(1, 2);

        Time.Advance(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1.5));

        Assert.Equal(["turn-2"], await RecallAsync());
    }

    [Fact]
    public async Task A_forgotten_thread_is_forgotten_in_the_journal_too()
    {
        Journal.Add(Thread, Exchange(1));
        await Memory.RecallAsync(Thread, None);

        await Memory.ForgetAsync(Thread, None);

        Assert.Empty(await RecallAsync());
        Assert.Empty(await Journal.ListThreadAsync(Thread, DateTimeOffset.MinValue, 10, None));
    }

    [Fact]
    public async Task Threads_do_not_share_a_memory_however_their_ids_are_cut()
    {
        ConversationKey[] threads =
        [
            Thread,
            Thread with { Tenant = new TenantId("default:a") },
            Thread with { ConversationId = "a:{b}", ThreadId = "c" },
            Thread with { ConversationId = "a", ThreadId = "{b}:c" },
            Thread with { Channel = ChannelKind.Teams },
        ];
        foreach (var thread in threads)
        {
            await Memory.RecallAsync(thread, None);
        }

        await AppendAsync(1);

        foreach (var other in threads.Skip(1))
        {
            Assert.Empty(await Memory.RecallAsync(other, None));
        }
    }

    [Fact]
    public async Task Every_kind_of_reply_comes_back_as_it_was()
    {
        Exchange[] said =
        [
            Exchange(1) with { Reply = SampleTurns.Answer().Reply, Question = "Über 🙂 \"quotes\"?" },
            Exchange(2) with { Reply = new NoEvidenceReply("What?", "44 documents in Handbook", "Ask a person.") },
            Exchange(3) with { Reply = new ClarificationReply("Which one?", ["Laptop", "Phone"]) },
            Exchange(4) with { At = Exchange(4).At.AddTicks(7) },
        ];
        await Memory.RecallAsync(Thread, None);
        foreach (var exchange in said)
        {
            await Memory.AppendAsync(Thread, exchange, None);
        }

        var recalled = await Memory.RecallAsync(Thread, None);

        Assert.Equal(said.Select(exchange => exchange.Reply.GetType()), recalled.Select(exchange => exchange.Reply.GetType()));
        Assert.Equivalent(said, recalled, strict: true);
    }

    /// <summary>Returns an exchange, said so many seconds after the start.</summary>
    protected static Exchange Exchange(int number) => new(
        "turn-" + number.ToString(CultureInfo.InvariantCulture),
        $"question {number}",
        new NoticeReply($"answer {number}", NoticeKind.Command),
        SampleTurns.Start.AddSeconds(number));

    /// <summary>Ends turns of the thread: first in the journal.</summary>
    protected async Task AppendAsync(params int[] numbers)
    {
        foreach (var number in numbers)
        {
            Journal.Add(Thread, Exchange(number));
            await Memory.AppendAsync(Thread, Exchange(number), None);
        }
    }

    /// <summary>Returns the turns that are remembered.</summary>
    protected async Task<IEnumerable<string>> RecallAsync() => (await Memory.RecallAsync(Thread, None)).Select(exchange => exchange.TurnId);
}
