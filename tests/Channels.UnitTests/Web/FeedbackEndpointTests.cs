using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.TestKit.Web;

namespace ChatOpsBot.Channels.UnitTests.Web;

public sealed class FeedbackEndpointTests : IAsyncLifetime
{
    private WebTestHost _host = null!;
    private string _turn = null!;

    public async Task InitializeAsync()
    {
        _host = await WebTestHost.StartAsync();
        await _host.Client.AskAsync("""{"text":"How many days?","user":"ann"}""");
        _turn = _host.Turns.Accepted.Single().TurnId;
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_vote_comes_back_as_it_is_stored_with_the_votes_of_all()
    {
        var received = await _host.Client.VoteAsync(
            $$"""{"turn_id":"{{_turn}}","user":"ann","vote":"down","reasons":["outdated","wrong"],"comment":"Six days."}""");

        Assert.Equal(200, received.Status);
        Assert.Equal(
            $$"""{"turn_id":"{{_turn}}","user":"ann","vote":"down","reasons":["outdated","wrong"],"comment":"Six days.","up":0,"down":1}""", received.Body);
    }

    [Fact]
    public async Task A_vote_can_be_changed_and_taken_back()
    {
        await _host.Client.VoteAsync($$"""{"turn_id":"{{_turn}}","user":"ann","vote":"down"}""");
        var up = await _host.Client.VoteAsync($$"""{"turn_id":"{{_turn}}","user":"ann","vote":"up"}""");
        var none = await _host.Client.VoteAsync($$"""{"turn_id":"{{_turn}}","user":"ann","vote":"none"}""");

        Assert.Equal((1, 0), (up.Json.GetProperty("up").GetInt32(), up.Json.GetProperty("down").GetInt32()));
        Assert.Equal(("none", 0), (none.Json.GetProperty("vote").GetString(), none.Json.GetProperty("up").GetInt32()));
    }

    [Theory]
    [InlineData("\"user\":\"bob\",")]
    [InlineData("")]
    public async Task A_stranger_gets_what_anybody_gets_for_a_turn_that_never_was(string stranger)
    {
        var foreign = await _host.Client.VoteAsync($$"""{"turn_id":"{{_turn}}",{{stranger}}"vote":"up"}""");
        var absent = await _host.Client.VoteAsync($$"""{"turn_id":"{{new string('0', 26)}}",{{stranger}}"vote":"up"}""");

        Assert.Equal((404, "not_found"), (foreign.Status, foreign.Code));
        Assert.Equal(absent.Body, foreign.Body);
        Assert.Equal(default, await _host.Turns.TallyAsync(TenantId.Default, _turn, CancellationToken.None));
    }

    [Fact]
    public async Task A_turn_of_another_channel_cannot_be_voted_on_here()
    {
        var message = _host.Turns.Accepted.Single();
        _host.Turns.Store(message with { TurnId = "slackturn", Conversation = message.Conversation with { Channel = ChannelKind.Slack } }, SampleReplies.Answer);

        Assert.Equal(404, (await _host.Client.VoteAsync("""{"turn_id":"slackturn","user":"ann","vote":"up"}""")).Status);
    }

    [Fact]
    public async Task A_notice_cannot_be_rated()
    {
        var message = _host.Turns.Accepted.Single();
        _host.Turns.Store(message, SampleReplies.Notice);

        Assert.Equal(404, (await _host.Client.VoteAsync($$"""{"turn_id":"{{_turn}}","user":"ann","vote":"up"}""")).Status);
    }

    [Theory]
    [InlineData("\"vote\":\"best\"")]
    [InlineData("\"vote\":\"UP\"")]
    [InlineData("\"vote\":1")]
    [InlineData("\"vote\":null")]
    [InlineData("\"comment\":\"no vote\"")]
    [InlineData("\"vote\":\"down\",\"reasons\":[\"because\"]")]
    [InlineData("\"vote\":\"down\",\"reasons\":\"wrong\"")]
    [InlineData("\"vote\":\"down\",\"reasons\":[1]")]
    [InlineData("\"vote\":\"down\",\"reasons\":[\"wrong\",\"wrong\",\"wrong\",\"wrong\",\"wrong\",\"wrong\",\"wrong\"]")]
    [InlineData("\"vote\":\"down\",\"comment\":[]")]
    [InlineData("\"vote\":\"up\",\"vote\":\"down\"")]
    public async Task A_vote_that_is_none_is_refused(string fields)
    {
        var received = await _host.Client.VoteAsync($$"""{"turn_id":"{{_turn}}","user":"ann",{{fields}}}""");

        Assert.Equal(400, received.Status);
        Assert.Empty(await _host.Turns.ListAsync(TenantId.Default, 10, CancellationToken.None));
    }

    [Fact]
    public async Task A_long_comment_is_cut_as_on_every_channel()
    {
        var received = await _host.Client.VoteAsync($$"""{"turn_id":"{{_turn}}","user":"ann","vote":"down","comment":"{{new string('c', 5_000)}}"}""");

        Assert.Equal(VoteReasons.MaxCommentLength, received.Json.GetProperty("comment").GetString()!.Length);
    }

    [Fact]
    public async Task A_store_that_is_away_is_a_503()
    {
        _host.Turns.IsDown = true;

        Assert.Equal(503, (await _host.Client.VoteAsync($$"""{"turn_id":"{{_turn}}","user":"ann","vote":"up"}""")).Status);
    }
}
