using ChatOpsBot.RagCore.Answering.Rewriting;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Memory;
using ChatOpsBot.RagCore.Usage.Calls;

namespace ChatOpsBot.RagCore.UnitTests.Answering.Rewriting;

public sealed class ModelRewriterTests : IDisposable
{
    private const string Last = "How many days of annual leave do employees get?";
    private const string ByRules = "How many days of annual leave do contractors get?";

    private readonly MeasuredStep _measured = new();

    public void Dispose() => _measured.Dispose();

    [Fact]
    public async Task A_follow_up_is_searched_as_the_model_understood_it_with_its_other_wordings()
    {
        var chat = new ScriptedChat("""{"question":"Do contractors get annual leave?","variants":["Do contractors get paid holiday?","Leave of contractors"]}""");
        var trail = ScriptedChat.Trail();

        var question = await Rewriter(chat).RewriteAsync(new RewriteRequest("and for contractors?", [Asked(Last)], TenantId.Default, "thread", trail), default);

        Assert.Equal("Do contractors get annual leave?", question.Text);
        Assert.Equal(["Do contractors get paid holiday?", "Leave of contractors"], question.Variants);
        Assert.Equal("1.0.0", trail.Versions["prompt.rewrite"]);
        Assert.Equal(ModelPurpose.Rewrite, Assert.Single(chat.Calls)!.Purpose);
    }

    [Theory]
    [InlineData("How do I reset my password for the VPN?")]
    [InlineData("Who is the Facilities Manager in Leeds?")]
    public async Task A_question_that_stands_alone_costs_no_call(string question)
    {
        var chat = new ScriptedChat("anything");

        Assert.Equal(question, (await RewriteAsync(chat, question, Asked(Last))).Text);
        Assert.Empty(chat.Calls);
    }

    [Theory]
    [InlineData("und für Freiberufler?")]
    [InlineData("is that more than in 2023?")]
    [InlineData("no, I meant contractors")]
    [InlineData("since when? I mean from which date")]
    [InlineData("what do the others get instead?")]
    public async Task Whatever_may_lean_on_the_thread_is_asked(string question)
    {
        var chat = new ScriptedChat("garbage\u0000");

        await RewriteAsync(chat, question, Asked(Last));

        Assert.Single(chat.Calls);
    }

    [Fact]
    public async Task Without_a_thread_or_money_there_is_no_call()
    {
        var chat = new ScriptedChat("anything");

        await RewriteAsync(chat, "and for contractors?");
        await Rewriter(chat).RewriteAsync(new RewriteRequest("and for contractors?", [Asked(Last)], TenantId.Default, "thread", ScriptedChat.Trail(SpendingLevel.None)), default);

        Assert.Empty(chat.Calls);
        Assert.Equal(["skipped", "skipped"], _measured.Ends);
    }

    [Fact]
    public async Task A_model_that_is_late_or_fails_or_talks_is_done_without()
    {
        var never = new ScriptedChat(token => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token).ContinueWith(_ => string.Empty, TaskScheduler.Default));
        var waiting = RewriteAsync(never, "and for contractors?", Asked(Last));
        _measured.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(ByRules, (await waiting).Text);
        Assert.Equal(ByRules, (await RewriteAsync(new ScriptedChat(_ => throw new InvalidOperationException("broken")), "and for contractors?", Asked(Last))).Text);
        Assert.Equal(ByRules, (await RewriteAsync(new ScriptedChat("/forget"), "and for contractors?", Asked(Last))).Text);
        Assert.Equal(["late", "failed", "useless"], _measured.Ends);
    }

    [Fact]
    public async Task The_model_sees_what_people_asked_and_nothing_of_what_was_quoted()
    {
        var citation = new Citation(1, "a.md", "v1", "Secret title", [], null, "secret quote", 0, 1, null);
        var answer = new AnswerReply([new AnswerStatement("secret statement", [1])], [citation], AnswerMode.Extractive, Confidence.High, []);
        var chat = new ScriptedChat("""{"question":"Do contractors get annual leave?","variants":[]}""");

        await RewriteAsync(chat, "and for contractors?", Asked("What is the hotel limit?"), Asked(Last, answer), Asked("help", new NoticeReply("a notice", NoticeKind.Command)));

        Assert.Equal($"question: and for contractors?\nthread: What is the hotel limit?\n{Last}", Assert.Single(chat.Seen));
    }

    [Fact]
    public async Task A_choice_that_was_offered_needs_no_model()
    {
        var chat = new ScriptedChat("anything");
        var offered = Asked("How long until a laptop?", new ClarificationReply("Which office?", ["Leeds", "Lisbon"]));

        Assert.Equal("How long until a laptop – Lisbon?", (await RewriteAsync(chat, "lisbon", offered)).Text);
        Assert.Empty(chat.Calls);
    }

    private static Exchange Asked(string question, Reply? reply = null)
        => new("t", question, reply ?? new NoEvidenceReply(question, "1 document", "ask"), DateTimeOffset.UnixEpoch);

    private ModelRewriter Rewriter(ScriptedChat chat) => new(chat, chat, _measured.Step);

    private Task<StandaloneQuestion> RewriteAsync(ScriptedChat chat, string question, params Exchange[] thread)
        => Rewriter(chat).RewriteAsync(new RewriteRequest(question, thread, TenantId.Default, "thread", ScriptedChat.Trail()), default);
}
