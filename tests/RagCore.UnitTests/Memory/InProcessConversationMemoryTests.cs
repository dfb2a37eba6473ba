using System.Collections.Frozen;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Memory;
using ChatOpsBot.TestKit.Time;
using ChatOpsBot.TestKit.Turns;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Memory;

public sealed class InProcessConversationMemoryTests : IDisposable
{
    private static readonly ConversationKey Thread = Messages.Of("1").Conversation;

    private readonly FixedTimeProvider _time = new();
    private readonly ListJournal _journal = new();
    private readonly InProcessConversationMemory _memory;

    public InProcessConversationMemoryTests()
        => _memory = new InProcessConversationMemory(_journal, _time, Options.Create(new MemoryOptions()));

    [Fact]
    public async Task A_cold_thread_is_read_from_the_journal()
    {
        _journal.Add("1", "How many days of leave?");

        var exchanges = await _memory.RecallAsync(Thread, CancellationToken.None);

        Assert.Equal("How many days of leave?", Assert.Single(exchanges).Question);
    }

    [Fact]
    public async Task Commands_are_not_part_of_a_thread_s_memory()
    {
        _journal.Add("1", question: string.Empty);

        Assert.Empty(await _memory.RecallAsync(Thread, CancellationToken.None));
    }

    [Fact]
    public async Task Ten_exchanges_are_remembered_and_the_oldest_goes_first()
    {
        await _memory.RecallAsync(Thread, CancellationToken.None);
        for (var i = 1; i <= 12; i++)
        {
            await _memory.AppendAsync(Thread, Exchange(i), CancellationToken.None);
        }

        var exchanges = await _memory.RecallAsync(Thread, CancellationToken.None);

        Assert.Equal(Enumerable.Range(3, 10).Select(i => $"q{i}"), exchanges.Select(exchange => exchange.Question));
    }

    [Fact]
    public async Task A_turn_that_is_recorded_twice_is_remembered_once()
    {
        await _memory.RecallAsync(Thread, CancellationToken.None);

        await _memory.AppendAsync(Thread, Exchange(1), CancellationToken.None);
        await _memory.AppendAsync(Thread, Exchange(1), CancellationToken.None);

        Assert.Single(await _memory.RecallAsync(Thread, CancellationToken.None));
    }

    [Fact]
    public async Task Exchanges_stand_in_the_order_in_which_they_were_said()
    {
        var said = Enumerable.Range(0, 8).Select(i => Exchange(i) with { At = _time.GetUtcNow().AddSeconds(i) }).ToArray();
        await _memory.RecallAsync(Thread, CancellationToken.None);
        foreach (var exchange in said.Reverse())
        {
            await _memory.AppendAsync(Thread, exchange, CancellationToken.None);
        }

        await _memory.AppendAsync(Thread, said[3], CancellationToken.None);

        Assert.Equal(said, await _memory.RecallAsync(Thread, CancellationToken.None));
    }

    [Fact]
    public async Task An_exchange_is_forgotten_after_a_day()
    {
        await _memory.RecallAsync(Thread, CancellationToken.None);
        await _memory.AppendAsync(Thread, Exchange(1), CancellationToken.None);

        _time.Advance(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1));

        Assert.Empty(await _memory.RecallAsync(Thread, CancellationToken.None));
    }

    [Fact]
    public async Task A_forgotten_thread_is_forgotten_in_the_journal_too()
    {
        _journal.Add("1", "q");
        await _memory.RecallAsync(Thread, CancellationToken.None);

        await _memory.ForgetAsync(Thread, CancellationToken.None);

        Assert.Empty(await _memory.RecallAsync(Thread, CancellationToken.None));
        Assert.True(_journal.Forgotten);
    }

    [Fact]
    public async Task Threads_do_not_share_a_memory()
    {
        await _memory.RecallAsync(Thread, CancellationToken.None);
        await _memory.AppendAsync(Thread, Exchange(1), CancellationToken.None);

        Assert.Empty(await _memory.RecallAsync(Thread with { ThreadId = "other" }, CancellationToken.None));
    }

    public void Dispose() => _memory.Dispose();

    private Exchange Exchange(int number)
        => new($"turn-{number}", $"q{number}", new NoticeReply("a", NoticeKind.Command), _time.GetUtcNow());

    private sealed class ListJournal : ITurnJournal
    {
        private readonly List<TurnRecord> _turns = [];

        public bool Forgotten { get; private set; }

        public void Add(string id, string question) => _turns.Add(new TurnRecord(
            Messages.Of(id),
            TurnState.Delivered,
            new StoredAnswer(
                new NoticeReply("a", NoticeKind.Command),
                question,
                Messages.At,
                FrozenDictionary<string, double>.Empty,
                FrozenDictionary<string, string>.Empty,
                FailureCause: null),
            Receipt: null));

        public Task<TurnRecord?> FindAsync(TenantId tenant, string turnId, CancellationToken cancellationToken)
            => Task.FromResult(_turns.Find(turn => turn.Message.TurnId == turnId));

        public Task<TurnRecord?> FindReplyAsync(ConversationKey conversation, string messageId, int limit, CancellationToken cancellationToken)
            => Task.FromResult<TurnRecord?>(null);

        public Task<bool> KnowsThreadAsync(ConversationKey conversation, CancellationToken cancellationToken)
            => Task.FromResult(_turns.Exists(turn => turn.Message.Conversation == conversation));

        public Task<IReadOnlyList<TurnRecord>> ListThreadAsync(
            ConversationKey conversation, DateTimeOffset since, int limit, CancellationToken cancellationToken)
            => Task.FromResult<IReadOnlyList<TurnRecord>>(
                Forgotten ? [] : [.. _turns.Where(turn => turn.Message.Conversation == conversation && turn.Message.SentAt >= since).TakeLast(limit)]);

        public Task ForgetThreadAsync(ConversationKey conversation, CancellationToken cancellationToken)
        {
            Forgotten = true;
            return Task.CompletedTask;
        }
    }
}
