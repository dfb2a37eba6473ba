using ChatOpsBot.RagCore.Commands;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Turns;
using ChatOpsBot.RagCore.Turns.Gates;
using ChatOpsBot.RagCore.Usage;
using ChatOpsBot.TestKit.Time;
using ChatOpsBot.TestKit.Turns;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Turns.Gates;

public sealed class RateLimitGateTests
{
    private readonly FixedTimeProvider _time = new();
    private int _turns;

    [Fact]
    public async Task Who_asks_too_much_is_told_so_and_when_to_ask_again()
    {
        var gate = Gate(perUser: 1);
        await AskAsync(gate);
        _time.Advance(TimeSpan.FromSeconds(19.5));

        var refusal = await AskAsync(gate);

        Assert.Equal("rate_limit", refusal?.Reason);
        Assert.Equal("You have asked more questions in a minute than I may answer, so I have not answered this one. Ask it again in 41 seconds.", refusal?.Text);
    }

    [Fact]
    public async Task A_conversation_and_an_organisation_have_limits_of_their_own()
    {
        var room = Gate(perConversation: 1);
        await AskAsync(room);
        var organisation = Gate(perTenant: 1);
        await AskAsync(organisation);

        Assert.StartsWith("People in this conversation", (await AskAsync(room, "ben"))?.Text, StringComparison.Ordinal);
        Assert.Null(await AskAsync(room, "ben", "C2"));
        Assert.StartsWith("People of your organisation", (await AskAsync(organisation, "ben", "C2"))?.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_person_s_questions_are_counted_over_conversations_and_not_over_channels()
    {
        var gate = Gate(perUser: 1);
        await AskAsync(gate, "ann", "C1");

        Assert.NotNull(await AskAsync(gate, "ann", "C2"));
        Assert.Null(await AskAsync(gate, "ann", "C2", ChannelKind.Slack));
    }

    [Theory]
    [InlineData("help")]
    [InlineData("/forget")]
    [InlineData("")]
    public async Task Commands_are_never_limited_and_use_up_nothing(string text)
    {
        var gate = Gate(perUser: 1);
        for (var i = 0; i < 5; i++)
        {
            Assert.Null(await AskAsync(gate, text: text));
        }

        Assert.Null(await AskAsync(gate));
        Assert.NotNull(await AskAsync(gate));
        Assert.Null(await AskAsync(gate, text: text));
    }

    [Fact]
    public async Task A_word_that_is_no_command_is_a_question()
    {
        var gate = Gate(perUser: 1);
        await AskAsync(gate, text: "VPN");

        Assert.NotNull(await AskAsync(gate, text: "VPN"));
    }

    [Fact]
    public async Task Zero_sets_no_limit()
    {
        var gate = Gate();
        for (var i = 0; i < 200; i++)
        {
            Assert.Null(await AskAsync(gate));
        }
    }

    private RateLimitGate Gate(int perUser = 0, int perConversation = 0, int perTenant = 0) => new(
        new InProcessRateLimiter(_time),
        [new HelpCommand(), new NamedCommand("forget")],
        Options.Create(new RateLimitOptions { PerUserPerMinute = perUser, PerConversationPerMinute = perConversation, PerTenantPerMinute = perTenant }));

    private async Task<GateRefusal?> AskAsync(
        RateLimitGate gate, string person = "ann", string conversation = "C1", ChannelKind channel = ChannelKind.Web, string text = "How many days of leave?")
    {
        var message = Messages.Of($"{++_turns}", text, conversation);
        return await gate.CheckAsync(
            message with { Sender = new Sender(person, []), Conversation = message.Conversation with { Channel = channel } }, CancellationToken.None);
    }

    private sealed class NamedCommand(string name) : ICommand
    {
        public string Name => name;

        public Task<NoticeReply> ExecuteAsync(InboundMessage message, CancellationToken cancellationToken)
            => Task.FromResult(new NoticeReply("Done.", NoticeKind.Command));
    }
}
