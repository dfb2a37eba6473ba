using ChatOpsBot.RagCore.Commands;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Turns;
using ChatOpsBot.RagCore.Turns.Gates;
using ChatOpsBot.RagCore.UnitTests.Storage;
using ChatOpsBot.RagCore.Usage;
using ChatOpsBot.RagCore.Usage.Ledger;
using ChatOpsBot.RagCore.Usage.Quotas;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Storage;
using ChatOpsBot.TestKit.Time;
using ChatOpsBot.TestKit.Turns;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Turns.Gates;

public sealed class QuotaGateTests : IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FixedTimeProvider _time = new();
    private readonly PersonKeys _persons = new(Options.Create(new PersonKeyOptions()));
    private readonly OpenedStore _store;
    private int _turns;

    public QuotaGateTests() => _store = OpenedStore.Open(new PowerLossFileSystem(), _time);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Who_asked_enough_for_today_is_told_so_and_when_to_ask_again()
    {
        var gate = Gate(new UsagePlan { Name = "free", QuestionsPerPersonPerDay = 2 });
        await AnswerAsync(gate, "ann");
        await AnswerAsync(gate, "ann");

        var refusal = await AskAsync(gate, "ann");

        Assert.Equal("quota", refusal?.Reason);
        Assert.Equal("You have asked as much as the plan allows in a day, so I have not answered this one. Ask it again on 3 March, from 00:00 UTC.", refusal?.Text);
        Assert.Null(await AskAsync(gate, "ben"));
        _time.Advance(TimeSpan.FromHours(15));
        Assert.Null(await AskAsync(gate, "ann"));
    }

    [Fact]
    public async Task An_organisation_has_limits_of_questions_and_of_tokens()
    {
        var questions = Gate(new UsagePlan { Name = "a", QuestionsPerDay = 1 });
        Assert.Null(await AskAsync(questions, "ann"));
        Assert.StartsWith("People of your organisation have asked", (await AskAsync(questions, "ben"))?.Text, StringComparison.Ordinal);

        var tokens = Gate(new UsagePlan { Name = "b", TokensPerDay = 15 });
        await AnswerAsync(tokens, "cy");
        Assert.StartsWith("The answers to your organisation have used", (await AskAsync(tokens, "ben"))?.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_that_runs_counts_and_one_that_is_tried_again_counts_once()
    {
        var gate = Gate(new UsagePlan { Name = "free", QuestionsPerDay = 2 });
        Assert.Null(await AskAsync(gate, "ann", "1"));
        Assert.Null(await AskAsync(gate, "ann", "1"));
        Assert.Null(await AskAsync(gate, "ann", "2"));

        Assert.NotNull(await AskAsync(gate, "ann", "3"));
        Assert.Null(await AskAsync(gate, "ann", "1"));
    }

    [Fact]
    public async Task Of_questions_that_arrive_at_once_no_more_than_the_plan_allows_are_answered()
    {
        var gate = Gate(new UsagePlan { Name = "free", QuestionsPerDay = 7 });

        var refusals = await Task.WhenAll(Enumerable.Range(0, 30).Select(number => Task.Run(() => AskAsync(gate, $"person-{number}", $"{number}"))));

        Assert.Equal(7, refusals.Count(refusal => refusal is null));
    }

    [Fact]
    public async Task Commands_are_never_counted()
    {
        var gate = Gate(new UsagePlan { Name = "free", QuestionsPerDay = 1 });
        for (var i = 0; i < 5; i++)
        {
            Assert.Null(await AskAsync(gate, "ann", text: "help"));
        }

        Assert.Null(await AskAsync(gate, "ann"));
        Assert.Null(await AskAsync(gate, "ann", text: "help"));
        Assert.NotNull(await AskAsync(gate, "ann"));
    }

    [Fact]
    public async Task A_plan_of_others_limits_nothing()
    {
        var gate = Gate(new UsagePlan { Name = "acme", QuestionsPerDay = 1, Tenants = { "acme" } });
        await AskAsync(gate, "ann");

        Assert.Null(await AskAsync(gate, "ann"));
    }

    [Fact]
    public async Task A_ledger_that_is_down_refuses_nobody()
        => Assert.Null(await AskAsync(Gate(new LostLedger(), new UsagePlan { Name = "free", QuestionsPerDay = 1 }), "ann"));

    private QuotaGate Gate(UsagePlan plan) => Gate(_store.Ledger, plan);

    private QuotaGate Gate(IUsageLedger ledger, UsagePlan plan) => new(
        ledger, _persons, [new HelpCommand()], Options.Create(new QuotaOptions { Plans = { plan } }), _time, NullLogger<QuotaGate>.Instance);

    private async Task<GateRefusal?> AskAsync(QuotaGate gate, string person, string? id = null, string text = "How many days of leave?")
        => await gate.CheckAsync(Messages.Of(id ?? $"asked-{Interlocked.Increment(ref _turns)}", text) with { Sender = new Sender(person, []) }, None);

    private async Task AnswerAsync(QuotaGate gate, string person)
    {
        var message = Messages.Of($"answered-{Interlocked.Increment(ref _turns)}") with { Sender = new Sender(person, []) };
        Assert.Null(await gate.CheckAsync(message, None));
        await _store.Inbox.AcceptAsync(message, None);
        var turn = await _store.Inbox.LeaseAsync(None);
        var account = new AnswerAccount(TenantId.Default, ChannelKind.Web, _persons.Of(TenantId.Default, ChannelKind.Web, person));
        await _store.Inbox.RecordAnswerAsync(turn.Lease, SampleUsage.Answer(account, 0, SampleUsage.Charge()), None);
        await _store.Inbox.CompleteAsync(turn.Lease, None);
    }

    private sealed class LostLedger : IUsageLedger
    {
        public Task<IReadOnlyList<UsageRow>> ListAsync(UsageQuery query, CancellationToken cancellationToken) => throw new StoreUnavailableException("Down.");

        public Task<IReadOnlyList<UsageStand>> ClaimAsync(UsageClaim claim, IReadOnlyList<UsageWindow> windows, CancellationToken cancellationToken)
            => throw new StoreUnavailableException("Down.");
    }
}
