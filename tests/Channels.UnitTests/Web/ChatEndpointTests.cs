using System.Text.Json;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.TestKit.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Channels.UnitTests.Web;

public sealed class ChatEndpointTests : IAsyncLifetime
{
    private WebTestHost _host = null!;

    public async Task InitializeAsync() => _host = await WebTestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_question_gets_the_whole_chat_object()
    {
        var received = await _host.Client.AskAsync("""{"text":"How many days?","conversation_id":"c1"}""");

        Assert.Equal((200, "application/json"), (received.Status, received.MediaType));
        var chat = received.Json;
        Assert.Equal(_host.Turns.Accepted.Single().TurnId, chat.GetProperty("turn_id").GetString());
        Assert.Equal("c1", chat.GetProperty("conversation_id").GetString());
        Assert.Equal("answer", chat.GetProperty("kind").GetString());
        Assert.Equal("You may carry over five days. [1]\n\nThey lapse on 31 March. [2]", chat.GetProperty("text").GetString());
        Assert.Equal("extractive", chat.GetProperty("mode").GetString());
        Assert.Equal(JsonValueKind.Number, chat.GetProperty("timings_ms").GetProperty("total").ValueKind);
    }

    [Fact]
    public async Task A_citation_names_document_quote_and_span_and_links_here_when_the_source_has_no_address()
    {
        var received = await _host.Client.AskAsync();

        var citation = received.Json.GetProperty("citations")[0];
        Assert.Equal(1, citation.GetProperty("number").GetInt32());
        Assert.Equal("Leave", citation.GetProperty("title").GetString());
        Assert.Equal("hr/leave.md", citation.GetProperty("document").GetString());
        Assert.Equal("/v1/documents/hr/leave.md#carry-over", citation.GetProperty("link").GetString());
        Assert.Equal(citation.GetProperty("quote").GetString(), SampleReplies.DocumentText[citation.GetProperty("start").GetInt32()..citation.GetProperty("end").GetInt32()]);
    }

    public static TheoryData<string, string> OtherEnds => new()
    {
        { "no_evidence", "I found nothing in 44 documents in Handbook that answers this.\n\nName the document, or ask a person." },
        { "clarification", "Which office?\n- Berlin\n- Lisbon" },
        { "notice", "I forgot this conversation." },
    };

    [Theory]
    [MemberData(nameof(OtherEnds))]
    public async Task Every_other_end_has_its_kind_and_a_text_to_read(string kind, string text)
    {
        Reply[] replies = [SampleReplies.NoEvidence, SampleReplies.Clarification, SampleReplies.Notice];
        _host.Turns.Script = _ => replies[Array.IndexOf(["no_evidence", "clarification", "notice"], kind)];

        var chat = (await _host.Client.AskAsync()).Json;

        Assert.Equal((kind, text), (chat.GetProperty("kind").GetString(), chat.GetProperty("text").GetString()));
        Assert.Equal(0, chat.GetProperty("citations").GetArrayLength());
    }

    [Theory]
    [InlineData("VPN", "ja", "ja")]
    [InlineData("Combien de jours de congé ai-je ?", "ja", "fr")]
    public async Task A_person_is_spoken_to_in_the_language_of_the_question_else_of_the_client(string text, string accepted, string language)
    {
        await _host.Client.AskAsync($$"""{"text":"{{text}}"}""", change: request => request.Headers.Add("Accept-Language", accepted));

        Assert.Equal(language, _host.Turns.Accepted.Single().ReplyLanguage);
    }

    [Fact]
    public async Task The_question_is_stored_as_every_channel_stores_it()
    {
        await _host.Client.AskAsync("""{"text":"Hi","conversation_id":"c1"}""", change: request => request.Headers.Add("Accept-Language", "de;q=0.5, pt-PT"));

        var message = _host.Turns.Accepted.Single();
        Assert.Equal(ChannelKind.Web, message.Conversation.Channel);
        Assert.Equal(TenantId.Default, message.Conversation.Tenant);
        Assert.Equal(message.Conversation.ConversationId, message.Conversation.ThreadId);
        Assert.Equal(("local", Audience.Private, "Hi", "pt-PT"), (message.Sender.Id, message.Audience, message.Text, message.Locale));
        Assert.NotEmpty(message.DedupeKeys);
        Assert.True(message.Deadline > message.ReceivedAt);
    }

