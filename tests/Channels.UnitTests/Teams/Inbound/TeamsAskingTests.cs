using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Teams;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Channels.UnitTests.Teams.Inbound;

/// <summary>Asking from the message box: a turn like any other, for everybody who will read its answer, within the five seconds of Teams (T-11).</summary>
public sealed class TeamsAskingTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private TeamsBot _bot = null!;

    public async Task InitializeAsync() => _bot = await TeamsBot.StartAsync();

    public async Task DisposeAsync() => await _bot.DisposeAsync();

    [Theory]
    [InlineData("en-US", "Ask the documents")]
    [InlineData("de-AT", "Die Dokumente fragen")]
    [InlineData("ja-JP", "ドキュメントに質問する")]
    public async Task The_form_speaks_the_persons_language(string locale, string title)
    {
        var opening = _bot.Alice.OpensForm();
        opening["locale"] = locale;

        var dialog = (await AnsweredAsync(opening))["task"]!;

        Assert.Equal(("continue", title), ((string?)dialog["type"], (string?)dialog["value"]!["title"]));
        Assert.Equal([TeamsActions.Question], Inputs(dialog));
        Assert.Empty(_bot.Inbox.Accepted);
    }

    [Fact]
    public async Task A_message_that_was_pointed_at_stands_in_the_form()
    {
        var dialog = await AnsweredAsync(_bot.Alice.OpensForm(pointedAt: "<p>How many days of leave<br>are there &amp; when?</p>"));

        Assert.Contains("""
            "value":"How many days of leave\nare there & when?"
            """, dialog.ToJsonString(Readable), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TeamsScope.Personal)]
    [InlineData(TeamsScope.Group)]
    [InlineData(TeamsScope.Channel)]
    public async Task A_question_is_a_turn_for_everybody_and_a_thread_of_its_own(TeamsScope scope)
    {
        Answers(ReplySamples.Answer);

        await AskAsync("how many days of leave?", scope);

        var message = Assert.Single(_bot.Inbox.Accepted);
        Assert.Equal(("how many days of leave?", Audience.Shared, _bot.Alice.ObjectId), (message.Text, message.Audience, message.Sender.Id));
        Assert.NotEqual(message.Conversation.ConversationId, message.Conversation.ThreadId);
        Assert.Contains(message.TurnId, message.Conversation.ThreadId, StringComparison.Ordinal);
        Assert.True(TeamsAddress.Read(message.ReplyTo).IsFetched);
        Assert.Equal(TimeSpan.FromMinutes(15), message.Deadline - message.ReceivedAt);
    }

    [Fact]
    public async Task Where_people_of_other_organisations_read_along_it_is_for_nobody()
    {
        var asked = _bot.Alice.Submits(Form("how many days of leave?"), TeamsScope.Channel);
        asked["channelData"]!["channel"] = new JsonObject { ["type"] = "shared" };
        Answers(ReplySamples.Refusal);

        await AnsweredAsync(asked);

        Assert.Equal(Audience.External, Assert.Single(_bot.Inbox.Accepted).Audience);
    }

    [Fact]
    public async Task The_answer_is_a_card_with_its_question_its_sources_and_nothing_to_click()
    {
        Answers(ReplySamples.Answer);

        var inserted = (await AskAsync("how many days of leave?"))["composeExtension"]!;

        Assert.Equal(("result", "list"), ((string?)inserted["type"], (string?)inserted["attachmentLayout"]));
        var attachment = Assert.Single(inserted["attachments"]!.AsArray())!;
        Assert.Equal("application/vnd.microsoft.card.adaptive", (string?)attachment["contentType"]);
        var card = attachment["content"]!.ToJsonString(Readable);
        Assert.Contains("how many days of leave?", card, StringComparison.Ordinal);
        Assert.Contains("Asked with ChatOpsBot", card, StringComparison.Ordinal);
        Assert.Contains(ReplySamples.Answer.Citations[0].Title, card, StringComparison.Ordinal);
        Assert.DoesNotContain("Action.Execute", card, StringComparison.Ordinal);
        Assert.Empty(_bot.Platform.Messages);
    }

    [Fact]
    public async Task What_is_no_answer_is_told_to_the_person_and_put_nowhere()
    {
        Answers(ReplySamples.Refusal);

        var answer = await AskAsync("how many days of leave?");

        Assert.False(answer.ContainsKey("composeExtension"));
        Assert.Contains(ReplySamples.Refusal.Text, answer.ToJsonString(Readable), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_repeats_itself_asks_once_and_gets_the_same()
    {
        Answers(ReplySamples.Answer);
        var form = Form("how many days of leave?");

        var first = await AnsweredAsync(_bot.Alice.Submits((JsonObject)form.DeepClone()));
        var second = await AnsweredAsync(_bot.Alice.Submits((JsonObject)form.DeepClone()));

        Assert.Equal(first.ToJsonString(), second.ToJsonString());
        Assert.Single(_bot.Inbox.Accepted);
    }

    [Fact]
    public async Task Two_people_with_the_same_form_ask_twice()
    {
        Answers(ReplySamples.Answer);
        var form = Form("how many days of leave?");

        await AnsweredAsync(_bot.Alice.Submits((JsonObject)form.DeepClone()));
        await AnsweredAsync(_bot.Bob.Submits((JsonObject)form.DeepClone()));

        Assert.Equal(2, _bot.Inbox.Accepted.Select(message => message.TurnId).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task The_delivery_of_the_answer_wakes_who_waits()
    {
        var waiting = AskAsync("how many days of leave?");
        await Eventually.HoldsAsync(() => Task.FromResult(_bot.Inbox.Accepted.Count == 1));
        var message = _bot.Inbox.Accepted[0];
        Answer(message, ReplySamples.Answer);
        var channel = _bot.Services.GetServices<IReplyChannel>().Single();

        Assert.Null(await channel.PostPlaceholderAsync(ReplyTarget.Of(message), default));
        Assert.Null(await channel.ReserveAsync(ReplyTarget.Of(message), null, new OutboundReply(ReplySamples.Answer, default), default));
        await channel.PostAsync(ReplyTarget.Of(message), new OutboundReply(ReplySamples.Answer, default), default);

        Assert.True((await waiting).ContainsKey("composeExtension"));
        Assert.Empty(_bot.Platform.Calls);
    }

    [Fact]
    public async Task What_takes_longer_than_Teams_is_fetched_with_another_click()
    {
        var message = await AskInVainAsync();
        Answer(message, ReplySamples.Answer);

        var fetched = await AnsweredAsync(_bot.Alice.Submits(Turn(message)));

        Assert.True(fetched.ContainsKey("composeExtension"));
        Assert.Single(_bot.Inbox.Accepted);
    }

    [Fact]
    public async Task Nobody_else_and_nowhere_else_may_the_answer_be_fetched()
    {
        var message = await AskInVainAsync();
        Answer(message, ReplySamples.Answer);

        Assert.True(IsLost(await AnsweredAsync(_bot.Bob.Submits(Turn(message)))));
        Assert.True(IsLost(await AnsweredAsync(_bot.Alice.Submits(Turn(message), TeamsScope.Channel))));
        Assert.True(IsLost(await AnsweredAsync(_bot.Alice.Submits(new JsonObject { ["turn"] = "made-up" }))));
    }

    [Fact]
    public async Task A_private_answer_is_not_fetched_into_a_conversation()
    {
        var turn = await _bot.AnswerAsync(_bot.Alice);

        Assert.True(IsLost(await AnsweredAsync(_bot.Alice.Submits(Turn(turn.Message), TeamsScope.Personal))));
    }

    [Fact]
    public async Task An_answer_of_several_cards_is_not_cut_to_one()
    {
        Answers(ReplySamples.OfLength(200, 400, 40));

        Assert.StartsWith("The answer is too long", Said(await AskAsync("how many days of leave?")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_could_not_be_stored_is_told()
    {
        _bot.Inbox.IsFull = true;
        var full = Said(await AskAsync("how many days of leave?"));
        _bot.Inbox.IsDown = true;
        var down = Said(await AskAsync("how many days of leave?"));

        Assert.All([full, down], said => Assert.StartsWith("Your question could not be taken", said, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(null)]
    public async Task An_empty_form_comes_back(string? question)
    {
        var answer = await AskAsync(question);

        Assert.Equal([TeamsActions.Question], Inputs(answer["task"]!));
        Assert.Empty(_bot.Inbox.Accepted);
    }

    private static JsonObject Form(string? question) => new() { ["question"] = question, ["dialog"] = "dialog-1" };

    private static JsonObject Turn(InboundMessage message) => new() { ["turn"] = message.TurnId };

    private static bool IsLost(JsonObject answer) => Said(answer)?.StartsWith("I do not know this question", StringComparison.Ordinal) is true;

    private static string? Said(JsonObject answer) => (string?)answer["task"]?["type"] == "message" ? (string?)answer["task"]!["value"] : null;

    private static IEnumerable<string?> Inputs(JsonNode dialog)
        => dialog["value"]!["card"]!["content"]!["body"]!.AsArray().Where(element => (string?)element!["type"] == "Input.Text").Select(element => (string?)element!["id"]);

    private Task<JsonObject> AskAsync(string? question, TeamsScope scope = TeamsScope.Group) => AnsweredAsync(_bot.Alice.Submits(Form(question), scope));

    // Until the clock has moved past what Teams waits for.
    private async Task<InboundMessage> AskInVainAsync()
    {
        var asking = AskAsync("how many days of leave?");
        await Eventually.HoldsAsync(() =>
        {
            _bot.Time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(asking.IsCompleted);
        });
        var message = Assert.Single(_bot.Inbox.Accepted);
        Assert.Contains(message.TurnId, (await asking)["task"]!["value"]!["card"]!.ToJsonString(), StringComparison.Ordinal);
        return message;
    }

    private void Answers(Reply reply) => _bot.Inbox.OnAccepted = () => Answer(_bot.Inbox.Accepted[^1], reply);

    private void Answer(InboundMessage message, Reply reply)
    {
        var answer = new StoredAnswer(reply, message.Text, _bot.Time.GetUtcNow(), new Dictionary<string, double>(), new Dictionary<string, string>(), null);
        _bot.Inbox.Add(new TurnRecord(message, TurnState.Answered, answer, null));
    }

    private async Task<JsonObject> AnsweredAsync(JsonObject activity)
    {
        var response = await _bot.SendAsync(activity);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
    }
}
