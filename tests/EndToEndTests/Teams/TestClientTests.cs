using System.Text.Json;
using ChatOpsBot.EndToEndTests.Processes;
using ChatOpsBot.TestKit.Models;

namespace ChatOpsBot.EndToEndTests.Teams;

/// <summary>Microsoft's own test client asks the product as a person would.</summary>
public sealed class TestClientTests
{
    private const string Question = "How many days of annual leave can I carry over?";
    private const string Answer = "up to five unused days";
    private const string Foot = "Well supported by the sources";
    private const string FollowUp = "When must they be used?";
    private const string Quote = "Employees may carry up to five unused days of annual leave into the next leave year, and carried-over days must be used by 31 March.";
    private const string First = "Up to five unused days of annual leave may be carried into the next leave year.";
    private const string Last = "Carried-over days must be used by 31 March.";

    [Fact]
    public async Task In_a_personal_chat_a_person_installs_asks_follows_up_and_votes()
    {
        await using var stage = await TeamsStage.StartAsync();
        var client = stage.Client;
        await client.MockAsync("Install application");
        await client.WaitForAsync("Ask me a question about your organisation's documents");

        await client.SayAsync(Question);
        await client.WaitForAsync(Answer);
        await client.PictureAsync("personal-answer");
        await client.ClickAsync("👍 Helpful");
        await client.WaitForAsync("You found this helpful");
        await client.PictureAsync("personal-up");
        await client.ClickAsync("Change to 👎 Not helpful");
        await client.WaitForAsync("What went wrong?");
        await client.PictureAsync("personal-why");
        await client.ClickAsync("Send");
        await client.WaitForAsync("Thank you");
        await client.PictureAsync("personal-thanks");
        await client.SayAsync(FollowUp);
        await client.WaitForAsync("31 March");
        await client.PictureAsync("personal-follow-up");

        Assert.Equal(1, await client.CountAsync("Ask me a question about your organisation's documents"));
    }

    [Fact]
    public async Task In_a_personal_chat_the_answer_grows_and_stands_once_in_the_end()
    {
        await using var model = await SlowModel.StartAsync(Written(), TimeSpan.FromSeconds(4), isHeld: true);
        await using var stage = await TeamsStage.StartAsync(model: model);
        var client = stage.Client;

        await client.SayAsync(Question);
        await client.WaitForAsync(First);
        var early = (Last: await client.CountAsync(Last), Foot: await client.CountAsync("Written by AI"));
        await client.PictureAsync("personal-growing");
        model.End();

        await client.WaitForAsync("Written by AI");
        await client.PictureAsync("personal-grown");
        Assert.Equal((0, 0), early);

        // What was streamed stands in the client's own log as well; what stands under an answer stands in the chat alone.
        Assert.Equal(1, await client.CountAsync("Written by AI"));
    }

    [Theory]
    [InlineData(TeamsClient.GroupChat, false)]
    [InlineData(TeamsClient.TeamChannel, true)]
    public async Task Among_several_people_a_mention_is_answered_once(string place, bool post)
    {
        await using var stage = await TeamsStage.StartAsync();
        var client = stage.Client;
        await client.GoToAsync(place);

        await client.SayAsync(Question, mention: true, post ? TeamsBox.NewPost : TeamsBox.Last);
        await client.WaitForAsync(Answer);
        await client.ClickAsync("👍 Helpful");
        await client.WaitForAsync("👍 1");
        var name = post ? "channel" : "group";
        await client.PictureAsync($"{name}-voted");
        Assert.Equal(1, await client.CountAsync(Foot));

        await client.ClickAsync("👎 Not helpful", isWhole: false);
        await client.WaitForAsync("What went wrong?");
        await client.PictureAsync($"{name}-why");
        await client.ClickAsync("Send");
        await client.WaitForAsync("👎 1");
        await client.PictureAsync($"{name}-changed");

        // Out of its thread the follow-up would be about nothing.
        var said = await client.CountAsync(Answer);
        await client.SayAsync(FollowUp, mention: true, post ? TeamsBox.FirstThread : TeamsBox.Last);
        await client.WaitForAsync(Foot, times: 2);
        await client.PictureAsync($"{name}-follow-up");
        Assert.Equal((2, 2 * said), (await client.CountAsync(Foot), await client.CountAsync(Answer)));
    }

    [Fact]
    public async Task Who_uninstalls_and_installs_again_is_answered_as_before()
    {
        await using var stage = await TeamsStage.StartAsync();
        var client = stage.Client;
        await client.MockAsync("Install application");
        await client.SayAsync(Question);
        await client.WaitForAsync(Foot);

        await client.MockAsync("Uninstall application");
        await client.PictureAsync("personal-uninstalled");
        await client.MockAsync("Install application");
        await client.SayAsync(Question);
        await client.WaitForAsync(Foot, times: 2);
        await client.PictureAsync("personal-installed-again");

        Assert.Equal(2, await client.CountAsync(Foot));
    }

    [Fact]
    public async Task With_real_tokens_both_ways_the_same_happens()
    {
        await using var stage = await TeamsStage.StartAsync(withTokens: true);

        await stage.Client.SayAsync(Question);
        await stage.Client.WaitForAsync(Answer);
        await stage.Client.ClickAsync("👍 Helpful");
        await stage.Client.WaitForAsync("You found this helpful");
        await stage.Client.PictureAsync("personal-tokens");

        Assert.Equal(1, await stage.Client.CountAsync(Foot));
    }

    // The client drops its feedback buttons when a message is changed, so the vote on text is tested against the door alone.
    [Fact]
    public async Task As_text_an_answer_has_the_citations_of_the_client()
    {
        await using var stage = await TeamsStage.StartAsync(settings: ("AnswerStyle", "Text"));

        await stage.Client.SayAsync(Question);
        await stage.Client.WaitForAsync(Answer);
        await stage.Client.PictureAsync("text-answer");
    }

    // A model says whatever it is asked; the quote is found in the passages it was given.
    private static string Written() => JsonSerializer.Serialize(new
    {
        statements = from text in (string[])[First, Last]
                     select new { text, quotes = from passage in Enumerable.Range(1, 6) select new { passage, quote = Quote } },
    });
}
