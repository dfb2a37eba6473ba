using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.TestKit.Teams;
using ChatOpsBot.TestKit.Teams.Cards;

namespace ChatOpsBot.Channels.UnitTests.Teams.Inbound;

/// <summary>Teams' own buttons under an answer (T-28). Anything but an empty object is an error to Teams.</summary>
public sealed class TeamsFeedbackButtonsTests : IAsyncLifetime
{
    private TeamsBot _bot = null!;

    public async Task InitializeAsync() => _bot = await TeamsBot.StartAsync();

    public async Task DisposeAsync() => await _bot.DisposeAsync();

    [Theory]
    [InlineData("like", null, VoteValue.Up, null)]
    [InlineData("dislike", null, VoteValue.Down, null)]
    [InlineData("dislike", "", VoteValue.Down, null)]
    [InlineData("dislike", """{"feedbackText":"It changed in May."}""", VoteValue.Down, "It changed in May.")]
    [InlineData("like", """{"feedbackText":"Thanks."}""", VoteValue.Up, "Thanks.")]
    [InlineData("dislike", """{"feedbackText":""}""", VoteValue.Down, null)]
    [InlineData("dislike", """{"feedbackText":7}""", VoteValue.Down, null)]
    [InlineData("dislike", "It changed in May.", VoteValue.Down, "It changed in May.")]
    [InlineData("dislike", "{ so to speak", VoteValue.Down, "{ so to speak")]
    public async Task A_reaction_is_stored_with_what_was_said(string reaction, string? feedback, VoteValue value, string? comment)
    {
        var turn = await _bot.AnswerAsync(_bot.Alice);

        await SubmitAsync(_bot.Alice.Rates(reaction, feedback, "1700"));

        var vote = Assert.Single(_bot.Votes.All).Vote;
        Assert.Equal((turn.Message.TurnId, _bot.Alice.ObjectId, value, comment), (vote.TurnId, vote.VoterId, vote.Value, vote.Comment));
    }

    [Theory]
    [InlineData("""{"reasons":"outdated,wrong,invented","comment":"It changed in May.","turn":"x"}""", "It changed in May.")]
    [InlineData("""{"reasons":"wrong,outdated"}""", null)]
    public async Task Our_form_comes_back_with_reasons(string feedback, string? comment)
    {
        await _bot.AnswerAsync(_bot.Alice);

        await SubmitAsync(_bot.Alice.Rates("dislike", feedback, "1700"));

        var vote = Assert.Single(_bot.Votes.All).Vote;
        Assert.Equal((VoteValue.Down, comment), (vote.Value, vote.Comment));
        Assert.Equal(["outdated", "wrong"], vote.Reasons.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("like", 1)]
    [InlineData("dislike", 2)]
    public async Task A_button_opens_a_form_and_stores_nothing_yet(string reaction, int inputs)
    {
        var turn = await _bot.AnswerAsync(_bot.Alice);

        var task = await AskAsync(_bot.Alice.AsksForForm(reaction, "1700"));

        var card = task["value"]!["card"]!["content"]!;
        Assert.Equal(("continue", "Your feedback"), ((string?)task["type"], (string?)task["value"]!["title"]));
        Assert.Null(TeamsCardRules.Check(card));
        Assert.Equal(inputs, card["body"]!.AsArray().Count(element => ((string)element!["type"]!).StartsWith("Input.", StringComparison.Ordinal)));
        Assert.Equal(turn.Message.TurnId, (string?)Assert.Single(card["actions"]!.AsArray())!["data"]!["turn"]);
        Assert.Empty(_bot.Votes.All);
    }

    [Fact]
    public async Task Nobody_gets_a_form_for_an_answer_that_was_not_for_them()
    {
        await _bot.AnswerAsync(_bot.Alice, receipt: "1700");

        var unknown = await AskAsync(_bot.Alice.AsksForForm("like", "1699"));
        var strange = await AskAsync(_bot.Alice.AsksForForm("love", "1700"));

        Assert.Equal(("message", "message"), ((string?)unknown["type"], (string?)strange["type"]));
        Assert.Contains("cannot be rated", (string?)unknown["value"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_submission_replaces_the_first()
    {
        await _bot.AnswerAsync(_bot.Alice);

        await SubmitAsync(_bot.Alice.Rates("like", null, "1700"));
        await SubmitAsync(_bot.Alice.Rates("like", null, "1700"));
        _bot.Time.Advance(TimeSpan.FromSeconds(1));
        await SubmitAsync(_bot.Alice.Rates("dislike", "no", "1700"));

        Assert.Equal(VoteValue.Down, Assert.Single(_bot.Votes.All).Vote.Value);
    }

    [Theory]
    [InlineData("1700")]
    [InlineData("1701")]
    public async Task Every_message_of_a_long_answer_stands_for_it(string message)
    {
        await _bot.AnswerAsync(_bot.Alice, receipt: "1700 1701");

        await SubmitAsync(_bot.Alice.Rates("like", null, message));

        Assert.Single(_bot.Votes.All);
    }

    [Fact]
    public async Task The_message_says_which_answer_is_meant()
    {
        var first = await _bot.AnswerAsync(_bot.Alice, receipt: "1700");
        await _bot.AnswerAsync(_bot.Alice, receipt: "1800");

        await SubmitAsync(_bot.Alice.Rates("like", null, "1700"));

        Assert.Equal(first.Message.TurnId, Assert.Single(_bot.Votes.All).Vote.TurnId);
    }

    [Theory]
    [InlineData("1699")]
    [InlineData("170")]
    [InlineData("1700/..")]
    public async Task An_unknown_message_is_not_rated(string message)
    {
        await _bot.AnswerAsync(_bot.Alice, TeamsScope.Group);

        await SubmitAsync(_bot.Alice.Rates("like", null, message, TeamsScope.Group));

        Assert.Empty(_bot.Votes.All);
    }

    [Theory]
    [InlineData("love")]
    [InlineData("LIKE")]
    [InlineData("")]
    public async Task An_unknown_reaction_is_none(string reaction)
    {
        await _bot.AnswerAsync(_bot.Alice);

        await SubmitAsync(_bot.Alice.Rates(reaction, null, "1700"));

        Assert.Empty(_bot.Votes.All);
    }

    [Fact]
    public async Task Somebody_elses_private_answer_is_not_rated()
    {
        await _bot.AnswerAsync(_bot.Alice);
        var submitted = _bot.Bob.Rates("dislike", null, "1700");
        submitted["conversation"]!["id"] = _bot.Alice.ConversationOf(TeamsScope.Personal);

        await SubmitAsync(submitted);

        Assert.Empty(_bot.Votes.All);
    }

    private async Task SubmitAsync(JsonObject activity)
    {
        var response = await _bot.SendAsync(activity);

        Assert.Equal((200, "{}"), ((int)response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
    }

    private async Task<JsonObject> AskAsync(JsonObject activity)
    {
        using var response = await _bot.SendAsync(activity);
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!["task"]!.AsObject();
    }
}