    [Fact]
    public async Task A_question_without_a_conversation_starts_one_that_can_be_continued()
    {
        var first = (await _host.Client.AskAsync()).Json.GetProperty("conversation_id").GetString();

        await _host.Client.AskAsync($$"""{"text":"And then?","conversation_id":"{{first}}"}""");

        Assert.Equal(2, _host.Turns.Accepted.Count);
        Assert.Single(_host.Turns.Accepted.Select(message => message.Conversation).Distinct());
    }

    public static TheoryData<string> OddTexts => new()
    {
        "", "   ", new string('a', 40_000), "\u202Eabc\u200B", "<!channel> *x* </div><script>", string.Concat(Enumerable.Repeat("\U0001F600", 40_000)),
    };

    [Theory]
    [MemberData(nameof(OddTexts))]
    public async Task An_odd_question_reaches_the_turn_as_it_was_said(string text)
    {
        var received = await _host.Client.AskAsync($$"""{"text":"{{text}}"}""");

        Assert.Equal(200, received.Status);
        Assert.Equal(text, _host.Turns.Accepted.Single().Text);
    }

    [Fact]
    public async Task An_answer_that_another_replica_delivered_is_found_in_the_journal()
    {
        _host.Turns.Script = _ => null;
        var asking = _host.Client.AskAsync();

        _host.Turns.Store(await _host.Turns.NextAcceptedAsync(), SampleReplies.Answer);

        Assert.Equal(200, (await asking).Status);
    }

    [Fact]
    public async Task A_turn_that_ended_without_an_answer_is_a_problem_with_its_turn()
    {
        _host.Turns.Script = _ => null;
        var asking = _host.Client.AskAsync();
        var message = await _host.Turns.NextAcceptedAsync();

        _host.Turns.Kill(message);

        var received = await asking;
        Assert.Equal((500, "failed"), (received.Status, received.Code));
        Assert.Equal(message.TurnId, received.Json.GetProperty("turn_id").GetString());
    }

    [Theory]
    [InlineData(true, "busy")]
    [InlineData(false, "store_unavailable")]
    public async Task A_store_that_takes_nothing_is_a_503_that_says_when_to_come_back(bool isFull, string code)
    {
        (_host.Turns.IsFull, _host.Turns.IsDown) = (isFull, !isFull);

        var received = await _host.Client.AskAsync();

        Assert.Equal((503, code), (received.Status, received.Code));
        Assert.Equal("5", received.Headers["Retry-After"]);
    }

    [Fact]
    public async Task Whoever_hangs_up_while_the_question_is_being_stored_has_asked_all_the_same()
    {
        var calls = new ObservedCalls();
        await using var host = await WebTestHost.StartAsync(configure: services => services.AddSingleton<IStartupFilter>(calls));
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Turns.Gate = gate.Task;
        using var hangUp = new CancellationTokenSource();
        var asking = host.Client.PostAsync(new Uri("/v1/chat", UriKind.Relative), WebRequests.Json("""{"text":"Hi"}"""), hangUp.Token);
        await host.Turns.Arrived.WaitAsync(TimeSpan.FromSeconds(30));

        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await calls.Aborted.WaitAsync(TimeSpan.FromSeconds(30));
        gate.SetResult();

        Assert.Equal("Hi", (await host.Turns.NextAcceptedAsync()).Text);
    }

    /// <summary>Tells when the server has seen a caller go.</summary>
    private sealed class ObservedCalls : IStartupFilter
    {
        private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Aborted => _aborted.Task;

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((HttpContext context, RequestDelegate following) =>
            {
                context.RequestAborted.Register(_aborted.SetResult);
                return following(context);
            });
            next(app);
        };
    }
}
