using System.Text.Json.Nodes;
using ChatOpsBot.TestKit.Teams.Connector;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.Channels.UnitTests.Teams.Outbound.Streaming;

/// <summary>The fake platform refuses in a stream what Teams refuses (T-29, T-30).</summary>
public sealed class FakeTeamsStreamRulesTests
{
    private const string Alone = "a:alice";

    private readonly FixedTimeProvider _time = new();
    private readonly FakeTeamsPlatform _platform;

    public FakeTeamsStreamRulesTests()
    {
        _platform = new FakeTeamsPlatform(_time) { TakesAnonymous = true };
        _platform.Open(Alone);
        _platform.Open("19:group@thread.v2");
    }

    [Fact]
    public void A_stream_that_keeps_the_rules_becomes_one_message()
    {
        var id = Start();
        Assert.Equal(202, Send("informative", 2, "Reading…", id));
        Assert.Equal(202, Send("streaming", 3, "A brown", id));
        Assert.Equal("A brown", Assert.Single(_platform.Messages).Seen);
        Assert.Equal(202, Send("final", null, "A brown fox.", id));

        Assert.Equal((id, "A brown fox."), (_platform.Messages[0].Id, Assert.Single(_platform.Messages).Seen));
    }

    [Theory]
    [InlineData("19:group@thread.v2", "informative", 1, "Searching…", 400)]
    [InlineData(Alone, "informative", 2, "Searching…", 400)]
    [InlineData(Alone, "informative", 1, "", 400)]
    [InlineData(Alone, "other", 1, "Searching…", 400)]
    [InlineData(Alone, "streaming", 1, "The answer", 201)]
    public void A_stream_begins_between_a_person_and_the_bot_with_number_one_and_a_text(string conversation, string type, int sequence, string text, int status)
        => Assert.Equal(status, Send(type, sequence, text, null, conversation));

    [Fact]
    public void What_the_bot_does_is_a_thousand_characters_at_most()
    {
        Assert.Equal(400, Send("informative", 1, new string('a', 1_001), null));
        Assert.Equal(201, Send("informative", 1, new string('a', 1_000), null));
    }

    [Fact]
    public void A_chat_has_one_stream_at_a_time()
    {
        Start();

        Assert.Equal(403, Send("informative", 1, "Searching…", null));
    }

    [Fact]
    public void A_chunk_that_goes_another_way_comes_out_of_order_or_too_early_is_not_shown()
    {
        var id = Start();
        Assert.Equal(202, Send("streaming", 3, "A brown", id));
        Assert.Equal(202, Send("streaming", 2, "A brown dog", id));
        Assert.Equal(403, Send("streaming", 4, "Hello", id));
        Assert.Equal(429, Send("streaming", 5, "A brown fox", id, pause: 0.9));
        Assert.Equal(400, Send("informative", 6, "Reading…", id));

        Assert.Equal("A brown", Assert.Single(_platform.Messages).Seen);
    }

    [Theory]
    [InlineData("attachments", """[{"contentType":"application/vnd.microsoft.card.adaptive","content":{"version":"1.5"}}]""")]
    [InlineData("channelData", """{"feedbackLoop":{"type":"default"}}""")]
    public void Cards_and_feedback_belong_to_the_end(string member, string value)
        => Assert.Equal(400, Send("streaming", 2, "A", Start(), change: activity => activity[member] = JsonNode.Parse(value)));

    [Fact]
    public void The_label_belongs_to_the_end()
        => Assert.Equal(400, Send("streaming", 2, "A", Start(), change: activity => activity["entities"]!.AsArray().Add(new JsonObject { ["type"] = "https://schema.org/Message" })));

    [Fact]
    public void An_end_has_no_number_goes_on_from_what_was_said_and_comes_once()
    {
        var id = Start();
        Send("streaming", 2, "A brown", id);

        Assert.Equal(400, Send("final", 3, "A brown fox.", id));
        Assert.Equal(403, Send("final", null, "Hello", id));
        Assert.Equal(400, Send("final", null, "", id));
        Assert.Equal(202, Send("final", null, "A brown fox.", id));
        Assert.Equal(403, Send("final", null, "A brown fox.", id));
        Assert.Equal(403, Send("streaming", 4, "A brown fox. And", id));
    }

    [Fact]
    public void A_stream_lasts_two_minutes_and_what_it_said_stays()
    {
        var id = Start();
        Send("streaming", 2, "A brown", id);
        _time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(403, Send("final", null, "A brown fox.", id));
        Assert.Equal("A brown", Assert.Single(_platform.Messages).Seen);
    }

    [Fact]
    public void What_was_stopped_stays_as_it_is()
    {
        var id = Start();
        Send("streaming", 2, "A brown", id);
        _platform.Stop(Alone);

        Assert.Equal(403, Send("final", null, "A brown fox.", id));
        Assert.Equal(403, Call("update", Alone, id, new JsonObject { ["type"] = "message", ["text"] = "other" }).Status);
        Assert.Equal("A brown", Assert.Single(_platform.Messages).Seen);
    }

    private string Start()
    {
        Send("informative", 1, "Searching…", null);
        return _platform.Streams[^1].Id;
    }

    private int Send(string type, int? sequence, string text, string? id, string conversation = Alone, double pause = 1, Action<JsonObject>? change = null)
    {
        _time.Advance(TimeSpan.FromSeconds(pause));
        var info = new JsonObject { ["type"] = "streaminfo", ["streamType"] = type, ["streamSequence"] = sequence };
        if (sequence is null)
        {
            info.Remove("streamSequence");
        }

        if (id is not null)
        {
            info["streamId"] = id;
        }

        var activity = new JsonObject { ["type"] = type == "final" ? "message" : "typing", ["text"] = text, ["entities"] = new JsonArray(info) };
        change?.Invoke(activity);
        return Call("post", conversation, null, activity).Status;
    }

    private TeamsReply Call(string operation, string conversation, string? id, JsonObject activity)
    {
        var body = activity.ToJsonString();
        return _platform.Answer(new TeamsRequest(FakeTeamsStreams.KindOf(operation, body), conversation, id, null, body), () => new TeamsReply(500)).Reply;
    }
}
